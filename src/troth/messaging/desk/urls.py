"""Addresses of what staff write to customers."""

from django.urls import path

from troth.messaging.desk import mailing

urlpatterns = [
    path("mailing/", mailing.write, name="mailing"),
]
