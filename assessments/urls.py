from . import urls_attempts, urls_work

urlpatterns = [*urls_attempts.urlpatterns, *urls_work.urlpatterns]
