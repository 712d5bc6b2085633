"""How documents look, in Wagtail's editor: templates with a live preview, who signs, the institute."""
