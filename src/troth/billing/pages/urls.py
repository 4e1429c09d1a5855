"""Addresses of the invoices of an account."""

from django.urls import path

from troth.billing.pages import by_mail, invoices, statement

_ACCOUNT = "account/<int:account>/"
_INVOICE = f"{_ACCOUNT}invoices/<int:number>/"

urlpatterns = [
    path(f"{_ACCOUNT}invoices/", invoices.invoices, name="invoices"),
    path(f"{_ACCOUNT}invoices/by-mail/", by_mail.by_mail, name="invoices_by_mail"),
    path(_INVOICE, invoices.invoice, name="invoice"),
    path(f"{_INVOICE}pdf/", invoices.invoice_file, {"kind": "pdf"}, name="invoice_pdf"),
    path(f"{_INVOICE}xml/", invoices.invoice_file, {"kind": "xml"}, name="invoice_xml"),
    path(f"{_INVOICE}xrechnung/", invoices.invoice_file, {"kind": "xrechnung"}, name="xrechnung"),
    path(f"{_INVOICE}peppol/", invoices.invoice_file, {"kind": "peppol"}, name="peppol"),
    path(f"{_INVOICE}pay-from-balance/", invoices.pay_from_balance, name="pay_from_balance"),
    path(f"{_ACCOUNT}statement/", statement.account_statement, name="statement"),
    path(f"{_ACCOUNT}statement/csv/", statement.statement_csv, name="statement_csv"),
]
