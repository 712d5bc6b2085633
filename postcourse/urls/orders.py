"""Orders about enrolments, and what learners ask for before one is made."""

from django.urls import path

from ..views import order_making, orders, requests

urlpatterns = [
    path("requests/", requests.my_requests, name="my_requests"),
    path("requests/<int:request_id>/", requests.request_detail, name="request_detail"),
    path("requests/new/<int:enrolment_id>/<str:kind>/", requests.request_new, name="request_new"),
    path("requests/files/<int:file_id>/", requests.request_file, name="request_file"),
    path("orders/", orders.order_list, name="order_list"),
    path("orders/orders.xlsx", orders.order_xlsx, name="order_xlsx"),
    path("orders/requests/", requests.request_list, name="request_list"),
    path("orders/of/<int:enrolment_id>/", orders.order_person, name="order_person"),
    path("orders/new/<int:enrolment_id>/<str:kind>/", order_making.order_new, name="order_new"),
    path("orders/<int:order_id>/", orders.order_detail, name="order_detail"),
    path("orders/<int:order_id>/<str:name>.<str:form>", orders.order_paper, name="order_paper"),
]
