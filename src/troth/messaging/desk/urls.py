"""Addresses of what staff write to customers."""

from django.urls import path

from troth.messaging.desk import mailing, write_to

urlpatterns = [
    path(
        "customers/account/<int:number>/write/",
        write_to.write_to_account,
        name="write_to_account",
    ),
    path("mailing/", mailing.write, name="mailing"),
]
