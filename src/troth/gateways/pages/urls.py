"""Addresses for gateways."""

from django.urls import path

from troth.gateways.pages import events

urlpatterns = [
    path("gateways/<slug:gateway>/events/", events.take_event, name="gateway_events"),
]
