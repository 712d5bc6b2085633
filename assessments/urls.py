from . import urls_attempts, urls_exams, urls_regrade, urls_work

urlpatterns = [
    *urls_attempts.urlpatterns,
    *urls_exams.urlpatterns,
    *urls_regrade.urlpatterns,
    *urls_work.urlpatterns,
]
