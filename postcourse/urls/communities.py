"""Addresses of this room. Fixed words come before a community's slug."""

from django.urls import URLPattern, path

from ..views import communities, talk

urlpatterns: list[URLPattern] = [
    path("communities/", communities.community_list, name="community_list"),
    path("communities/new/", communities.community_new, name="community_new"),
    path("communities/moderation/", talk.moderation_page, name="moderation"),
    path("communities/talks/<int:thread_id>/", talk.thread, name="thread"),
    path("communities/talks/<int:thread_id>/state/", talk.thread_state, name="thread_state"),
    path("communities/posts/<int:post_id>/", talk.post, name="post"),
    path("communities/posts/<int:post_id>/edit/", talk.post_edit, name="post_edit"),
    path("communities/posts/<int:post_id>/report/", talk.post_report, name="post_report"),
    path("communities/posts/<int:post_id>/show/", talk.post_show, name="post_show"),
    path("communities/<slug:slug>/", communities.community, name="community"),
    path("communities/<slug:slug>/edit/", communities.community_edit, name="community_edit"),
    path(
        "communities/<slug:slug>/membership/", communities.community_membership, name="community_membership"
    ),
    path("communities/<slug:slug>/begin/", talk.thread_new, name="thread_new"),
]
