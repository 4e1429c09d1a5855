"""Addresses of runs that invoice, and of dunning."""

from django.urls import path

from troth.billing.ask import Kind
from troth.billing.desk import dunning
from troth.services.desk import bill_runs, foreseen_dunning

urlpatterns = [
    path("runs/", bill_runs.bill_runs, name="bill_runs"),
    path("runs/agree/", bill_runs.agree, {"kind": Kind.BILL}, name="agree_to_bill"),
    path("dunning/agree/", bill_runs.agree, {"kind": Kind.DUN}, name="agree_to_dun"),
    path("charges/agree/", bill_runs.agree, {"kind": Kind.CHARGE}, name="agree_to_charge"),
    path("dunning/", dunning.dunning, name="dunning"),
    path("dunning/usual/", dunning.usual_steps, name="usual_dunning_steps"),
    path("dunning/small/", dunning.small_amounts, name="small_amounts"),
    path("dunning/next/", foreseen_dunning.foreseen_dunning, name="foreseen_dunning"),
    path("dunning/<int:number>/remove/", dunning.remove_dunning_step, name="remove_dunning_step"),
]
