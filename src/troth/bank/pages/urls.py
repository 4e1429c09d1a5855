"""The address of how an invoice is paid by transfer."""

from django.urls import path

from troth.bank.pages import transfer

urlpatterns = [
    path(
        "account/<int:account>/invoices/<int:number>/transfer/",
        transfer.transfer,
        name="pay_by_transfer",
    ),
]
