"""The marking queue, the desk with its notes and ready comments, and a person's marks."""
