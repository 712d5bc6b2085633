"""Questions from a file: upload, what it would do row by row, then taking it in. Nothing is written before that."""

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from people.errors import Refusal

from ...exchange import FORMATS, MOST_BYTES
from ...services.bank import exchange
from . import duplicates, places
from .editor.fields import NAMES
from .frame import for_keepers, screen

# In the session: how the person's uploaded file is to be read.
UPLOAD = "bank_upload"
TONES = {
    exchange.NEW: "ok",
    exchange.CHANGED: "warn",
    exchange.COMPLETES: "ok",
    exchange.SAME: "neutral",
    exchange.STOPPED: "bad",
}


class UploadForm(forms.Form):
    """A file and how to read it. `language` is looked at for formats that hold one."""

    file = forms.FileField(label=gettext_lazy("File"))
    format = forms.ChoiceField(label=gettext_lazy("Format"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the file"), choices=list(NAMES.items()), initial="kk"
    )
    programme = forms.ChoiceField(label=gettext_lazy("Programme"))
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic of questions that name none"), required=False, initial=""
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="upload-%s", **kwargs)
        topics = places.topics()
        codes = sorted({topic.programme_code for topic in topics})
        formats = [(name, one.title) for name, one in FORMATS.items()]
        self.fields["format"].choices = formats  # type: ignore[attr-defined]
        self.fields["programme"].choices = [(code, code) for code in codes]  # type: ignore[attr-defined]
        self.fields["topic"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *places.grouped(topics),
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        topic = places.parsed(found.get("topic", ""))
        if topic and topic[0] != found.get("programme"):
            self.add_error("topic", _("This topic belongs to another programme."))
        found["topic_key"] = topic[2] if topic else ""
        return found


def _path(request: HttpRequest) -> str:
    """One file a person, which nobody else is shown."""
    return f"bank-uploads/{request.user.pk}"


def _forget(request: HttpRequest) -> None:
    storages["private"].delete(_path(request))
    request.session.pop(UPLOAD, None)


def _stored(request: HttpRequest) -> tuple[dict[str, Any], bytes] | None:
    """How the uploaded file is read, and the file; None where there is none."""
    upload, storage = request.session.get(UPLOAD), storages["private"]
    if not upload or not storage.exists(_path(request)):
        return None
    with storage.open(_path(request)) as file:
        data = file.read()
    return (upload, data) if hashlib.sha256(data).hexdigest() == upload["digest"] else None


def _how(upload: dict[str, Any]) -> dict[str, Any]:
    """What the service needs besides the file."""
    return {name: upload[name] for name in ("format", "language", "programme_code", "topic_key")}


@for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The file is looked at first, so that what cannot be read at all is said here."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        # One byte more than a file may have is enough to refuse it.
        data = chosen["file"].read(MOST_BYTES + 1)
        how = {
            "format": chosen["format"],
            "language": chosen["language"],
            "programme_code": chosen["programme"],
            "topic_key": chosen["topic_key"],
        }
        try:
            exchange.preview(data=data, at=timezone.now(), **how)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            _forget(request)
            storages["private"].save(_path(request), ContentFile(data))
            digest = hashlib.sha256(data).hexdigest()
            request.session[UPLOAD] = how | {"digest": digest, "name": chosen["file"].name}
            return redirect("bank:import_preview")
    codes = [code for code, _label in form.fields["programme"].choices]  # type: ignore[attr-defined]
    return screen(
        request,
        "import",
        tab="import",
        title=_("Import"),
        form=form,
        codes=codes,
        waiting=request.session.get(UPLOAD),
        status=422 if form.errors else 200,
    )


@for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def import_preview(request: HttpRequest) -> HttpResponse:
    """What the file would do, row by row; sent, it is taken in, without the rows that were ticked."""
    stored = _stored(request)
    if stored is None:
        messages.error(request, _("There is no file to take in. Choose it again."))
        return redirect("bank:import")
    upload, data = stored
    if request.method == "POST" and request.POST.get("digest") == upload["digest"]:
        return _take_in(request, upload, data)
    if request.method == "POST":
        messages.error(request, _("Another file was uploaded since. Look at it first."))
    found = exchange.preview(data=data, at=timezone.now(), **_how(upload))
    taken = {str(row.number): row for row in found.rows if row.is_taken}
    alike = duplicates.like_each(
        {number: row.body for number, row in taken.items()},
        besides={number: row.question_id for number, row in taken.items() if row.question_id},
    )
    own = FORMATS[upload["format"]]
    return screen(
        request,
        "import_preview",
        tab="import",
        title=_("What the file would do"),
        upload=upload,
        format=own.title,
        language=NAMES[upload["language"]] if own.per_language else "",
        rows=[(row, TONES[row.state], alike.get(str(row.number), [])) for row in found.rows],
        counts=[
            (exchange.STATES[state], TONES[state], count) for state, count in found.counts.items() if count
        ],
        is_empty=found.is_empty,
        status=409 if request.method == "POST" else 200,
    )


def _take_in(request: HttpRequest, upload: dict[str, Any], data: bytes) -> HttpResponse:
    at = timezone.now()
    left = set(request.POST.getlist("leave"))
    rows = exchange.preview(data=data, at=at, **_how(upload)).rows
    try:
        report = exchange.import_rows(
            data=data,
            at=at,
            actor=request.user,
            numbers=[row.number for row in rows if str(row.number) not in left],
            **_how(upload),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("bank:import_preview")
    _forget(request)
    return screen(
        request,
        "import_report",
        tab="import",
        title=_("Taken in"),
        upload=upload,
        report=report,
        taken=[(one, exchange.STATES[one.state], TONES[one.state]) for one in report.taken],
        counts=[
            (exchange.STATES[state], TONES[state], count) for state, count in report.counts.items() if count
        ],
    )


@for_keepers
@require_POST
def import_cancel(request: HttpRequest) -> HttpResponse:
    _forget(request)
    messages.success(request, _("The file is removed; nothing was taken in."))
    return redirect("bank:import")
