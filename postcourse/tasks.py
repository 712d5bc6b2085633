"""Background work: ids in, one service call."""
