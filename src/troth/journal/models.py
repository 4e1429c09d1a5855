"""What the journal stores: entries, the signed heads of the tree over them, and who confirms it.

No column holds personal data, because nothing here is ever erased. The constraints refuse what
could not be a rule, a count or a date (an address, a number with dots, a sentence): they catch
slips, and do not replace care.
"""

from datetime import UTC, datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import UUID4, Length
from django.db.models.lookups import In

_NAME = "[A-Za-z][A-Za-z0-9_.-]*"
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+]00:00))?"
_LARGEST = 2**53  # whole numbers in JSON are exact everywhere up to here


def _counts(name: str, forbidden: str) -> models.CheckConstraint:
    """Refuses `counts` in which the jsonpath `forbidden` selects anything."""
    return models.CheckConstraint(
        name=f"journal_entry_counts_{name}",
        condition=Q(
            Func(
                F("counts"),
                template=f"NOT jsonb_path_exists(%(expressions)s, '{forbidden}')",
                output_field=models.BooleanField(),
            )
        ),
    )


class Entry(models.Model):
    """One thing that was done. Written once by `append`, placed once by `sequence`."""

    id = models.BigAutoField(primary_key=True)
    receipt = models.UUIDField(default=uuid4, db_default=UUID4(), unique=True, editable=False)
    at = models.DateTimeField()
    event = models.TextField()
    rule = models.TextField(default="", db_default="", blank=True)
    policy = models.TextField(default="", db_default="", blank=True)
    subject = models.UUIDField(null=True, blank=True)
    counts = models.JSONField(default=dict, db_default={}, blank=True)
    seq = models.BigIntegerField(null=True, unique=True, editable=False)
    leaf = models.BinaryField(null=True, max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="journal_entry_event_is_dotted_name",
                condition=Q(event__regex="^[a-z][a-z0-9_]*([.][a-z0-9_]+)+$"),
            ),
            models.CheckConstraint(
                name="journal_entry_rule_is_name_or_blank",
                condition=Q(rule__regex=f"^({_NAME})?$"),
            ),
            models.CheckConstraint(
                name="journal_entry_policy_is_sha256_or_blank",
                condition=Q(In(Length("policy"), [0, 64]), policy__regex="^[0-9a-f]*$"),
            ),
            _counts("is_object", '$ ? (@.type() != "object")'),
            _counts(
                "keys_are_names_or_dates",
                '$.** ? (@.type() == "object").keyvalue().key'
                f' ? (!(@ like_regex "^({_NAME}|{_DATE})$"))',
            ),
            _counts(
                "texts_are_names_or_dates",
                f'$.** ? (@.type() == "string") ? (!(@ like_regex "^({_NAME}|{_DATE})$"))',
            ),
            # An entry that Python cannot read back would stop the sequencer for good.
            _counts(
                "numbers_are_whole",
                '$.** ? (@.type() == "number")'
                f" ? (@.floor() != @ || @ < -{_LARGEST} || @ > {_LARGEST})",
            ),
            models.CheckConstraint(
                name="journal_entry_at_is_readable",
                condition=Q(
                    at__gte=datetime(1970, 1, 1, tzinfo=UTC),
                    at__lt=datetime(9999, 1, 1, tzinfo=UTC),
                ),
            ),
            models.CheckConstraint(
                name="journal_entry_seq_and_leaf_come_together",
                condition=Q(seq=None, leaf=None) | Q(seq__gte=0, leaf__isnull=False),
            ),
        ]
        indexes = [
            models.Index(F("id"), condition=Q(seq=None), name="journal_entry_unsequenced"),
            models.Index(F("subject"), condition=~Q(subject=None), name="journal_entry_subject"),
            models.Index(
                KeyTransform("request", "counts"),
                condition=Q(event__startswith="request."),
                name="journal_entry_request",
            ),
            models.Index(F("rule"), F("at"), condition=~Q(rule=""), name="journal_entry_rule"),
            models.Index(
                F("at"),
                condition=Q(
                    event__in=["request.answered", "request.handed_over", "request.refused"]
                ),
                name="journal_entry_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.receipt}"


class Checkpoint(models.Model):
    """The tree at one size: its root, the note that signs it, and where to go on from."""

    id = models.BigAutoField(primary_key=True)
    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    note = models.TextField()
    frontier = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.size} entries"


class Tile(models.Model):
    """The root of 256 hashes of one level: of leaves, or of tiles one level below (`tiles`)."""

    id = models.BigAutoField(primary_key=True)
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    root = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "index"], name="journal_tile_is_one"),
        ]

    def __str__(self) -> str:
        return f"level {self.level}, {self.index}"


class Witness(models.Model):
    """What somebody who watches our journal has said of it last.

    They have cosigned `size` entries by `line`. Where they did not confirm what was signed since,
    `failure` says why, since `failed_at`.
    """

    class Failure(models.TextChoices):
        UNREACHABLE = "unreachable"  # it does not answer
        STRANGER = "stranger"  # it does not know this journal, or its key
        CONTRADICTS = "contradicts"  # it has seen another journal under our key

    id = models.BigAutoField(primary_key=True)
    key = models.TextField(unique=True)
    size = models.BigIntegerField(default=0)
    line = models.TextField(default="", blank=True)
    at = models.DateTimeField(null=True)
    failure = models.TextField(default="", blank=True)
    failed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key.partition("+")[0]
