"""Tickets, their messages and the files that come with them."""

import uuid

from django.db import models

from troth.accounts.models import Account, Person
from troth.policy.declare import PersonalData


def attachment_path(message: "TicketMessage", filename: str) -> str:
    """A path that says nothing of the file's owner or name."""
    return f"attachments/{uuid.uuid4().hex}"


class Ticket(models.Model):
    """A question to the provider's staff, about an account."""

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="tickets",
        db_index=False,
    )
    opened_by = models.ForeignKey(Person, models.DO_NOTHING, null=True, related_name="+")
    subject = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    depersonalised_at = models.DateTimeField(null=True, blank=True)

    privacy = PersonalData(
        record="ticket",
        subject="account",
        clocks={"creation": "opened_at", "closing": "closed_at", "deletion": "deleted_at"},
        mentions={"opened_by": []},
        depersonalised="depersonalised_at",
        content=["subject"],
    )

    class Meta:
        indexes = [
            models.Index(fields=["account", "opened_at"], name="ticket_account_opened"),
            models.Index(
                fields=["account", "opened_at"],
                condition=models.Q(closed_at__isnull=True),
                name="ticket_open",
            ),
            models.Index(fields=["closed_at"], name="ticket_closed"),
        ]

    def __str__(self) -> str:
        return f"ticket {self.pk}"


class TicketMessage(models.Model):
    """One message of a ticket. The account's content; the author is a person of their own."""

    ticket = models.ForeignKey(Ticket, models.DO_NOTHING, related_name="messages")
    author = models.ForeignKey(Person, models.DO_NOTHING, null=True, related_name="+")
    author_name = models.CharField(max_length=200, blank=True)
    author_ip = models.GenericIPAddressField(null=True)
    at = models.DateTimeField()
    body = models.TextField()
    attachment = models.FileField(upload_to=attachment_path, blank=True)
    attachment_name = models.CharField(max_length=200, blank=True)

    privacy = PersonalData(
        record="ticket",
        subject="ticket__account",
        mentions={"author": ["author_name", "author_ip"]},
        files=["attachment"],
        identity=["author_name"],
        device=["author_ip"],
        content=["body", "attachment_name"],
        plain=["at"],
    )

    def __str__(self) -> str:
        return f"ticket message {self.pk}"
