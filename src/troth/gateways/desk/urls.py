"""Addresses of what gateways told and pay out, and of checks of bank accounts, for staff."""

from django.urls import path

from troth.gateways.desk import checks, events, payouts

urlpatterns = [
    path("gateways/checks/", checks.to_decide, name="bank_checks"),
    path("gateways/checks/<int:number>/", checks.decide, name="decide_bank_check"),
    path("gateways/events/", events.events, name="desk_gateway_events"),
    path("gateways/events/settled/", events.settled_events, name="desk_settled_gateway_events"),
    path("gateways/events/<int:number>/", events.event, name="desk_gateway_event"),
    path("gateways/events/<int:number>/again/", events.take_event_again, name="take_event_again"),
    path(
        "gateways/events/<int:number>/wait/",
        events.have_event_wait,
        name="have_gateway_event_wait",
    ),
    path("gateways/payouts/", payouts.payouts, name="desk_payouts"),
    path("gateways/payouts/<int:number>/", payouts.payout, name="desk_payout"),
]
