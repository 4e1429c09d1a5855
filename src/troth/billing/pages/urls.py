"""Addresses of the invoices of an account."""

from django.urls import path

from troth.billing.pages import invoices

urlpatterns = [
    path("account/<int:account>/invoices/", invoices.invoices, name="invoices"),
    path("account/<int:account>/invoices/<int:number>/", invoices.invoice, name="invoice"),
]
