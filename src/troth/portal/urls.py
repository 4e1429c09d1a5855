"""Addresses of the frame: the welcome, the brand, the overview."""

from django.urls import path

from troth.portal import overview, public

urlpatterns = [
    path("", public.welcome, name="welcome"),
    path("brand.css", public.brand, name="brand"),
    path("brand/logo", public.logo, name="logo"),
    path("account/", overview.overview, name="overview"),
    path("account/<int:account>/", overview.account, name="account"),
]
