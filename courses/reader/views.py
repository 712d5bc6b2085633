"""The reader's tools: settings, one's own marks in lessons, the lesson as a paper."""

from django.conf import settings as site
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.errors import Refusal
from people.papers import MEDIA_TYPES, docx

from ..lessons import lesson_for
from ..models import Bookmark, Enrolment, Note
from ..outline import CourseOutline, TopicOutline, outline_for
from ..pages import TopicPage
from . import lesson_paper as papers
from . import marks, services, settings
from .forms import BookmarkForm, NoteForm

FILES = {"docx": docx, "txt": marks.plain}
TYPES = {"docx": MEDIA_TYPES["docx"], "txt": "text/plain; charset=utf-8"}


@never_cache
@require_safe
def reader_settings(request: HttpRequest) -> HttpResponse:
    """Keep the choices in this device's cookie and go back; `reset` returns to the usual ones."""
    target = request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    chosen = settings.read("" if "reset" in request.GET else request.COOKIES.get(settings.COOKIE, ""))
    text = settings.write(settings.changed(chosen, request.GET))
    response = HttpResponseRedirect(target)
    # The page's script reads and writes it too.
    response.set_cookie(
        settings.COOKIE, text, max_age=settings.KEEP_SECONDS, samesite="Lax", secure=request.is_secure()
    )
    return response


def _course(request: HttpRequest, enrolment_id: int) -> tuple[Enrolment, CourseOutline]:
    """The reader's own course; anyone else's does not exist."""
    own = Enrolment.objects.of(request.user).studying().select_related("cohort__edition")
    enrolment = get_object_or_404(own, pk=enrolment_id)
    return enrolment, outline_for(enrolment, language=enrolment.cohort.language)


def _topic(request: HttpRequest, enrolment_id: int, key: str) -> tuple[Enrolment, TopicOutline]:
    enrolment, outline = _course(request, enrolment_id)
    topic = next((one for one in outline.topics if one.key == key), None)
    if topic is None:
        raise Http404
    return enrolment, topic


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _said(note: Note) -> dict:
    return {
        "id": note.pk,
        "part": note.part,
        "start": note.start,
        "quote": note.quote,
        "words": note.words,
    }


@login_required
@never_cache
@require_safe
def lesson_marks(request: HttpRequest, enrolment_id: int, key: str) -> JsonResponse:
    """One's own notes and bookmarks in a lesson, for the page's script."""
    enrolment, topic = _topic(request, enrolment_id, key)
    place = {"key": topic.key, "language": enrolment.cohort.language}
    notes = Note.objects.visible_to(request.user).filter(**place)
    bookmarks = Bookmark.objects.visible_to(request.user).filter(**place)
    return JsonResponse(
        {
            "notes": [_said(note) for note in notes],
            "bookmarks": list(bookmarks.values_list("part", flat=True)),
        }
    )


@login_required
@require_POST
def note_add(request: HttpRequest, enrolment_id: int, key: str) -> HttpResponse:
    """Keep a note or a highlight; what cannot be kept is given back with the reason."""
    enrolment, topic = _topic(request, enrolment_id, key)
    form = NoteForm(request.POST)
    try:
        note = services.add_note(
            key=topic.key,
            language=enrolment.cohort.language,
            at=timezone.now(),
            actor=request.user,
            **form.read(),
        )
    except Refusal as refusal:
        return _refused(request, enrolment, refusal, action=request.path, typed=form.read()["words"])
    if _is_script(request):
        return JsonResponse(_said(note), status=201)
    messages.success(request, _("Your note is kept."))
    return redirect(f"{topic.url}#p-{note.part}" if note.part else topic.url)


def _refused(
    request: HttpRequest, enrolment: Enrolment, refusal: Refusal, *, action: str, typed: str
) -> HttpResponse:
    """The sentence, with the words that were typed."""
    if _is_script(request):
        return JsonResponse({"sentence": str(refusal)}, status=422)
    context = {
        "sentence": str(refusal),
        "action": action,
        "typed": typed,
        "hidden": {name: request.POST[name] for name in ("part", "start", "quote") if name in request.POST},
        "enrolment": enrolment,
    }
    return render(request, "courses/reader/note.html", context, status=422)


