"""Tickets, their messages and the files that come with them; and inquiries from outside."""

import uuid

from django.db import models
from django.db.models.functions import MD5, Lower
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account, Person
from troth.policy.declare import PersonalData, Record, until_emptied
from troth.policy.words import gettext_noop

TICKET = Record(
    "ticket",
    gettext_noop("support tickets and the messages in them"),
    word=gettext_noop("ticket"),
    keep='from = "closing"\nfor = "3 years"',
)
INQUIRY = Record(
    "inquiry",
    gettext_noop("what people ask by the public forms, with our answers"),
    word=gettext_noop("inquiry"),
    keep='from = "closing"\nfor = "6 months"',
    forms=("inquiry", "support", "call-back"),
)


# What a public form may ask, by the column that holds it.
ASKED = ("title", "name", "email", "phone", "company", "interest", "message")


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
        verbose_name=_("Number of the account"),
    )
    opened_by = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("Number of who opened it"),
    )
    subject = models.CharField(_("Subject"), max_length=200)
    opened_at = models.DateTimeField(_("Opened"))
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("Deleted"), null=True, blank=True)
    depersonalised_at = models.DateTimeField(_("Cleared of personal data"), null=True, blank=True)
    kept_since = models.DateTimeField(null=True, blank=True)
    kept_by = models.CharField(max_length=80, blank=True, db_default="")

    privacy = PersonalData(
        record=TICKET,
        called=_("Tickets"),
        subject="account",
        scope="support",
        clocks={"creation": "opened_at", "closing": "closed_at", "deletion": "deleted_at"},
        kept=("kept_since", "kept_by"),
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
            models.Index(fields=["opened_at"], name="ticket_opened"),
            models.Index(
                fields=["deleted_at"],
                condition=models.Q(deleted_at__isnull=False),
                name="ticket_deleted",
            ),
            models.Index(
                fields=["kept_since"],
                condition=models.Q(kept_since__isnull=False),
                name="ticket_kept_since",
            ),
            models.Index(until_emptied("opened_at"), name="ticket_opened_left"),
            models.Index(until_emptied("closed_at"), name="ticket_closed_left"),
            models.Index(until_emptied("deleted_at"), name="ticket_deleted_left"),
            models.Index(until_emptied("kept_since"), name="ticket_kept_since_left"),
        ]

    def __str__(self) -> str:
        return f"ticket {self.pk}"


class TicketMessage(models.Model):
    """One message of a ticket. The account's content; the author is a person of their own.

    author_name, author_ip: blank where staff wrote it, whom the customer is not told by name.
    came_by: how it came, which says as well who wrote it: staff, or the people of the account.
    """

    class CameBy(models.TextChoices):
        STAFF = "staff", _("from staff")
        AREA = "area", _("written in the account area")
        MAIL = "mail", _("by e-mail")
        UNPROVEN = "unproven", _("by e-mail, from a sender who is not proven")

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("Number of the account"),
    )
    ticket = models.ForeignKey(
        Ticket, models.DO_NOTHING, related_name="messages", verbose_name=_("Number of the ticket")
    )
    author = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("Number of the author"),
    )
    author_name = models.CharField(_("Author"), max_length=200, blank=True)
    author_ip = models.GenericIPAddressField(_("Internet address of the author"), null=True)
    at = models.DateTimeField(_("When"))
    came_by = models.CharField(
        _("How it came"), max_length=10, choices=CameBy, default=CameBy.AREA, db_default="area"
    )
    body = models.TextField(_("Text"))
    attachment = models.FileField(
        _("Attachment, by its folder in your copy"), upload_to=attachment_path, blank=True
    )
    attachment_name = models.CharField(_("Name of the attachment"), max_length=200, blank=True)

    privacy = PersonalData(
        record=TICKET,
        called=_("Messages in tickets"),
        subject="account",
        scope="support",
        mentions={"author": ["author_name", "author_ip"]},
        files=["attachment"],
        identity=["author_name"],
        device=["author_ip"],
        content=["body", "attachment_name"],
        plain=["ticket", "at", "came_by"],
    )

    def __str__(self) -> str:
        return f"ticket message {self.pk}"

    @property
    def is_ours(self) -> bool:
        """Whether staff wrote it."""
        return self.came_by == self.CameBy.STAFF


class Inquiry(models.Model):
    """What somebody asked by a public form, and the answer. Whoever asks needs no account.

    form, rule: the word of the vocabulary and the policy's rule, such as `collect.call-back`.
    person: who was signed in, or whose confirmed address it came from.
    """

    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="inquiries",
        verbose_name=_("Number of the person"),
    )
    form = models.CharField(_("Form"), max_length=20)
    rule = models.CharField(_("Rule of the policy"), max_length=80)
    title = models.CharField(_("Title"), max_length=40, blank=True)
    name = models.CharField(_("Name"), max_length=200, blank=True)
    email = models.EmailField(_("E-mail address"), blank=True)
    phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    company = models.CharField(_("Company"), max_length=200, blank=True)
    interest = models.TextField(_("What interests you"), blank=True)
    message = models.TextField(_("Message"), blank=True)
    asked_at = models.DateTimeField(_("Asked"))
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True)
    answer = models.TextField(_("Answer"), blank=True)
    kept_since = models.DateTimeField(null=True, blank=True)
    kept_by = models.CharField(max_length=80, blank=True, db_default="")

    privacy = PersonalData(
        record=INQUIRY,
        called=_("What you asked by our public forms"),
        staff_call_it=_("What was asked by the public forms"),
        formats={"form": "form", "phone": "phone"},
        subject="person",
        clocks={"creation": "asked_at", "closing": "closed_at"},
        kept=("kept_since", "kept_by"),
        addressed={"email": ["person"]},
        identity=["title", "name"],
        contact=["email", "phone"],
        company=["company"],
        preference=["interest"],
        content=["message", "answer"],
        plain=["form", "rule"],
    )

    class Meta:
        indexes = [
            models.Index(fields=["email"], name="inquiry_email"),
            models.Index(
                Lower("email"),
                condition=models.Q(person__isnull=True),
                name="inquiry_addressed",
            ),
            models.Index(fields=["closed_at", "asked_at"], name="inquiry_closed_asked"),
            models.Index(fields=["asked_at"], name="inquiry_asked"),
            models.Index(
                fields=["kept_since"],
                condition=models.Q(kept_since__isnull=False),
                name="inquiry_kept_since",
            ),
        ]
        constraints = [
            # The same form sent twice is one inquiry; what was typed may be too long for an index.
            models.UniqueConstraint(
                "form",
                *(MD5(column) for column in ASKED),
                condition=models.Q(closed_at__isnull=True),
                name="open_inquiries_differ",
            ),
        ]
        verbose_name_plural = "inquiries"

    def __str__(self) -> str:
        return f"inquiry {self.pk}"
