"""Measured figures: counted, or CPU time as the system accounts it, each beside a bare view of the same run."""
