"""The right to be reassessed: from the decision that opens it to the booking that uses it."""
