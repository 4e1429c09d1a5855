"""Addresses of what is held, and of copies of it."""

from django.urls import path

from troth.copies.pages import activity, bring_in, download, my_data

urlpatterns = [
    path("privacy-centre/", my_data.my_data, name="my_data"),
    path("privacy-centre/held/", my_data.what_we_hold, name="held"),
    path("privacy-centre/held/<slug:record>/", my_data.what_we_hold_of, name="held_record"),
    path("privacy-centre/download/", download.download, name="download"),
    path("privacy-centre/bring-in/", bring_in.bring_in, name="bring_in"),
    path("privacy-centre/bring-in/apply/", bring_in.apply, name="apply_copy"),
    path("privacy-centre/copies/<slug:secret>/", download.fetch, name="fetch_copy"),
    path("privacy-centre/activity/", activity.activity, name="activity"),
    path("account/<int:account>/activity/", activity.account_activity, name="account_activity"),
]
