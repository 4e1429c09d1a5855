"""Published policies, consents, holds, the disclosure register and what follows an erasure."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from troth.accounts.models import Account, Person
from troth.policy.declare import NoPersonalData, PersonalData

# Django looks for models here, and landed migrations for the path.
from troth.privacy.request_models import IdentityProof as IdentityProof
from troth.privacy.request_models import RightsRequest as RightsRequest
from troth.privacy.request_models import proof_path as proof_path


def copy_path(copy: "Copy", filename: str) -> str:
    """A path that says nothing of whose data it is."""
    return f"copies/{uuid.uuid4().hex}.zip"


class PublishedPolicy(models.Model):
    """A policy as published. The one in force is the latest whose day has come."""

    digest = models.CharField(max_length=64)
    version = models.CharField(max_length=40)
    source = models.TextField()
    published_at = models.DateTimeField()
    in_force_from = models.DateField()

    privacy = NoPersonalData("digest", "version", "source", "published_at", "in_force_from")

    def __str__(self) -> str:
        return f"policy {self.version}"


class ConsentEvent(models.Model):
    """A consent given, refused, withdrawn or objected to, with the words that were shown.

    `rule` is the consent's rule, such as `consent.marketing`. The latest event decides.
    """

    class Kind(models.TextChoices):
        GIVEN = "given"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        OBJECTED = "objected"

    person = models.ForeignKey(Person, models.DO_NOTHING, related_name="consents")
    rule = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    channel = models.CharField(max_length=20)
    wording = models.TextField(blank=True)
    policy = models.CharField(max_length=64)

    privacy = PersonalData(
        record="consent",
        subject="person",
        clocks={"creation": "at"},
        preference=["rule", "kind", "channel"],
        plain=["wording", "policy"],
    )

    class Meta:
        indexes = [models.Index(fields=["person", "rule", "-at"], name="consent_latest")]

    def __str__(self) -> str:
        return f"consent event {self.pk}"


class Hold(models.Model):
    """A reason, with an owner and a day of review, that stops the erasure of chosen records.

    `records` are words of the policy's vocabulary, or `*` for all. It lies on an account or on
    a person, and ends when it is lifted.
    """

    account = models.ForeignKey(Account, models.DO_NOTHING, null=True, related_name="holds")
    person = models.ForeignKey(Person, models.DO_NOTHING, null=True, related_name="holds")
    records = ArrayField(models.CharField(max_length=40))
    reason = models.CharField(max_length=300)
    owner = models.CharField(max_length=120)
    review_on = models.DateField()
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    privacy = PersonalData(
        record="account",
        subject=("account", "person"),
        content=["reason"],
        plain=["records", "owner", "review_on", "placed_at", "lifted_at"],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=False) ^ models.Q(person__isnull=False),
                name="hold_on_one_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class Disclosure(models.Model):
    """What a third party received about a subject, when and by which rule.

    `reference` is the recipient's own name for the subject, by which it can be told to forget.
    """

    account = models.ForeignKey(Account, models.DO_NOTHING, null=True, related_name="disclosures")
    person = models.ForeignKey(Person, models.DO_NOTHING, null=True, related_name="disclosures")
    recipient = models.CharField(max_length=80)
    rule = models.CharField(max_length=80)
    categories = ArrayField(models.CharField(max_length=40))
    reference = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    privacy = PersonalData(
        record="disclosure",
        subject=("account", "person"),
        clocks={"creation": "at"},
        by_rule="rule",
        identity=["reference"],
        plain=["recipient", "rule", "categories"],
    )

    def __str__(self) -> str:
        return f"disclosure {self.pk}"


class StaffRead(models.Model):
    """That a member of staff looked at categories of a subject's data, and why."""

    account = models.ForeignKey(Account, models.DO_NOTHING, null=True, related_name="staff_reads")
    person = models.ForeignKey(Person, models.DO_NOTHING, null=True, related_name="staff_reads")
    staff = models.ForeignKey(Person, models.DO_NOTHING, null=True, related_name="+")
    role = models.CharField(max_length=60)
    categories = ArrayField(models.CharField(max_length=40))
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    privacy = PersonalData(
        record="activity",
        subject=("account", "person"),
        clocks={"creation": "at"},
        mentions={"staff": []},
        content=["reason"],
        plain=["role", "categories"],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=False) | models.Q(person__isnull=False),
                name="staff_read_of_a_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"staff read {self.pk}"


