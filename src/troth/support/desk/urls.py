"""Addresses of the inquiries and tickets as staff answer them."""

from django.urls import path

from troth.support.desk import inquiries, mail_to_ticket, tickets

urlpatterns = [
    path("inquiries/", inquiries.inquiries, name="desk_inquiries"),
    path("inquiries/<int:number>/", inquiries.show_inquiry, name="desk_inquiry"),
    path("inquiries/<int:number>/close/", inquiries.close_inquiry, name="close_inquiry"),
    path("inquiries/from-mail/<int:number>/", inquiries.take_mail_in, name="take_mail"),
    path("inquiries/<int:number>/erase/", inquiries.erase_inquiry, name="erase_inquiry"),
    path("tickets/", tickets.desk_tickets, name="desk_tickets"),
    path("tickets/new/", tickets.new_ticket, name="new_ticket"),
    path("tickets/from-mail/<int:number>/", mail_to_ticket.mail_to_ticket, name="mail_to_ticket"),
    path("tickets/<int:number>/", tickets.desk_ticket, name="desk_ticket"),
    path(
        "tickets/<int:number>/files/<int:file>/",
        tickets.attachment_at_desk,
        name="desk_attachment",
    ),
    path("tickets/<int:number>/close/", tickets.close_at_desk, name="close_desk_ticket"),
    path("tickets/<int:number>/reopen/", tickets.reopen_at_desk, name="reopen_ticket"),
]
