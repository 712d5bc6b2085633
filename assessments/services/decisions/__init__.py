"""What is decided of people: results, protocols, appeals, questions found bad."""
