"""Addresses of the services of an account."""

from django.urls import path

from troth.services.pages import services

urlpatterns = [
    path("account/<int:account>/services/", services.services, name="services"),
]
