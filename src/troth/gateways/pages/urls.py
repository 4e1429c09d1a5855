"""Addresses of paying, of payment methods, and for what gateways tell."""

from django.urls import path

from troth.gateways.pages import direct_debit, events, pay, ways

_ACCOUNT = "account/<int:account>/"
_WAYS = f"{_ACCOUNT}ways-to-pay/"

urlpatterns = [
    path("gateways/<slug:gateway>/events/", events.take_event, name="gateway_events"),
    path(f"{_ACCOUNT}invoices/<int:number>/pay/", pay.pay_invoice, name="pay"),
    path(f"{_ACCOUNT}invoices/<int:number>/pay/kept/", pay.pay_by_kept_way, name="pay_by_kept"),
    path(f"{_ACCOUNT}pay/", pay.pay_in, name="pay_in"),
    path(f"{_ACCOUNT}paid/<slug:key>/", pay.paid, name="paid"),
    path(_WAYS, ways.ways_to_pay, name="ways_to_pay"),
    path(f"{_WAYS}add/", pay.add_way, name="add_way_to_pay"),
    path(f"{_WAYS}direct-debit/", direct_debit.sign_mandate, name="direct_debit"),
    path(f"{_WAYS}<slug:key>/confirm/", pay.confirm_check, name="confirm_check"),
    path(f"{_WAYS}choose/", ways.choose, name="choose_way_to_pay"),
    path(f"{_WAYS}<int:number>/remove/", ways.remove, name="remove_way_to_pay"),
]
