"""Addresses of the desk that are no room's own."""

from django.urls import path

from troth.desk import acknowledge, customer, find, inbox, reason, records

urlpatterns = [
    path("acknowledge/", acknowledge.acknowledge_policy, name="acknowledge"),
    path("records/", records.records, name="records"),
    path("records/<slug:table>/", records.rows, name="rows"),
    path("records/<slug:table>/<str:key>/", records.row, name="row"),
    path("customers/", find.find_customer, name="find_customer"),
    path("customers/<str:kind>/<int:number>/", customer.customer, name="customer"),
    path("customers/<str:kind>/<int:number>/reason/", reason.say_why, name="say_why"),
    path(
        "customers/<str:kind>/<int:number>/<str:record>/",
        customer.customer_record,
        name="customer_record",
    ),
    path("", inbox.desk, name="desk"),
]
