"""Addresses of the staff's own roles, and of what staff set on an account."""

from django.urls import path

from troth.people.desk import agreement, findings, new_customer, reseller, staff, trusted

urlpatterns = [
    path("staff/", staff.staff, name="staff"),
    path("staff/<int:number>/", staff.change_role, name="change_role"),
    path("customers/new/", new_customer.new_customer, name="new_customer"),
    path(
        "customers/account/<int:number>/invite-again/",
        new_customer.invite_again,
        name="welcome_again",
    ),
    path("customers/account/<int:number>/people/new/", trusted.invite_page, name="desk_invite"),
    path(
        "customers/account/<int:number>/people/<int:invitation>/send-again/",
        trusted.resend_invitation,
        name="desk_resend_invitation",
    ),
    path(
        "customers/account/<int:number>/people/<int:invitation>/withdraw/",
        trusted.withdraw,
        name="desk_withdraw_invitation",
    ),
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
