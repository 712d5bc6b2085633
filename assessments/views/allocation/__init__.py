"""The coordinator's board of who marks what in a cohort."""
