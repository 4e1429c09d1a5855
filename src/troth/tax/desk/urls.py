"""Addresses of the rates of tax."""

from django.urls import path

from troth.tax.desk import certificates, rates, where

urlpatterns = [
    path("taxes/", rates.rates, name="tax_rates"),
    path("customers/account/<int:number>/where/", where.where, name="where"),
    path(
        "customers/account/<int:number>/certificates/",
        certificates.certificates,
        name="certificates",
    ),
    path(
        "customers/account/<int:number>/certificates/<int:certificate>/take-back/",
        certificates.take_back,
        name="take_back_certificate",
    ),
    path("taxes/certificates/", certificates.ending, name="ending_certificates"),
]
