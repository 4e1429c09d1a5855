"""Addresses of the services of an account."""

from django.urls import path

from troth.services.pages import services

ONE = "account/<int:account>/services/<int:number>/"

urlpatterns = [
    path("account/<int:account>/services/", services.services, name="services"),
    path(ONE, services.service, name="service"),
    path(f"{ONE}change/", services.change_plan, name="change_service"),
    path(f"{ONE}cancel/", services.cancel_service, name="cancel_service"),
    path(f"{ONE}withdraw/", services.withdraw_service, name="withdraw_service"),
    path(f"{ONE}keep/", services.keep_service, name="keep_service"),
    path(f"{ONE}reactivate/", services.reactivate_service, name="reactivate_service"),
    path(f"{ONE}transfer/", services.transfer_service, name="transfer_service"),
]
