"""Addresses of holds, recipients that must forget, the nightly sweep, and of who is a child."""

from django.urls import path

from troth.erasure.desk import holds, platform, to_forget, under_age

urlpatterns = [
    path("customers/person/<int:number>/under-age/", under_age.under_age, name="under_age"),
    path("holds/", holds.holds, name="holds"),
    path("holds/new/", holds.place, name="place_hold"),
    path("holds/<int:number>/", holds.review_hold, name="review_hold"),
    path("holds/<int:number>/lift/", holds.lift, name="lift_hold"),
    path("recipients/forget/", to_forget.to_forget, name="to_forget"),
    path("recipients/forget/several/", to_forget.tell_several, name="tell_several"),
    path("recipients/forget/told/", to_forget.told, name="told"),
    path("platform/", platform.platform, name="platform"),
]
