"""Addresses of the privacy centre."""

from django.urls import path

from troth.portal.centre import (
    activity,
    bring_in,
    consents,
    disclosures,
    download,
    erase,
    my_data,
    options,
    requests,
    restrict,
    unsubscribe,
)

urlpatterns = [
    path("privacy-centre/", my_data.my_data, name="my_data"),
    path("privacy-centre/held/", my_data.what_we_hold, name="held"),
    path("privacy-centre/held/<slug:record>/", my_data.what_we_hold_of, name="held_record"),
    path("privacy-centre/download/", download.download, name="download"),
    path("privacy-centre/bring-in/", bring_in.bring_in, name="bring_in"),
    path("privacy-centre/bring-in/apply/", bring_in.apply, name="apply_copy"),
    path("privacy-centre/copies/<slug:secret>/", download.fetch, name="fetch_copy"),
    path("privacy-centre/erase/", erase.erase_me, name="erase"),
    path("privacy-centre/erase/take-back/", erase.take_back_request, name="take_back"),
    path("account/<int:account>/close/", erase.close, name="close"),
    path("privacy-centre/restrict/", restrict.restrict, name="restrict"),
    path("privacy-centre/consents/", consents.show_consents, name="consents"),
    path("privacy-centre/consents/<slug:name>/", consents.change_consent, name="consent"),
    path("privacy-centre/object/", consents.object_, name="object"),
    path("privacy-centre/requests/", requests.requests, name="requests"),
    path("privacy-centre/requests/ask/", requests.ask_right, name="ask"),
    path("privacy-centre/requests/<int:number>/", requests.show_request, name="my_request"),
    path(
        "privacy-centre/requests/<int:number>/take-back/",
        requests.take_back_request,
        name="take_back_my_request",
    ),
    path("privacy-centre/activity/", activity.activity, name="activity"),
    path("privacy-centre/disclosures/", disclosures.disclosures, name="disclosures"),
    path("privacy-centre/options/", options.options, name="options"),
    path("account/<int:account>/activity/", activity.account_activity, name="account_activity"),
    path("account/<int:account>/requests/", requests.account_requests, name="account_requests"),
    path(
        "account/<int:account>/disclosures/",
        disclosures.account_disclosures,
        name="account_disclosures",
    ),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe_page, name="unsubscribe"),
]
