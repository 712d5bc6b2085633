"""Communities: the list, one with its talks, coming and going, opening and describing them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.errors import Refusal

from ..models import Community, CommunityMember
from ..services.communities import communities, moderation, reading
from .community_forms import CommunityEditForm, CommunityForm, MailForm, RegionForm
from .practice_forms import content_language


def community_of(request: HttpRequest, slug: str) -> Community:
    """A community the reader may see, with its figures."""
    return get_object_or_404(reading.communities_of(request.user), slug=slug)


@login_required
@never_cache
@require_safe
def community_list(request: HttpRequest) -> HttpResponse:
    """One's own communities, those of topics, those of regions."""
    rows = list(reading.communities_of(request.user))
    is_keeper = communities.may_moderate_all(request.user)
    context = {
        "own": [one for one in rows if one.is_member],
        "topics": [one for one in rows if not one.is_member and one.region_id is None],
        "regions": [one for one in rows if not one.is_member and one.region_id is not None],
        "is_keeper": is_keeper,
        "region_form": RegionForm() if is_keeper else None,
        "reports": moderation.open_reports(request.user).count(),
        "content_language": content_language(),
    }
    return render(request, "postcourse/communities/list.html", context)


@login_required
@never_cache
@require_safe
def community(request: HttpRequest, slug: str) -> HttpResponse:
    """A community: who looks after it, and its talks."""
    found = community_of(request, slug)
    member = CommunityMember.objects.filter(community=found, user=request.user).first()
    moderates = communities.may_moderate_all(request.user) or bool(member and member.is_moderator)
    context = {
        "community": found,
        "member": member,
        "mail_form": MailForm(initial={"mail": member.mail}) if member else None,
        "moderators": found.members.filter(is_moderator=True).select_related("user"),
        "moderates": moderates,
        "is_keeper": communities.may_moderate_all(request.user),
        "page": reading.talks(found, page=request.GET.get("page")),
        "content_language": content_language(),
    }
    return render(request, "postcourse/communities/community.html", context)


@login_required
@require_POST
def community_membership(request: HttpRequest, slug: str) -> HttpResponse:
    """Join, leave, or choose how often one is mailed."""
    found = community_of(request, slug)
    action = request.POST.get("action", "")
    try:
        if action == "join":
            communities.join(community_id=found.pk, at=timezone.now(), actor=request.user)
            messages.success(request, _("You are a member now: you can begin a talk and answer."))
        elif action == "leave":
            communities.leave(community_id=found.pk, actor=request.user)
            messages.success(request, _("You left the community. What you wrote stays."))
        else:
            communities.set_mail(community_id=found.pk, mail=request.POST.get("mail", ""), actor=request.user)
            messages.success(request, _("Saved."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("community", slug=found.slug)


def _keepers_only(request: HttpRequest) -> None:
    if not communities.may_moderate_all(request.user):
        raise Http404


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def community_new(request: HttpRequest) -> HttpResponse:
    """Open a community about a topic; a POST with a region opens the region's."""
    _keepers_only(request)
    if request.method == "POST" and "region" in request.POST:
        return _region_opened(request)
    form = CommunityForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            opened = communities.open_topic(words=form.cleaned_data, actor=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("community", slug=opened.slug)
    context = {"form": form, "community": None}
    return render(request, "postcourse/communities/words.html", context, status=422 if form.is_bound else 200)


def _region_opened(request: HttpRequest) -> HttpResponse:
    form = RegionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a region that has no community yet."))
        return redirect("community_list")
    opened = communities.open_region(region_id=form.cleaned_data["region"].pk, actor=request.user)
    return redirect("community", slug=opened.slug)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def community_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Names, description, whether it is open; and who of its members moderates."""
    _keepers_only(request)
    found = community_of(request, slug)
    if request.POST.get("member", "").isdigit():
        member = get_object_or_404(found.members, pk=request.POST["member"])
        communities.set_moderator(
            member_id=member.pk, is_moderator=not member.is_moderator, actor=request.user
        )
        return redirect("community_edit", slug=found.slug)
    initial = {name: getattr(found, name) for name in CommunityEditForm.base_fields}
    form = CommunityEditForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        words = dict(form.cleaned_data)
        is_open = words.pop("is_open")
        try:
            communities.save_words(community_id=found.pk, words=words, is_open=is_open, actor=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("community", slug=found.slug)
    members = found.members.select_related("user").order_by("-is_moderator", "user__surname", "pk")[:200]
    context = {"form": form, "community": found, "members": members}
    return render(request, "postcourse/communities/words.html", context, status=422 if form.is_bound else 200)
