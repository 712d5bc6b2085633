"""What the editor learns of recordings and files: imported once by courses.wagtail_hooks."""

from ..filing import hooks as files  # noqa: F401
from . import admin  # noqa: F401
