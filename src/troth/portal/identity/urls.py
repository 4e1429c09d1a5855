"""Addresses of signing up and signing in."""

from allauth.account.views import account_inactive, login, logout
from django.urls import path

from troth.portal.identity import sign_up

urlpatterns = [
    path("sign-up/", sign_up.sign_up_page, name="account_signup"),
    path("sign-up/done/", sign_up.signed_up, name="signed_up"),
    path("sign-in/", login, name="account_login"),
    path("sign-in/inactive/", account_inactive, name="account_inactive"),
    path("sign-out/", logout, name="account_logout"),
]
