from . import urls_attempts, urls_exams, urls_work

urlpatterns = [*urls_attempts.urlpatterns, *urls_exams.urlpatterns, *urls_work.urlpatterns]