class ReadLimit(models.Model):
    """A category that a person lets staff read only with a reason."""

    person = models.ForeignKey(Person, models.DO_NOTHING, related_name="read_limits")
    category = models.CharField(max_length=40)

    privacy = PersonalData(record="person", subject="person", preference=["category"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "category"], name="one_read_limit"),
        ]

    def __str__(self) -> str:
        return f"read limit {self.pk}"


class Acknowledgement(models.Model):
    """That a member of staff has read a policy and will act by it."""

    person = models.ForeignKey(Person, models.DO_NOTHING, related_name="acknowledgements")
    policy = models.CharField(max_length=64)
    at = models.DateTimeField()

    privacy = PersonalData(record="person", subject="person", usage=["at"], plain=["policy"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "policy"], name="one_acknowledgement"),
        ]

    def __str__(self) -> str:
        return f"acknowledgement {self.pk}"


class SiteConsent(models.Model):
    """What another site of the provider may learn when a person signs in there (OpenID Connect).

    asked, allowed: the scopes the site has asked for, and those that the person let it have.
    subject: the person's name at that site alone, so that two sites cannot compare what they
    know (a pairwise identifier, OpenID Connect Core 8.1).
    """

    person = models.ForeignKey(Person, models.DO_NOTHING, related_name="site_consents")
    site = models.CharField(max_length=100)
    subject = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked = ArrayField(models.CharField(max_length=20))
    allowed = ArrayField(models.CharField(max_length=20))
    at = models.DateTimeField()

    privacy = PersonalData(
        record="consent",
        subject="person",
        clocks={"creation": "at"},
        identity=["subject"],
        preference=["site", "asked", "allowed"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "site"], name="one_consent_a_site"),
        ]

    def __str__(self) -> str:
        return f"site consent {self.pk}"


class Copy(models.Model):
    """A copy of a person's data that waits to be fetched: once, and until `expires_at`.

    `file` is blank until it has been made; `key` opens it and is gone once it has been fetched.
    `digest` is the SHA-256 of the link's secret.
    """

    person = models.ForeignKey(Person, models.DO_NOTHING, related_name="copies")
    format = models.CharField(max_length=4)
    digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to=copy_path, blank=True)
    key = models.BinaryField(default=b"", db_default=b"")

    privacy = PersonalData(
        record="person",
        subject="person",
        files=["file"],
        sealed="key",
        credential=["file", "digest", "key"],
        plain=["format", "asked_at", "ready_at", "expires_at", "fetched_at"],
    )

    def __str__(self) -> str:
        return f"copy {self.pk}"


class ForgetRequest(models.Model):
    """A recipient that must be told to forget (GDPR Art. 17(2), 19), and what came of it.

    It belongs to nobody any more: the reference is all it holds, and that goes when the
    recipient has answered. `receipt` is the erasure's number in the journal.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        BY_HAND = "by hand"

    recipient = models.CharField(max_length=80)
    reference = models.CharField(max_length=200)
    receipt = models.UUIDField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0, db_default=0)
    next_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    privacy = PersonalData(
        record="disclosure",
        subject=(),
        identity=["reference"],
        plain=["recipient", "receipt", "asked_at", "state", "attempts", "next_at", "answered_at"],
    )

    def __str__(self) -> str:
        return f"request to forget {self.pk}"


class DoomedFile(models.Model):
    """A stored file whose row is gone. The file goes next; a crash between the two heals."""

    name = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())

    privacy = NoPersonalData("name", "at")

    def __str__(self) -> str:
        return f"doomed file {self.pk}"
