"""What a button of the work page does."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.errors import Refusal

from ...models import Assignment, Sitting, Submission
from ...services.work import files, work


class Unsaved(Exception):
    """A text that was not kept, with the refusal: the page gives it back."""

    def __init__(self, refusal: Refusal, *, title: str, text: str) -> None:
        super().__init__(str(refusal))
        self.refusal, self.title, self.text = refusal, title, text

    @property
    def stands(self) -> Submission | None:
        """What the text conflicts with."""
        return self.refusal.submission if isinstance(self.refusal, work.StaleDraft) else None


def sent(request: HttpRequest) -> tuple[str, str]:
    """Title and text as typed, with line ends of one kind."""
    title = request.POST.get("title", "").strip()[:300]
    return title, request.POST.get("text", "").replace("\r\n", "\n").replace("\r", "\n")


def act(request: HttpRequest, sitting: Sitting, assignment: Assignment) -> HttpResponse:
    """Save, attach, remove or hand in, as the pressed button says; a script that saves gets the revision back."""
    by_script = request.headers.get("X-Requested-With") == "fetch"
    try:
        submission, is_joined = _save(request, sitting, assignment)
    except Unsaved as kept:
        if by_script:
            return JsonResponse({"sentence": str(kept)}, status=409 if kept.stands else 422)
        _attach(request, sitting, assignment)
        raise
    if by_script:
        return _told(submission, is_joined)
    page = redirect("work", sitting_id=sitting.pk, assignment_key=assignment.key)
    taken = _attach(request, sitting, assignment)
    if request.POST.get("remove", "").isdigit():
        row = get_object_or_404(submission.files, pk=int(request.POST["remove"]))
        files.remove_file(file_id=row.pk, actor=request.user)
    if is_joined:
        messages.info(
            request,
            _("What somebody else wrote meanwhile was joined with your text. Read it before handing in."),
        )
    elif request.POST.get("action") == "submit" and taken:
        work.submit_work(
            submission_id=submission.pk,
            at=timezone.now(),
            actor=request.user,
            nameless=request.POST.get("nameless") == "yes",
            accepted=frozenset(request.POST.getlist("accepted")),
        )
        messages.success(request, _("Your work is handed in."))
    elif request.POST.get("action") == "check" and taken and assignment.is_support_plan:
        return redirect("plan_check", sitting_id=sitting.pk, assignment_key=assignment.key)
    elif taken:
        messages.success(request, _("The draft is saved."))
    return page


def _save(request: HttpRequest, sitting: Sitting, assignment: Assignment) -> tuple[Submission, bool]:
    """The draft with what was sent, and whether another person's text came to it."""
    at, (title, text) = timezone.now(), sent(request)
    revision = request.POST.get("revision", "")
    try:
        submission = work.open_submission(
            sitting_id=sitting.pk, assignment_key=assignment.key, at=at, actor=request.user
        )
        if "text" not in request.POST or (
            not submission.is_draft and (submission.title, submission.text) == (title, text)
        ):
            return submission, False
        submission = work.save_draft(
            submission_id=submission.pk,
            title=title,
            text=text,
            revision=int(revision) if revision.isdigit() else 0,
            at=at,
            actor=request.user,
        )
    except Refusal as refusal:
        if "text" not in request.POST:
            raise
        raise Unsaved(refusal, title=title, text=text) from refusal
    return submission, (submission.title, submission.text) != (title, text)


def _attach(request: HttpRequest, sitting: Sitting, assignment: Assignment) -> bool:
    """Attach every file that was sent; what is refused is said by name, and False comes back.

    Files that are too large together are refused together: one post is to fit through the proxy.
    """
    uploads = request.FILES.getlist("files")
    if not uploads:
        return True
    if sum(upload.size or 0 for upload in uploads) > settings.SUBMISSION_POST_MAX_BYTES:
        messages.error(
            request,
            _(
                "These files have more than %(size)s MB together, so none of them was taken; your text is kept. Send "
                "them in several goes."
            )
            % {"size": settings.SUBMISSION_POST_MAX_BYTES // 1024 // 1024},
        )
        return False
    taken, at = True, timezone.now()
    for upload in uploads:
        try:
            submission = work.open_submission(
                sitting_id=sitting.pk, assignment_key=assignment.key, at=at, actor=request.user
            )
            files.attach_file(submission_id=submission.pk, upload=upload, at=at, actor=request.user)
        except Refusal as refusal:
            taken = False
            messages.error(
                request,
                _("%(file)s: %(sentence)s") % {"file": str(upload.name or "")[:80], "sentence": refusal},
            )
    return taken


def _told(submission: Submission, is_joined: bool) -> HttpResponse:
    if not is_joined:
        return HttpResponse(status=204, headers={"X-Revision": str(submission.revision)})
    return JsonResponse(
        {
            "text": submission.text,
            "title": submission.title,
            "revision": submission.revision,
            "merged": True,
        }
    )
