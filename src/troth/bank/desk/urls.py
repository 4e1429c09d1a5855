"""Addresses of the bank's statements and lines, as staff work on them."""

from django.urls import path

from troth.bank.desk import debits, lines, statements, transfers

urlpatterns = [
    path("bank/", statements.bank, name="desk_bank"),
    path("bank/transfers/", transfers.to_transfer, name="to_transfer"),
    path("bank/transfers/<int:number>/not-sent/", transfers.not_sent, name="not_sent"),
    path("bank/direct-debits/", debits.debits, name="desk_debits"),
    path("bank/direct-debits/files/<int:number>/", debits.debit_file, name="desk_debit_file"),
    path(
        "bank/direct-debits/files/<int:number>/take-back/",
        debits.take_file_back,
        name="take_debit_file_back",
    ),
    path("bank/direct-debits/<int:number>/failed/", debits.debit_failed, name="debit_failed"),
    path("bank/statements/<int:number>/", statements.statement, name="bank_statement"),
    path("bank/lines/<int:number>/", lines.line, name="bank_line"),
    path("bank/lines/<int:number>/dismiss/", lines.dismiss_line, name="dismiss_line"),
    path("bank/lines/<int:number>/undo/", lines.undo_line, name="undo_line"),
]
