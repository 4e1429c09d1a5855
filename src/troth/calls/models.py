"""Calls to the outside."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from troth.policy.declare import NoPersonalData

_OVER = Q(done_at__isnull=False) | Q(refused_at__isnull=False)


class Call(models.Model):
    """Something that is asked of a third party: once, whatever becomes of who asks.

    kind: whose work it is (`kinds.py`); plug_in: by which of its plug-ins; verb: what is asked.
    about: what for, as the label of a model, and row, its key. key: under which the third party
    knows a call that it gets twice.

    next_at: when it is worked at next. While a worker has it, that is when the claim has run out;
    without it, and open, the call waits for a person. in_doubt_since: when it was last made, while
    nobody knows whether it arrived. why: it was refused or, while it is tried again, did not work
    the last time. answer: the third party's own reference.
    """

    kind = models.CharField(_("Kind"), max_length=20)
    plug_in = models.CharField(_("Plug-in"), max_length=40)
    verb = models.CharField(_("What is asked"), max_length=40)
    about = models.CharField(_("What for"), max_length=80)
    row = models.BigIntegerField(_("Its number"))
    key = models.CharField(_("Key of the call"), max_length=120, unique=True)
    made_at = models.DateTimeField(_("Created"))
    next_at = models.DateTimeField(_("Next"), null=True)
    claimed_at = models.DateTimeField(_("Claimed"), null=True)
    claimed_by = models.UUIDField(_("Claimed by"), null=True)
    tries = models.PositiveSmallIntegerField(_("Tries"), default=0)
    done_at = models.DateTimeField(_("Done"), null=True)
    refused_at = models.DateTimeField(_("Refused"), null=True)
    why = models.CharField(_("Reason it failed"), max_length=200, blank=True)
    in_doubt_since = models.DateTimeField(_("In doubt since"), null=True)
    answer = models.CharField(_("Reference of the answer"), max_length=120, blank=True)

    # Whoever waits for the answer has just stored what it is for, which need not be read again.
    stored: models.Model | None = None

    privacy = NoPersonalData(
        *("kind", "plug_in", "verb", "about", "row", "key", "made_at", "next_at", "claimed_at"),
        *("claimed_by", "tries", "done_at", "refused_at", "why", "in_doubt_since", "answer"),
    )

    class Meta:
        indexes = [
            # In the order in which they are claimed: a night has thousands that are due at once.
            models.Index(
                fields=["next_at", "id"], condition=Q(next_at__isnull=False), name="call_next_one"
            ),
            models.Index(fields=["about", "row"], name="call_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(refused_at__isnull=True),
                name="call_done_or_refused",
            ),
            models.CheckConstraint(
                condition=~_OVER
                | Q(next_at__isnull=True, claimed_at__isnull=True, in_doubt_since__isnull=True),
                name="call_over_is_over",
            ),
            models.CheckConstraint(
                condition=Q(claimed_at__isnull=True, claimed_by__isnull=True)
                | Q(claimed_at__isnull=False, claimed_by__isnull=False, next_at__isnull=False),
                name="call_claimed_by_somebody_until",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(why=""), name="call_done_without_why"
            ),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"
