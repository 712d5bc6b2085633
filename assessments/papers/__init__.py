"""Papers of this floor: the letter on an appeal, protocols, how a programme is assessed."""
