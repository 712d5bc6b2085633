"""A cache that is away is an empty one: nothing fails, and whoever is signed in stays so."""

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.test import Client, override_settings
from django.urls import reverse

from people.roles import Role
from tests.factories import make_user

# Port 9 is for throwing away: nobody listens there.
AWAY = {"default": {"BACKEND": "cms.cache.CalmRedisCache", "LOCATION": "redis://127.0.0.1:9/0"}}


@override_settings(CACHES=AWAY)
def test_every_method_answers_as_an_empty_cache_does():
    cache = caches["default"]
    assert cache.get("key", "nothing") == "nothing"
    assert cache.get_many(["key"]) == {}
    assert not cache.has_key("key")
    assert cache.set("key", 1) is None
    assert cache.set_many({"key": 1}) == []
    assert cache.add("key", 1)
    assert not cache.touch("key")
    assert not cache.delete("key")
    assert cache.get_or_set("key", 5) == 5
    with pytest.raises(ValueError, match="key"):
        cache.incr("key")


@pytest.mark.django_db
@override_settings(CACHES=AWAY, SESSION_ENGINE="django.contrib.sessions.backends.cached_db")
def test_who_is_signed_in_stays_so_while_redis_is_away(settings):
    user = make_user(Role.LEARNER)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    answer = client.get(reverse("home"))
    assert answer.status_code == 200
    assert answer.context["request"].user == user
