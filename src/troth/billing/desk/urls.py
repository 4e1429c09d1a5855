"""Addresses of customers' money, and of what does not add up."""

from django.urls import path

from troth.billing.desk import balances, bank_accounts, irregularities, money, payments

_MONEY = "customers/account/<int:number>/money/"

urlpatterns = [
    path("bank/accounts/", bank_accounts.bank_accounts, name="bank_accounts"),
    path("bank/accounts/<int:number>/choose/", bank_accounts.choose, name="choose_bank_account"),
    path("bank/accounts/<int:number>/close/", bank_accounts.close, name="close_bank_account"),
    path("dunning/rests/<int:number>/end/", money.dunning_goes_on, name="dunning_goes_on"),
    path(_MONEY, money.money, name="customer_money"),
    path(f"{_MONEY}<slug:name>/", money.act_on_money, name="act_on_money"),
    path("balances/", balances.balances, name="balances"),
    path("payments/", payments.payments, name="payments"),
    path("irregularities/", irregularities.irregularities, name="irregularities"),
    path("irregularities/<int:number>/", irregularities.settle, name="settle_irregularity"),
]
