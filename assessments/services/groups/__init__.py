"""Project groups: formed by coordinators, proposed by learners, listed."""
