"""A kept file as it is sent: by its real type, with nothing in it that could run here."""

from typing import Any

from django.http import FileResponse

from .rules import uploads


def file_response(row: Any, *, name: str) -> FileResponse:
    """The bytes of a row with `file` and `media_type`. Who may have them is asked before."""
    response = FileResponse(
        row.file.open("rb"),
        content_type=row.media_type,
        as_attachment=row.media_type not in uploads.SHOWN_INLINE,
        filename=name,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
