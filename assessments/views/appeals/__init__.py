"""Appeals: the learner's page, the lists, the desk and the letter."""
