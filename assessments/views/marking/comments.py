"""The bank of ready comments."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.errors import Refusal
from people.models import User

from ...models import BankComment, Rubric, RubricVersion
from ...presentation import text_in
from ...services.marking import comments as bank_comments

FIELDS = ("place", "text_kk", "text_ru", "is_shared")


def _check(user: User) -> None:
    if not (user.has_perm(bank_comments.OWN) or user.has_perm(bank_comments.SHARE)):
        raise PermissionDenied


def _rubrics() -> list[dict]:
    """Every rubric with its criteria as places for a comment: two queries."""
    latest: dict[int, RubricVersion] = {}
    for version in RubricVersion.objects.order_by("number"):
        latest[version.rubric_id] = version
    found = []
    for rubric in Rubric.objects.select_related("edition").order_by("edition", "pk"):
        version = latest.get(rubric.pk)
        criteria = version.content["criteria"] if version else []
        found.append(
            {
                "pk": rubric.pk,
                "title": f"{rubric.edition.code}-{rubric.edition.number}: {rubric.title}",
                "criteria": [(row["key"], text_in(row["title"])) for row in criteria],
            }
        )
    return found


def _place(text: str) -> tuple[int, str]:
    """A place of the form, "rubric:criterion"."""
    rubric, _separator, criterion = text.partition(":")
    if not rubric.isdigit() or not Rubric.objects.filter(pk=int(rubric)).exists():
        raise Refusal(_("Choose the criterion the comment is for."), code="no_rubric")
    return int(rubric), criterion


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bank_comment_list(request: HttpRequest) -> HttpResponse:
    """Shared comments and one's own by rubric and criterion; a POST adds one."""
    _check(request.user)
    typed, status = {}, 200
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in FIELDS}
        try:
            rubric, criterion = _place(typed["place"])
            bank_comments.add_comment(
                rubric_id=rubric,
                criterion=criterion,
                text_kk=typed["text_kk"],
                text_ru=typed["text_ru"],
                is_shared=bool(typed["is_shared"]),
                at=timezone.now(),
                actor=request.user,
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            status = 422
        else:
            messages.success(request, _("The comment is in the bank."))
            return redirect("bank_comment_list")
    context = {
        "groups": _grouped(request.user),
        "rubrics": _rubrics(),
        "typed": typed,
        "may_share": request.user.has_perm(bank_comments.SHARE),
        "may_own": request.user.has_perm(bank_comments.OWN),
    }
    return render(request, "assessments/marking/comments.html", context, status=status)


def _grouped(user: User) -> list[dict]:
    """Comments under their rubric and criterion."""
    by_place: dict[tuple[int, str], list[BankComment]] = {}
    for comment in bank_comments.usable_by(user).order_by("pk"):
        comment.may_change = bank_comments.may_change(user, comment)
        by_place.setdefault((comment.rubric_id, comment.criterion), []).append(comment)
    groups = []
    for rubric in _rubrics():
        places = [*rubric["criteria"], ("", _("Any criterion"))]
        parts = [
            {"title": title, "comments": by_place[(rubric["pk"], key)]}
            for key, title in places
            if (rubric["pk"], key) in by_place
        ]
        if parts:
            groups.append({"title": rubric["title"], "parts": parts})
    return groups


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bank_comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """One comment to word anew or to take out of the bank; 404 for whoever may not."""
    rows = bank_comments.usable_by(request.user).select_related("rubric__edition")
    comment = get_object_or_404(rows, pk=comment_id)
    if not bank_comments.may_change(request.user, comment):
        raise Http404
    typed = {"criterion": comment.criterion, "text_kk": comment.text_kk, "text_ru": comment.text_ru}
    status = 200
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in typed}
        try:
            return _write(request, comment, typed)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            status = 422
    context = {
        "comment": comment,
        "rubric": next(row for row in _rubrics() if row["pk"] == comment.rubric_id),
        "typed": typed,
    }
    return render(request, "assessments/marking/comment.html", context, status=status)


def _write(request: HttpRequest, comment: BankComment, typed: dict[str, str]) -> HttpResponse:
    if request.POST.get("action") == "remove":
        bank_comments.remove_comment(comment_id=comment.pk, actor=request.user)
        messages.success(request, _("The comment is out of the bank."))
    else:
        bank_comments.change_comment(comment_id=comment.pk, actor=request.user, **typed)
        messages.success(request, _("The comment is changed."))
    return redirect("bank_comment_list")
