"""Addresses of an erasure and its receipt."""

from django.urls import path

from troth.erasure.pages import close, erase, receipt

urlpatterns = [
    path("privacy-centre/erase/", erase.erase_me, name="erase"),
    path("privacy-centre/erase/take-back/", erase.take_back_request, name="take_back"),
    path("stop-erasure/<str:token>/", erase.stop, name="stop_erasure"),
    path("account/<int:account>/close/", close.close, name="close"),
    path("receipts/<uuid:number>/", receipt.show_receipt, name="receipt"),
    path("receipts/<uuid:number>/proof.json", receipt.proof, name="proof"),
]
