"""The question bank in the editor: a module a screen, the form of a question in editor/."""
