"""Mentors: their profiles and load, who is matched with whom, a hand-over, an early end."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.models import ProgrammeEdition
from people.errors import Refusal
from people.models import Region, User
from people.roles import Role

from ..mentoring_words import reasons
from ..models import MentorProfile
from ..rules import matching as rule
from ..services.mentoring import graduates, mentors, plans
from .mentoring import plan_of, runners_only

A_PAGE = 20
MOST_SHOWN = 5  # suggestions of one graduate


class ProfileForm(forms.Form):
    """What a mentor can take on."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("I mentor in"),
        choices=[("kk", "Қазақша"), ("ru", "Русский")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    programmes = forms.MultipleChoiceField(
        label=gettext_lazy("Programmes"),
        help_text=gettext_lazy("Nothing chosen: all of them."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    region = forms.ModelChoiceField(
        label=gettext_lazy("Region"),
        queryset=Region.objects.all(),
        required=False,
        empty_label=gettext_lazy("not said"),
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Graduates at a time"), min_value=1, max_value=mentors.MOST_AT_A_TIME, initial=5
    )
    is_available = forms.BooleanField(
        label=gettext_lazy("Takes on graduates now"), required=False, initial=True
    )
    visits = forms.BooleanField(label=gettext_lazy("Visits lessons"), required=False, initial=True)
    hours = forms.CharField(
        label=gettext_lazy("When meetings usually fit"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("In words, such as “Tuesdays after 15:00”. The graduates read it."),
    )
    about = forms.CharField(
        label=gettext_lazy("A few words about you"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("The graduates read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editions = ProgrammeEdition.objects.order_by("code", "-number")
        titles = {one.code: one for one in reversed(editions)}
        self.fields["programmes"].choices = [
            (code, f"{code}. {titles[code].title}") for code in sorted(titles)
        ]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mentor_profile(request: HttpRequest, user_id: int) -> HttpResponse:
    """A mentor's own profile, or any for who runs support."""
    person = get_object_or_404(User, pk=user_id, groups__name=Role.MENTOR)
    runs = request.user.has_perm(mentors.PERMISSION)
    if person.pk != request.user.pk and not runs:
        raise Http404
    profile = MentorProfile.objects.filter(user=person).first()
    form = ProfileForm(request.POST or None, initial=_initial(profile))
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        region = told.pop("region")
        try:
            mentors.save_profile(
                user_id=person.pk,
                region_id=region.pk if region else None,
                at=timezone.now(),
                actor=request.user,
                **told,
            )
        except Refusal as refusal:
            form.add_error({"no_language": "languages"}.get(refusal.code), str(refusal))
        else:
            messages.success(request, _("The profile is saved."))
            return redirect("mentor_list" if person.pk != request.user.pk else "mentoring_list")
    context = {
        "person": person,
        "profile": profile,
        "form": form,
        "is_own": person.pk == request.user.pk,
        "load": mentors.load_of(person.pk),
        "runs": runs,
    }
    status = 422 if form.errors else 200
    return render(request, "postcourse/mentoring/profile.html", context, status=status)


def _initial(profile: MentorProfile | None) -> dict[str, Any]:
    if profile is None:
        return {}
    names = ("languages", "programmes", "region", "capacity", "is_available", "visits", "hours", "about")
    return {name: getattr(profile, name) for name in names}


@runners_only
@require_safe
def mentor_list(request: HttpRequest) -> HttpResponse:
    """Every mentor with their load against what they can take on, and who has no profile yet."""
    profiles = mentors.with_load()
    without = User.objects.filter(groups__name=Role.MENTOR, is_active=True, mentor_profile__isnull=True)
    context = {
        "profiles": profiles,
        "without": without.order_by("surname", "given_name"),
        "places": sum(max(0, one.capacity - one.load) for one in profiles if one.is_available),
    }
    return render(request, "postcourse/mentoring/mentors.html", context)


# Matching


@runners_only
@require_http_methods(["GET", "HEAD", "POST"])
def matching(request: HttpRequest) -> HttpResponse:
    """Graduates without a mentor with those who fit and why; one or many are assigned at once."""
    if request.method == "POST":
        return _assigned(request)
    at = timezone.now()
    found = graduates.without_mentor(request.user, today=timezone.localdate(at))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    waiting = graduates.waiting(list(page))
    names = dict(_names(MentorProfile.objects.values_list("user", flat=True)))
    rows = [
        {
            "waiting": offer.waiting,
            "best": _way(offer.best, names) if offer.best else None,
            "others": [_way(way, names) for way in offer.others[:MOST_SHOWN]],
        }
        for offer in mentors.suggest(waiting)
    ]
    context = {"page": page, "rows": rows, "count": page.paginator.count}
    return render(request, "postcourse/mentoring/matching.html", context)


def _names(user_ids: Any) -> list[tuple[int, str]]:
    return [(one.pk, one.full_name) for one in User.objects.filter(pk__in=user_ids)]


def _way(way: rule.Suggestion, names: dict[int, str]) -> dict[str, Any]:
    return {
        "mentor": way.mentor.user,
        "name": names[way.mentor.user],
        "load": way.mentor.load,
        "capacity": way.mentor.capacity,
        "reasons": reasons(way),
        "is_near": "same_region" in way.reasons,
    }


def _assigned(request: HttpRequest) -> HttpResponse:
    """Assign the one whose button was pressed, else all that are ticked."""
    one = request.POST.get("one", "")
    chosen = [one] if one else request.POST.getlist("who")
    pairs = [
        (int(key), int(mentor))
        for key in chosen
        if key.isdigit() and (mentor := request.POST.get(f"mentor-{key}", "")).isdigit()
    ]
    if not pairs:
        messages.warning(request, _("Nobody is ticked. Tick the graduates to assign, then press once more."))
        return redirect("matching")
    seen = graduates.without_mentor(request.user, today=timezone.localdate()).filter(
        pk__in=[key for key, _mentor in pairs]
    )
    names = {row.pk: row.user.full_name for row in seen}
    done, refused = mentors.assign_many(
        pairs=[pair for pair in pairs if pair[0] in names], at=timezone.now(), actor=request.user
    )
    if done:
        words = ngettext(
            "%(count)s graduate has a mentor now. Both are told.",
            "%(count)s graduates have mentors now. All are told.",
            len(done),
        )
        messages.success(request, words % {"count": len(done)})
    for left in refused:
        messages.error(request, f"{names[left.enrolment_id]}: {left.sentence}")
    return redirect("matching")


# Hand-over and early end


class HandOverForm(forms.Form):
    """Who mentors next, why, and what they are to know."""

    mentor = forms.ChoiceField(
        label=gettext_lazy("Next mentor"),
        error_messages={"required": gettext_lazy("Choose the next mentor.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why the mentor changes"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy("Kept in the record. The graduate does not read it."),
    )
    handed_over = forms.CharField(
        label=gettext_lazy("What the next mentor is to know"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        required=False,
        help_text=gettext_lazy("Read by the next mentor. No names of children."),
    )


class EndForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why the support ends early"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy("Kept in the record. It cannot be undone."),
        error_messages={"required": gettext_lazy("Write why the support ends.")},
    )


@runners_only
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Give a graduate another mentor of those who fit."""
    plan = plan_of(request, plan_id)
    profiles = mentors.with_load()
    ways = rule.suggestions(
        graduates.as_rule(plan.enrolment), [mentors.as_rule(one, load=one.load) for one in profiles]
    )
    now = plan.assignments.filter(until_at__isnull=True).select_related("mentor").first()
    names = {one.user_id: one.user.full_name for one in profiles}
    form = HandOverForm(request.POST or None)
    form.fields["mentor"].choices = [("", "–")] + [
        (str(way.mentor.user), f"{names[way.mentor.user]} – {', '.join(reasons(way)[2:])}")
        for way in ways
        if now is None or way.mentor.user != now.mentor_id
    ]
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        try:
            mentors.hand_over(
                plan_id=plan.pk,
                mentor_id=int(told.pop("mentor")),
                at=timezone.now(),
                actor=request.user,
                **told,
            )
        except Refusal as refusal:
            form.add_error({"reason_missing": "reason"}.get(refusal.code, "mentor"), str(refusal))
        else:
            messages.success(request, _("The graduate is handed over. All three are told."))
            return redirect("mentoring_plan", plan_id=plan.pk)
    context = {"plan": plan, "now": now, "form": form}
    status = 422 if form.errors else 200
    return render(request, "postcourse/mentoring/hand_over.html", context, status=status)


@runners_only
@require_http_methods(["GET", "HEAD", "POST"])
def end_early(request: HttpRequest, plan_id: int) -> HttpResponse:
    """End a support before its time, for good."""
    plan = plan_of(request, plan_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            plans.end_early(
                plan_id=plan.pk, reason=form.cleaned_data["reason"], at=timezone.now(), actor=request.user
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The support is ended. Both are told."))
            return redirect("mentoring_plan", plan_id=plan.pk)
    status = 422 if form.errors else 200
    return render(request, "postcourse/mentoring/end.html", {"plan": plan, "form": form}, status=status)
