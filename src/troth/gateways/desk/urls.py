"""Addresses of what gateways told and of what they pay out, as staff work on them."""

from django.urls import path

from troth.gateways.desk import events, payouts

urlpatterns = [
    path("gateways/events/", events.events, name="desk_gateway_events"),
    path("gateways/events/<int:number>/", events.event, name="desk_gateway_event"),
    path("gateways/events/<int:number>/again/", events.take_event_again, name="take_event_again"),
    path("gateways/payouts/", payouts.payouts, name="desk_payouts"),
    path("gateways/payouts/<int:number>/", payouts.payout, name="desk_payout"),
]
