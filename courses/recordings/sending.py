"""A recording's bytes, whole or a part of them, so that players can jump and broken downloads go on."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from ..models import Recording
from ..rules import ranges, recordings

CHUNK = 64 * 1024
# What a player gets at once: about half a minute of video, so that no worker is held for a whole film. A
# download that goes on after a break gets all the rest: it would not ask again.
AT_MOST = 4 * 1024 * 1024
PLAYERS = frozenset({"video", "audio"})


class Bytes:
    """Bytes `first` to `last` of an open file, chunk by chunk; a file in S3 is asked for these alone."""

    def __init__(self, file: Any, part: ranges.Part) -> None:
        self.file, self.part = file, part

    def __iter__(self) -> Iterator[bytes]:
        stored = getattr(self.file, "obj", None)
        if stored is not None:
            body = stored.get(Range=f"bytes={self.part.first}-{self.part.last}")["Body"]
            yield from body.iter_chunks(CHUNK)
            return
        self.file.seek(self.part.first)
        left = self.part.length
        while left > 0 and (chunk := self.file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self.file.close()


def send(request: HttpRequest, recording: Recording) -> HttpResponseBase:
    """200, 206, 304 or 416, as asked. Who may have the bytes is asked before. Source: RFC 9110, sections 13 and 14."""
    tag = f'"{recording.sha256[:32]}"'
    response = _answer(request, recording, tag)
    response.headers["ETag"] = tag
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, no-cache"  # kept, and asked for again with its ETag
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; media-src 'self'; sandbox"
    return response


def _answer(request: HttpRequest, recording: Recording, tag: str) -> HttpResponseBase:
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None and unchanged.status_code in {304, 412}:
        return unchanged
    asked = request.headers.get("Range", "")
    if request.method == "HEAD" or request.headers.get("If-Range", tag) != tag:
        asked = ""  # a range has a meaning for GET alone; and the file is another one by now: all of it is sent anew
    plays = request.headers.get("Sec-Fetch-Dest") in PLAYERS
    try:
        part = ranges.asked(asked, size=recording.size, at_most=AT_MOST if plays else recording.size)
    except ranges.NotThere:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{recording.size}"})
    whole = ranges.Part(0, recording.size - 1)
    headers = {
        "Content-Length": str((part or whole).length),
        "Content-Disposition": content_disposition_header(
            as_attachment=False,
            filename=f"{recording.title[:120]}{recordings.ALLOWED[recording.content_type][0]}",
        ),
    }
    if part:
        headers["Content-Range"] = f"bytes {part.first}-{part.last}/{recording.size}"
    if request.method == "HEAD":
        return HttpResponse(content_type=recording.content_type, headers=headers)
    try:
        file = recording.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return StreamingHttpResponse(
        Bytes(file.file, part or whole),
        status=206 if part else 200,
        content_type=recording.content_type,
        headers=headers,
    )
