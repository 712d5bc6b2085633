from django.urls import path

from ..views.plans import check, form

urlpatterns = [
    path("work/<int:sitting_id>/<slug:assignment_key>/plan/", form.plan, name="plan"),
    path("work/<int:sitting_id>/<slug:assignment_key>/check/", check.plan_check, name="plan_check"),
]
