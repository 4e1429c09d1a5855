"""What stops an erasure, and what follows it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import ACCOUNT, Person, Subject
from troth.gates.models import DISCLOSURE
from troth.policy.declare import PersonalData


class Hold(models.Model):
    """A reason, with an owner and a day of review, that stops the erasure of chosen records.

    `records` are words of the policy's vocabulary, or `*` for all. It lies on an account or on
    a person, and ends when it is lifted. `purpose` is the policy's rule for a legal claim, where it
    is for one; then whoever placed it may read what it is on (`gates/read.py`).
    """

    subject = models.ForeignKey(
        Subject,
        models.DO_NOTHING,
        related_name="holds",
        verbose_name=_("Number of the account or person"),
    )
    records = ArrayField(models.CharField(max_length=40), verbose_name=_("Records"))
    reason = models.CharField(_("Reason"), max_length=300)
    purpose = models.CharField(
        _("For a claim, by the rule"), max_length=80, blank=True, db_default=""
    )
    owner = models.CharField(_("Answerable"), max_length=120)
    placed_by = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Number of who placed it"),
    )
    review_on = models.DateField(_("Reviewed on"))
    placed_at = models.DateTimeField(_("Placed"))
    lifted_at = models.DateTimeField(_("Lifted"), null=True, blank=True)

    privacy = PersonalData(
        record=ACCOUNT,
        called=_("Holds"),
        formats={"records": "records"},
        subject="subject",
        # That there is a hold is told, and on what; why, and by whom, could defeat it.
        staff_only=["reason", "purpose", "owner", "placed_by"],
        mentions={"placed_by": []},
        content=["reason"],
        plain=["records", "purpose", "owner", "review_on", "placed_at", "lifted_at"],
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["subject"], condition=models.Q(lifted_at__isnull=True), name="hold_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class ForgetRequest(models.Model):
    """A recipient that must be told to forget (GDPR Art. 17(2), 19), and what came of it.

    It belongs to nobody any more: the reference is all it holds, and that goes when the
    recipient has answered. `receipt` is the erasure's number in the journal; without one, somebody
    who is still here no longer agrees that it is told something.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        BY_HAND = "by hand"

    recipient = models.CharField(_("Recipient"), max_length=80)
    reference = models.CharField(_("Reference"), max_length=200)
    receipt = models.UUIDField(_("Number of the receipt"), null=True, blank=True)
    asked_at = models.DateTimeField(_("Asked"))
    state = models.CharField(_("State"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(_("Attempts to send"), default=0, db_default=0)
    next_at = models.DateTimeField(_("Next attempt to send"))
    answered_at = models.DateTimeField(_("Answered"), null=True, blank=True)

    privacy = PersonalData(
        record=DISCLOSURE,
        subject=(),
        staff_call_it=_("Who was told to forget"),
        identity=["reference"],
        plain=["recipient", "receipt", "asked_at", "state", "attempts", "next_at", "answered_at"],
    )

    def __str__(self) -> str:
        return f"request to forget {self.pk}"
