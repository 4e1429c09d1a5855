"""Addresses of customers' money, and of what does not add up."""

from django.urls import path

from troth.billing.desk import balances, bank_accounts, invoices, irregularities, money, payments

_INVOICE = "invoices/<int:number>/"
_MONEY = "customers/account/<int:number>/money/"

urlpatterns = [
    path("bank/accounts/", bank_accounts.bank_accounts, name="bank_accounts"),
    path("bank/accounts/<int:number>/choose/", bank_accounts.choose, name="choose_bank_account"),
    path("bank/accounts/<int:number>/close/", bank_accounts.close, name="close_bank_account"),
    path("dunning/rests/<int:number>/end/", money.dunning_goes_on, name="dunning_goes_on"),
    path(_MONEY, money.money, name="customer_money"),
    path(f"{_MONEY}<slug:name>/", money.act_on_money, name="act_on_money"),
    path("balances/", balances.balances, name="balances"),
    path("invoices/", invoices.invoices, name="desk_invoices"),
    path(_INVOICE, invoices.invoice, name="desk_invoice"),
    path(f"{_INVOICE}mail/", invoices.mail_again, name="mail_again"),
    path(f"{_INVOICE}pdf/", invoices.invoice_file, {"kind": "pdf"}, name="desk_pdf"),
    path(f"{_INVOICE}xml/", invoices.invoice_file, {"kind": "xml"}, name="desk_xml"),
    path(
        f"{_INVOICE}xrechnung/", invoices.invoice_file, {"kind": "xrechnung"}, name="desk_xrechnung"
    ),
    path(f"{_INVOICE}peppol/", invoices.invoice_file, {"kind": "peppol"}, name="desk_peppol"),
    path("payments/", payments.payments, name="payments"),
    path("irregularities/", irregularities.irregularities, name="irregularities"),
    path("irregularities/<int:number>/", irregularities.settle, name="settle_irregularity"),
]
