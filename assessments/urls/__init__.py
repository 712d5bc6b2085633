from . import (
    allocation,
    appeals,
    attempts,
    calibration,
    commission,
    exams,
    extensions,
    groups,
    marking,
    plans,
    regrade,
    work,
)

urlpatterns = [
    *attempts.urlpatterns,
    *exams.urlpatterns,
    *regrade.urlpatterns,
    *extensions.urlpatterns,
    *plans.urlpatterns,
    *work.urlpatterns,
    *marking.urlpatterns,
    *allocation.urlpatterns,
    *calibration.urlpatterns,
    *groups.urlpatterns,
    *commission.urlpatterns,
    *appeals.urlpatterns,
]
