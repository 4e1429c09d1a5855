"""Addresses of what gateways leave to staff."""

from django.urls import path

from troth.gateways.desk import checks

urlpatterns = [
    path("gateways/checks/", checks.to_decide, name="bank_checks"),
    path("gateways/checks/<int:number>/", checks.decide, name="decide_bank_check"),
]
