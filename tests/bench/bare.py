"""The floor: a bare Django view with two middlewares and no database, served the same way."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="bare",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"],
)
urlpatterns = [path("", lambda request: HttpResponse("<!doctype html><title>bare</title><p>bare</p>"))]
application = get_wsgi_application()