@login_required
@require_POST
def note_change(request: HttpRequest, enrolment_id: int, note_id: int) -> HttpResponse:
    """Write other words, or delete the note."""
    enrolment, _outline = _course(request, enrolment_id)
    is_removed = "delete" in request.POST
    words = request.POST.get("note", "")
    try:
        if is_removed:
            services.remove_note(note_id=note_id, actor=request.user)
        else:
            services.change_note(note_id=note_id, words=words, at=timezone.now(), actor=request.user)
    except Note.DoesNotExist as missing:
        raise Http404 from missing
    except Refusal as refusal:
        return _refused(request, enrolment, refusal, action=request.path, typed=words)
    if _is_script(request):
        return JsonResponse({"words": words.strip()})
    messages.success(request, _("The note is deleted.") if is_removed else _("The note is changed."))
    return redirect("study_notes", enrolment.pk)


@login_required
@require_POST
def bookmark_set(request: HttpRequest, enrolment_id: int, key: str) -> HttpResponse:
    """Put a bookmark or take it away."""
    enrolment, topic = _topic(request, enrolment_id, key)
    asked = BookmarkForm(request.POST).read()
    language = enrolment.cohort.language
    lesson = lesson_for(topic.key, language=language)
    parts = {part.id: part.heading for part in lesson.parts} if lesson else {}
    try:
        services.set_bookmark(
            key=topic.key,
            language=language,
            heading=parts.get(asked["part"]) or topic.title,
            at=timezone.now(),
            actor=request.user,
            **asked,
        )
    except Refusal as refusal:
        return _refused(request, enrolment, refusal, action=request.path, typed="")
    if _is_script(request):
        return JsonResponse({"is_set": asked["is_set"]})
    if asked["is_set"]:
        messages.success(request, _("The bookmark is set."))
        return redirect(f"{topic.url}#p-{asked['part']}" if asked["part"] else topic.url)
    messages.success(request, _("The bookmark is taken away."))
    return redirect("study_notes", enrolment.pk)


@login_required
@never_cache
@require_safe
def study_notes(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """All notes and bookmarks of the course, with a search."""
    enrolment, outline = _course(request, enrolment_id)
    query = request.GET.get("q", "").strip()[:200]
    context = {
        "enrolment": enrolment,
        "query": query,
        "marks": marks.marks_of(request.user, outline, query=query),
        "content_language": enrolment.cohort.language,
    }
    return render(request, "courses/reader/notes.html", context)


@login_required
@never_cache
@require_safe
def study_notes_file(request: HttpRequest, enrolment_id: int, kind: str) -> HttpResponse:
    """The same as a file, DOCX or text."""
    enrolment, outline = _course(request, enrolment_id)
    if kind not in FILES:
        raise Http404
    language = enrolment.cohort.language
    sheet = marks.paper(
        marks.marks_of(request.user, outline),
        title=enrolment.cohort.edition.title_in(language),
        language=language,
    )
    response = HttpResponse(FILES[kind](sheet), content_type=TYPES[kind])
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{sheet.title}.{kind}")
    return response


def _readable(request: HttpRequest, page: TopicPage | None) -> bool:
    """Everyone reads an open lesson; any other its learners and those who make and teach it."""
    if page is None:
        return False
    if page.is_open:
        return True
    user = request.user
    if not user.is_authenticated:
        return False
    if user.has_role("methodologist", "expert", "trainer", "administrator"):
        return True
    return Enrolment.objects.of(user).studying().filter(cohort__plan_topics__key=page.key).exists()


@require_safe
def lesson_paper(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """The lesson as PDF in one of its languages."""
    if not key.isprintable():  # PostgreSQL would refuse to look for it
        raise Http404
    page = (
        TopicPage.objects.live()
        .filter(key=key, locale__language_code=language)
        .select_related("locale")
        .first()
    )
    if not _readable(request, page):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404
    # The same paper for everybody, so it is drawn once: the page leads a learner on into their own course.
    address = f"{site.WAGTAILADMIN_BASE_URL.rstrip('/')}{page.get_url()}"
    response = HttpResponse(papers.kept_pdf(page, address=address), content_type=MEDIA_TYPES["pdf"])
    name = f"{page.key} {page.title}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(False, name)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "private, max-age=300"
    return response
