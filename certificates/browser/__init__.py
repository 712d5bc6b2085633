"""What a verifying browser is given: the files it keeps for offline work, the words of its scripts."""
