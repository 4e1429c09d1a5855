"""Addresses of an account's tickets, and of the public forms."""

from django.urls import path

from troth.support.pages import contact, tickets

urlpatterns = [
    path("contact/", contact.contact, name="contact"),
    path("contact/sent/", contact.sent, name="contact_sent"),
    path("contact/<slug:form>/", contact.contact, name="contact_by"),
    path("account/<int:account>/tickets/", tickets.tickets, name="tickets"),
    path("account/<int:account>/tickets/new/", tickets.new_ticket, name="ask_in_ticket"),
    path("account/<int:account>/tickets/<int:number>/", tickets.ticket, name="ticket"),
    path(
        "account/<int:account>/tickets/<int:number>/answer/",
        tickets.answer,
        name="answer_ticket",
    ),
    path(
        "account/<int:account>/tickets/<int:number>/close/",
        tickets.close_ticket,
        name="close_ticket",
    ),
    path(
        "account/<int:account>/tickets/<int:number>/delete/",
        tickets.delete,
        name="delete_ticket",
    ),
    path(
        "account/<int:account>/tickets/<int:number>/files/<int:file>/",
        tickets.attachment,
        name="attachment",
    ),
]
