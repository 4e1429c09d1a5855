"""Addresses of the rates of tax."""

from django.urls import path

from troth.tax.desk import rates, where

urlpatterns = [
    path("taxes/", rates.rates, name="tax_rates"),
    path("customers/account/<int:number>/where/", where.where, name="where"),
]
