"""Addresses of the rights that are asked for, and of the way back in."""

from django.urls import path

from troth.requests.pages import prove, reached, recover, requests, restrict

urlpatterns = [
    path("privacy/rights/", requests.rights, name="rights"),
    path("privacy-centre/restrict/", restrict.restrict, name="restrict"),
    path("privacy-centre/requests/", requests.requests, name="requests"),
    path("privacy-centre/requests/ask/", requests.ask_right, name="ask"),
    path("privacy-centre/requests/<int:number>/", requests.show_request, name="my_request"),
    path(
        "privacy-centre/requests/<int:number>/take-back/",
        requests.take_back_request,
        name="take_back_my_request",
    ),
    path("account/<int:account>/requests/", requests.account_requests, name="account_requests"),
    path("recover/", recover.recover, name="recover"),
    path("recover/sent/", recover.recover_sent, name="recover_sent"),
    path("requests/<str:key>/", prove.prove, name="request_prove"),
    path("recover/<str:key>/", reached.confirm, name="recover_confirm"),
]
