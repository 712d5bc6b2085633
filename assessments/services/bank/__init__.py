"""The question bank: drafts, readers, and questions that come and go in files."""
