"""What pages of this floor answer, a file for each room."""
