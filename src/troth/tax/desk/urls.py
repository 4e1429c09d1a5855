"""Addresses of the rates of tax."""

from django.urls import path

from troth.tax.desk import rates

urlpatterns = [path("taxes/", rates.rates, name="tax_rates")]
