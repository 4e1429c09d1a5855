"""Addresses of the account area."""

from django.urls import URLPattern, path

from troth.portal.account import overview

urlpatterns: list[URLPattern] = [
    path("account/", overview.overview, name="overview"),
]
