"""Addresses of the inquiries as staff answer them."""

from django.urls import path

from troth.support.desk import inquiries

urlpatterns = [
    path("inquiries/", inquiries.inquiries, name="desk_inquiries"),
    path("inquiries/<int:number>/", inquiries.show_inquiry, name="desk_inquiry"),
    path("inquiries/<int:number>/close/", inquiries.close_inquiry, name="close_inquiry"),
    path("inquiries/from-mail/<int:number>/", inquiries.take_mail_in, name="take_mail"),
    path("inquiries/<int:number>/erase/", inquiries.erase_inquiry, name="erase_inquiry"),
]
