"""What our rules refuse inside Wagtail's screens."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.urls import reverse

from cms.middleware import AdminRefusalMiddleware
from people.errors import NotAllowed, Refusal


def refused(rf, path: str, exception: Exception, **headers):
    request = rf.post(path, headers=headers)
    request._messages = CookieStorage(request)
    return request, AdminRefusalMiddleware(lambda _request: None).process_exception(request, exception)


@pytest.mark.parametrize(
    ("referer", "target"),
    [
        ("http://testserver/admin/pages/3/edit/", "http://testserver/admin/pages/3/edit/"),
        ("https://elsewhere.example/admin/", None),
        ("", None),
    ],
)
def test_a_refusal_is_said_on_the_page_one_came_from(rf, referer, target):
    request, answer = refused(rf, "/admin/pages/3/delete/", Refusal("Studied now."), referer=referer)
    assert answer.status_code == 302
    assert answer.url == (target or reverse("wagtailadmin_home"))
    assert [str(message) for message in get_messages(request)] == ["Studied now."]


def test_other_pages_and_other_errors_are_left_to_their_views(rf):
    assert refused(rf, "/study/1/", Refusal("No."))[1] is None
    assert refused(rf, "/admin/pages/3/delete/", ValueError("broken"))[1] is None
    assert refused(rf, "/admin/pages/3/delete/", NotAllowed())[1].status_code == 302
