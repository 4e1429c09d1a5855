"""Addresses of the bank's statements and lines, as staff work on them."""

from django.urls import path

from troth.bank.desk import lines, statements, transfers

urlpatterns = [
    path("bank/", statements.bank, name="desk_bank"),
    path("bank/transfers/", transfers.to_transfer, name="to_transfer"),
    path("bank/transfers/<int:number>/not-sent/", transfers.not_sent, name="not_sent"),
    path("bank/statements/<int:number>/", statements.statement, name="bank_statement"),
    path("bank/lines/<int:number>/", lines.line, name="bank_line"),
    path("bank/lines/<int:number>/dismiss/", lines.dismiss_line, name="dismiss_line"),
    path("bank/lines/<int:number>/undo/", lines.undo_line, name="undo_line"),
]
