"""Addresses of the messages to an account."""

from django.urls import path

from troth.messaging.pages import messages

urlpatterns = [
    path("account/<int:account>/messages/", messages.messages, name="account_messages"),
    path("account/<int:account>/messages/<int:number>/", messages.message, name="message"),
]
