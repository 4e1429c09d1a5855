"""Addresses of the account area."""

from django.urls import path

from troth.portal.account import (
    details,
    invitations,
    invoices,
    messages,
    overview,
    people,
    preferences,
    profile,
    services,
    tickets,
)

urlpatterns = [
    path("account/", overview.overview, name="overview"),
    path("account/<int:account>/", overview.account, name="account"),
    path("account/<int:account>/services/", services.services, name="services"),
    path("account/<int:account>/invoices/", invoices.invoices, name="invoices"),
    path("account/<int:account>/invoices/<int:number>/", invoices.invoice, name="invoice"),
    path("account/<int:account>/tickets/", tickets.tickets, name="tickets"),
    path("account/<int:account>/tickets/<int:number>/", tickets.ticket, name="ticket"),
    path(
        "account/<int:account>/tickets/<int:number>/files/<int:file>/",
        tickets.attachment,
        name="attachment",
    ),
    path("account/<int:account>/messages/", messages.messages, name="account_messages"),
    path("account/<int:account>/messages/<int:number>/", messages.message, name="message"),
    path("account/<int:account>/details/", details.details, name="details"),
    path("account/<int:account>/details/right/", details.confirm_account, name="confirm_account"),
    path("account/<int:account>/people/", people.people, name="people"),
    path("account/<int:account>/people/invite/", invitations.invite_page, name="invite"),
    path("account/<int:account>/people/<int:member>/", people.member, name="member"),
    path("account/<int:account>/people/<int:member>/end/", people.end_access, name="end_access"),
    path(
        "account/<int:account>/people/<int:member>/hand-over/",
        people.hand_over_page,
        name="hand_over",
    ),
    path(
        "account/<int:account>/people/invitations/<int:invitation>/send-again/",
        invitations.resend_invitation,
        name="resend_invitation",
    ),
    path(
        "account/<int:account>/people/invitations/<int:invitation>/withdraw/",
        invitations.withdraw,
        name="withdraw_invitation",
    ),
    path("account/<int:account>/leave/", people.leave, name="leave"),
    path("invitations/<str:secret>/", invitations.invitation, name="invitation"),
    path("invitations/<str:secret>/join/", invitations.join_page, name="join"),
    path("profile/", profile.profile, name="profile"),
    path("profile/right/", profile.confirm_profile, name="confirm_profile"),
    path("about-you/", preferences.preferences, name="preferences"),
    path("about-you/empty/", preferences.empty_preferences, name="empty_preferences"),
]
