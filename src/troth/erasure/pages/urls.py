"""Addresses of an erasure and its receipt."""

from django.urls import path

from troth.erasure.pages import erase, receipt

urlpatterns = [
    path("privacy-centre/erase/", erase.erase_me, name="erase"),
    path("privacy-centre/erase/take-back/", erase.take_back_request, name="take_back"),
    path("account/<int:account>/close/", erase.close, name="close"),
    path("receipts/<uuid:number>/", receipt.show_receipt, name="receipt"),
    path("receipts/<uuid:number>/proof.json", receipt.proof, name="proof"),
]
