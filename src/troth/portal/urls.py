"""Addresses of the frame: the welcome, the brand, the overview."""

from django.urls import path

from troth.portal import deleted, language, overview, public

urlpatterns = [
    path("", public.welcome, name="welcome"),
    path("brand.css", public.brand, name="brand"),
    path("brand/logo", public.logo, name="logo"),
    path("favicon.ico", public.icon, name="icon"),
    path("language/", language.choose_language, name="language"),
    path("account/", overview.overview, name="overview"),
    path("account/<int:account>/", overview.account, name="account"),
    path("privacy-centre/deleted/", deleted.deleted, name="deleted"),
    path("privacy-centre/delete/<slug:kind>/<int:number>/", deleted.delete, name="delete"),
    path(
        "privacy-centre/deleted/<slug:kind>/<int:number>/take-back/",
        deleted.take_back,
        name="take_back_deleted",
    ),
]
