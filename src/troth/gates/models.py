"""What the gates keep: consents, disclosures, looks of staff, and who may know what."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from troth.accounts.models import ACTIVITY, PERSON, Person, Subject
from troth.policy.declare import ADD, ALL, PersonalData, Record
from troth.policy.words import gettext_noop as _

CONSENT = Record(
    "consent",
    _("consents given, refused and withdrawn, with their wording"),
    keep='with = "person"',
)
DISCLOSURE = Record(
    "disclosure",
    _("the register of what third parties received"),
)


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
        record=CONSENT,
        subject="person",
        customers=ADD,
        clocks={"creation": "at"},
        preference=["rule", "kind", "channel"],
        plain=["wording", "policy"],
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "rule", "-at"], name="consent_latest"),
            models.Index(fields=["at"], name="consent_at"),
        ]

    def __str__(self) -> str:
        return f"consent event {self.pk}"


class Disclosure(models.Model):
    """What a third party received about a subject, when and by which rule.

    `reference` is the recipient's own name for the subject, by which it can be told to forget.
    """

    subject = models.ForeignKey(Subject, models.DO_NOTHING, null=True, related_name="disclosures")
    recipient = models.CharField(max_length=80)
    rule = models.CharField(max_length=80)
    categories = ArrayField(models.CharField(max_length=40))
    reference = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    privacy = PersonalData(
        record=DISCLOSURE,
        subject="subject",
        customers=ADD,
        clocks={"creation": "at"},
        by_rule="rule",
        identity=["reference"],
        plain=["recipient", "rule", "categories"],
    )

    class Meta:
        indexes = [models.Index(fields=["at"], name="disclosure_at")]

    def __str__(self) -> str:
        return f"disclosure {self.pk}"


class StaffRead(models.Model):
    """That a member of staff looked at categories of a subject's data, and why."""

    subject = models.ForeignKey(Subject, models.DO_NOTHING, null=True, related_name="staff_reads")
    staff = models.ForeignKey(Person, models.DO_NOTHING, null=True, related_name="+")
    role = models.CharField(max_length=60)
    categories = ArrayField(models.CharField(max_length=40))
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    privacy = PersonalData(
        record=ACTIVITY,
        subject="subject",
        clocks={"creation": "at"},
        mentions={"staff": []},
        content=["reason"],
        plain=["role", "categories"],
    )

    class Meta:
        indexes = [models.Index(fields=["at"], name="staff_read_at")]

    def __str__(self) -> str:
        return f"staff read {self.pk}"


class ReadLimit(models.Model):
    """A category that a person lets staff read only with a reason."""

    person = models.ForeignKey(Person, models.DO_NOTHING, related_name="read_limits")
    category = models.CharField(max_length=40)

    privacy = PersonalData(record=PERSON, subject="person", customers=ALL, preference=["category"])

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

    privacy = PersonalData(record=PERSON, subject="person", usage=["at"], plain=["policy"])

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
        record=CONSENT,
        subject="person",
        customers=ALL,
        clocks={"creation": "at"},
        identity=["subject"],
        preference=["site", "asked", "allowed"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "site"], name="one_consent_a_site"),
        ]
        indexes = [models.Index(fields=["at"], name="site_consent_at")]

    def __str__(self) -> str:
        return f"site consent {self.pk}"
