"""Addresses of what staff write to customers, and of what could not be sent."""

from django.urls import path

from troth.messaging.desk import failed, mailing, write_to

urlpatterns = [
    path(
        "customers/account/<int:number>/write/",
        write_to.write_to_account,
        name="write_to_account",
    ),
    path("mailing/", mailing.write, name="mailing"),
    path("failed-mail/", failed.failed_mail, name="failed_mail"),
    path("failed-mail/<int:number>/again/", failed.send_failed_again, name="send_failed_again"),
    path("failed-mail/<int:number>/wrong/", failed.mark_failed_address, name="mark_failed_address"),
]
