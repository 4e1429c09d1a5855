"""Addresses of an account's details and people, and of one's own profile."""

from django.urls import path

from troth.people.pages import details, invitations, people, preferences, profile, welcome

urlpatterns = [
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
    path("welcome/<str:key>/", welcome.welcome, name="welcome"),
    path("profile/", profile.profile, name="profile"),
    path("profile/right/", profile.confirm_profile, name="confirm_profile"),
    path("about-you/", preferences.preferences, name="preferences"),
    path("about-you/empty/", preferences.empty_preferences, name="empty_preferences"),
]
