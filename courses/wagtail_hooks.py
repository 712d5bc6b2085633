"""The editor: each room registers what is its own."""

from .editing import hooks as editing  # noqa: F401
from .editing import snippets  # noqa: F401
from .recordings import hooks as recordings  # noqa: F401
from .translating import hooks as translating  # noqa: F401
