"""Addresses of the calls that wait for a person."""

from django.urls import path

from troth.calls.desk import calls

urlpatterns = [
    path("calls/", calls.calls, name="calls"),
    path("calls/<int:number>/again/", calls.call_again, name="call_again"),
    path("calls/<int:number>/give-up/", calls.give_call_up, name="give_call_up"),
]
