"""Addresses of the staff's own roles, and of what staff set on an account."""

from django.urls import path

from troth.people.desk import agreement, findings, reseller, staff

urlpatterns = [
    path("staff/", staff.staff, name="staff"),
    path("staff/<int:number>/", staff.change_role, name="change_role"),
    path(
        "customers/account/<int:number>/agreement/",
        agreement.agreement,
        name="note_agreement",
    ),
    path(
        "customers/account/<int:number>/reseller/",
        reseller.reseller,
        name="mark_reseller",
    ),
    path("customers/person/<int:number>/findings/", findings.findings, name="findings"),
]
