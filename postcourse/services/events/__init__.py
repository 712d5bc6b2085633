"""Events: planned, registered for, attended, looked back at."""
