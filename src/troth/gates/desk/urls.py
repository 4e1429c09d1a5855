"""Addresses of what recipients have undertaken."""

from django.urls import path

from troth.gates.desk import recipients

urlpatterns = [
    path("recipients/", recipients.recipients, name="recipients"),
    path("recipients/<int:number>/end/", recipients.end, name="end_undertaking"),
]
