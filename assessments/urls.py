from . import (
    urls_allocation,
    urls_appeals,
    urls_attempts,
    urls_calibration,
    urls_commission,
    urls_exams,
    urls_extensions,
    urls_groups,
    urls_marking,
    urls_plans,
    urls_regrade,
    urls_work,
)

urlpatterns = [
    *urls_attempts.urlpatterns,
    *urls_exams.urlpatterns,
    *urls_regrade.urlpatterns,
    *urls_extensions.urlpatterns,
    *urls_plans.urlpatterns,
    *urls_work.urlpatterns,
    *urls_marking.urlpatterns,
    *urls_allocation.urlpatterns,
    *urls_calibration.urlpatterns,
    *urls_groups.urlpatterns,
    *urls_commission.urlpatterns,
    *urls_appeals.urlpatterns,
]
