"""What of the Wagtail admin this floor adds; each room keeps its own in hooks.py."""

from .library import hooks as library  # noqa: F401
from .review import hooks as review  # noqa: F401
