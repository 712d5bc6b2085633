"""Every address of the site. Each app lists its own; Wagtail answers what is left, per language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from .views import admin, editions, front, health, home, language, profile, styleguide

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    # Browsers ask for it by themselves, also beside an answer that is no page.
    path("favicon.ico", front.favicon, name="favicon"),
    path("", front.front, name="front"),
    path("", include("certificates.urls")),
    path("", include("people.urls")),
    path("", include("courses.urls")),
    path("", include("assessments.urls")),
    path("", include("postcourse.urls")),
    path("home/", home.home, name="home"),
    path("profile/", profile.profile, name="profile"),
    path("language/", language.set_language, name="set_language"),
    path("cohorts/", include("cms.cohort_urls")),
    path("editions/", editions.edition_list, name="edition_list"),
    path("editions/<int:edition_id>/", editions.edition_detail, name="edition_detail"),
    path("editions/<int:edition_id>/", include("cms.board.urls")),
    path("", include("cms.review.urls")),
    path("search/", include("cms.search.urls")),
    path("accounts/", include("allauth.urls")),
    # Wagtail's own password doors would pass by allauth's limits: closed.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/logout/", RedirectView.as_view(pattern_name="account_logout")),
    path("admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("admin/jsi18n/", admin.javascript_catalogue),
    path("admin/", include(wagtailadmin_urls)),
    path("downloads/", include(wagtaildocs_urls)),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
if settings.MEDIA_ROOT and settings.STORAGES["default"]["BACKEND"].endswith("FileSystemStorage"):
    urlpatterns.append(path("media/<path:path>", front.media, name="media"))
urlpatterns += i18n_patterns(path("", include(wagtail_urls)))
