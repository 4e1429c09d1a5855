"""Addresses of runs that invoice, and of dunning."""

from django.urls import path

from troth.billing.desk import dunning
from troth.services.desk import bill_runs

urlpatterns = [
    path("runs/", bill_runs.bill_runs, name="bill_runs"),
    path("runs/agree/", bill_runs.agree_to_run, name="agree_to_run"),
    path("dunning/", dunning.dunning, name="dunning"),
    path("dunning/<int:number>/remove/", dunning.remove_dunning_step, name="remove_dunning_step"),
]
