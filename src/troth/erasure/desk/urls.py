"""Addresses of holds, recipients, the nightly sweep, and of who is a child."""

from django.urls import path

from troth.erasure.desk import holds, platform, recipients, under_age

urlpatterns = [
    path("customers/person/<int:number>/under-age/", under_age.under_age, name="under_age"),
    path("holds/", holds.holds, name="holds"),
    path("holds/new/", holds.place, name="place_hold"),
    path("holds/<int:number>/", holds.review_hold, name="review_hold"),
    path("holds/<int:number>/lift/", holds.lift, name="lift_hold"),
    path("recipients/", recipients.recipients, name="recipients"),
    path("recipients/told/", recipients.told, name="told"),
    path("platform/", platform.platform, name="platform"),
]
