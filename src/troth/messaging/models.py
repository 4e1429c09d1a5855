"""Messages that went, or will go, to people: the outbox."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account, Person
from troth.core.vault import unseal
from troth.policy.declare import ADD, PersonalData, Record
from troth.policy.words import gettext_noop

SECRET_USE = "troth.messaging"  # of the vault

MESSAGE = Record(
    "message",
    gettext_noop("messages sent to people"),
    word=gettext_noop("message"),
    keep='from = "creation"\nfor = "1 year"',
)


class MessageManager(models.Manager["Message"]):
    def get_queryset(self) -> models.QuerySet["Message"]:
        """Messages without their secrets, which only delivering them needs.

        Behind the second wall nobody reads these: see `wall/build.py`.
        """
        return super().get_queryset().defer("secret_body")


class Message(models.Model):
    """One message to one person, under one rule of the policy (such as `message.service`).

    One to somebody without a login, such as an invitation, has an account and no person; one of
    nobody, such as the receipt of an erasure, has neither and goes when it is sent. It waits
    while `next_at` is set. `stopped_at` is when it was not sent because its person no longer
    agreed, or their address was found wrong; `failed_at` when it was given up, which earlier
    releases left empty, and `failed_because` why, see `failed.py`; `bounced_at` when the mail
    server said that there is no such address.
    Of a `secret` one, such as a link that signs in, the text stands in `secret_body` and nowhere
    else: sealed, a credential, which no page, copy or member of staff is shown, and emptied once
    it is sent.
    """

    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        related_name="messages",
        db_index=False,
        verbose_name=_("Number of the person"),
    )
    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        null=True,
        related_name="messages",
        verbose_name=_("Number of the account"),
    )
    rule = models.CharField(_("Rule of the policy"), max_length=80)
    channel = models.CharField(_("Channel"), max_length=20)
    address = models.CharField(_("Address"), max_length=254)
    subject = models.CharField(_("Subject"), max_length=200)
    body = models.TextField(_("Text"), blank=True)
    secret_body = models.TextField(null=True, blank=True)
    # Which documents it carries, as the rooms call these: see `attached.py`.
    attached = models.TextField(_("Attached documents"), blank=True, db_default="", default="")
    # What it is about, to which an answer to it leads: see `thread.py`.
    thread = models.CharField(_("Belongs to"), max_length=40, blank=True, db_default="", default="")
    created_at = models.DateTimeField(_("Created"))
    sent_at = models.DateTimeField(_("Sent"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("Stopped before it was sent"), null=True, blank=True)
    failed_at = models.DateTimeField(_("Could not be sent"), null=True, blank=True)
    failed_because = models.CharField(
        _("Why it could not be sent"), max_length=20, blank=True, db_default="", default=""
    )
    bounced_at = models.DateTimeField(_("Came back"), null=True, blank=True)
    next_at = models.DateTimeField(_("Next attempt to send"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("Attempts to send"), default=0, db_default=0)
    deleted_at = models.DateTimeField(_("Deleted"), null=True, blank=True)
    kept_since = models.DateTimeField(null=True, blank=True)
    kept_by = models.CharField(max_length=80, blank=True, db_default="")
    secret = models.BooleanField(_("Emptied once sent"), default=False, db_default=False)

    objects: ClassVar[MessageManager] = MessageManager()

    privacy = PersonalData(
        record=MESSAGE,
        called=_("Messages"),
        formats={"channel": "channel"},
        subject=("account", "person"),
        customers=ADD,
        clocks={"creation": "created_at", "deletion": "deleted_at"},
        kept=("kept_since", "kept_by"),
        addressed={"address": ["person"]},
        contact=["address"],
        content=["subject", "body"],
        credential=["secret_body"],
        plain=[
            "rule",
            "channel",
            "attached",
            "thread",
            "sent_at",
            "stopped_at",
            "failed_at",
            "failed_because",
            "bounced_at",
            "next_at",
            "attempts",
            "secret",
        ],
    )

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["person", "created_at"], name="message_person_created"),
            models.Index(fields=["created_at"], name="message_created"),
            models.Index(
                fields=["deleted_at"],
                condition=models.Q(deleted_at__isnull=False),
                name="message_deleted",
            ),
            models.Index(
                fields=["kept_since"],
                condition=models.Q(kept_since__isnull=False),
                name="message_kept_since",
            ),
            models.Index(
                fields=["next_at"],
                condition=models.Q(next_at__isnull=False),
                name="message_waiting",
            ),
            models.Index(
                fields=["failed_at"],
                condition=models.Q(failed_at__isnull=False),
                name="message_failed",
            ),
            models.Index(
                Lower("address"),
                condition=models.Q(person__isnull=True),
                name="message_addressed",
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def text(self) -> str:
        """What goes out; of a secret message, nothing once it has gone.

        Raises InvalidToken after another SECRET_KEY.
        """
        if self.secret_body is None:
            return self.body
        # What an earlier release put here lies open.
        is_sealed = self.secret_body.startswith("gAAAA")
        return unseal(self.secret_body, SECRET_USE) if is_sealed else self.secret_body
