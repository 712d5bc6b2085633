"""Orders about enrolments and the requests they answer."""
