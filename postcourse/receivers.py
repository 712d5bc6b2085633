"""What this floor does when a floor below tells it something."""
