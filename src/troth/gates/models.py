"""What the gates keep: consents, disclosures, looks of staff, and who may know what."""

import uuid
from datetime import UTC

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import ACTIVITY, PERSON, Person, Subject
from troth.policy.declare import ADD, ALL, NoPersonalData, PersonalData, Record
from troth.policy.words import gettext_noop

CONSENT = Record(
    "consent",
    gettext_noop("consents given, refused and withdrawn, with their wording"),
    word=gettext_noop("consent"),
    keep='with = "person"',
)
DISCLOSURE = Record(
    "disclosure",
    gettext_noop("the register of what third parties received"),
    word=gettext_noop("disclosure"),
)


class ConsentEvent(models.Model):
    """A consent given, refused, withdrawn or objected to, with the words that were shown.

    `rule` is the consent's rule, such as `consent.marketing`; what a new use is of and for
    (`collect.account.promotion`, see `new_use.py`); or who may be told something, and that its own
    terms are agreed to (`share.plaid`, `share.plaid.agreed`, see `agree_to_share.py`). The latest
    event decides.
    """

    class Kind(models.TextChoices):
        GIVEN = "given"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        OBJECTED = "objected"

    person = models.ForeignKey(
        Person, models.DO_NOTHING, related_name="consents", verbose_name=_("Number of the person")
    )
    rule = models.CharField(_("Rule of the policy"), max_length=140)
    kind = models.CharField(_("What was decided"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("When"))
    channel = models.CharField(_("Channel"), max_length=20)
    wording = models.TextField(_("Wording"), blank=True)
    policy = models.CharField(_("Fingerprint of the policy"), max_length=64)

    privacy = PersonalData(
        record=CONSENT,
        called=_("Consents"),
        formats={"channel": "channel", "kind": "word"},
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
            # After these somebody else may have to forget; there are few of them.
            models.Index(
                fields=["person"],
                condition=models.Q(kind__in=["withdrawn", "objected"])
                & (models.Q(rule__startswith="share.") | models.Q(rule__startswith="purpose.")),
                name="consent_ends_sharing",
            ),
        ]

    def __str__(self) -> str:
        return f"consent event {self.pk}"


class Disclosure(models.Model):
    """What a third party received about a subject, when and by which rule.

    `reference` is the recipient's own name for the subject, by which it can be told to forget. What
    it received under that more than once a day stands there once. `asked_to_forget_at`,
    `forgotten_at`: when it was told to, as its subject no longer agrees, and when it confirmed.
    """

    subject = models.ForeignKey(
        Subject,
        models.DO_NOTHING,
        null=True,
        related_name="disclosures",
        verbose_name=_("Number of the account or person"),
    )
    recipient = models.CharField(_("Recipient"), max_length=80)
    rule = models.CharField(_("Rule of the policy"), max_length=80)
    categories = ArrayField(models.CharField(max_length=40), verbose_name=_("Kinds of data"))
    reference = models.CharField(_("Reference"), max_length=200, blank=True)
    at = models.DateTimeField(_("When"))
    asked_to_forget_at = models.DateTimeField(_("Told to forget it"), null=True, blank=True)
    forgotten_at = models.DateTimeField(_("Confirmed that it has"), null=True, blank=True)

    privacy = PersonalData(
        record=DISCLOSURE,
        called=_("Disclosures"),
        formats={"categories": "categories"},
        subject="subject",
        customers=ADD,
        scope="privacy",
        clocks={"creation": "at"},
        by_rule="rule",
        identity=["reference"],
        plain=["recipient", "rule", "categories", "asked_to_forget_at", "forgotten_at"],
    )

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="disclosure_at"),
            models.Index(
                fields=["recipient", "reference"],
                condition=models.Q(asked_to_forget_at__isnull=False, forgotten_at=None),
                name="disclosure_unconfirmed",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                *("subject", "recipient", "rule", "reference", "categories"),
                TruncDate("at", tzinfo=UTC),
                condition=~models.Q(reference="") & models.Q(asked_to_forget_at=None),
                name="one_disclosure_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"disclosure {self.pk}"


class Undertaking(models.Model):
    """A document by which a recipient has bound itself to the provider, as it was signed.

    `recipient` is the X of its `[share.X]`, `kind` one of `undertakings.KINDS`. `purposes` are
    those that instructions name. `note` says where the document lies.
    """

    recipient = models.CharField(_("Recipient"), max_length=80)
    kind = models.CharField(_("What was undertaken"), max_length=20)
    signed_on = models.DateField(_("Signed on"))
    purposes = ArrayField(
        models.CharField(max_length=60), verbose_name=_("Purposes"), default=list, blank=True
    )
    note = models.CharField(_("Note"), max_length=300, blank=True)
    entered_at = models.DateTimeField(_("Entered"))
    ended_at = models.DateTimeField(_("Ended"), null=True, blank=True)

    privacy = NoPersonalData(
        *("recipient", "kind", "signed_on", "purposes", "note", "entered_at", "ended_at")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "signed_on"],
                condition=models.Q(ended_at=None),
                name="one_undertaking_a_document",
            ),
        ]

    def __str__(self) -> str:
        return f"undertaking {self.pk}"


class StaffRead(models.Model):
    """That a member of staff looked at categories of a subject's data, on which ground, and why.

    agreement: where they may look only once the subject agrees, how far that has come. Such a row
    is no look before it is used.
    """

    class Ground(models.TextChoices):
        WORK = "", _("what staff do")
        REQUEST = "request", _("what you asked us")
        LIST = "list", _("what you asked us, in a list")
        CONSENT = "consent", _("your consent")
        CLAIM = "claim", _("a legal claim")
        EMERGENCY = "emergency", _("an emergency")

    class Agreement(models.TextChoices):
        NONE = "", _("not needed, or used")
        ASKED = "asked", _("asked")
        GIVEN = "given", _("given")

    subject = models.ForeignKey(
        Subject,
        models.DO_NOTHING,
        null=True,
        related_name="staff_reads",
        verbose_name=_("Number of the account or person"),
    )
    staff = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("Number of the member of staff"),
    )
    role = models.CharField(_("Role"), max_length=60)
    categories = ArrayField(models.CharField(max_length=40), verbose_name=_("Kinds of data"))
    ground = models.CharField(_("Ground"), max_length=10, choices=Ground, blank=True, db_default="")
    agreement = models.CharField(
        _("Agreement"), max_length=10, choices=Agreement, blank=True, db_default=""
    )
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    at = models.DateTimeField(_("When"))

    privacy = PersonalData(
        record=ACTIVITY,
        called=_("What our staff looked at"),
        staff_call_it=_("What staff looked at"),
        formats={"categories": "categories"},
        subject="subject",
        scope="privacy",
        clocks={"creation": "at"},
        mentions={"staff": []},
        staff_only=["staff"],  # to whom it concerns they appear by their role
        content=["reason"],
        plain=["role", "categories", "ground", "agreement"],
    )

    class Meta:
        indexes = [models.Index(fields=["at"], name="staff_read_at")]

    def __str__(self) -> str:
        return f"staff read {self.pk}"


class ReadLimit(models.Model):
    """A category that a person has shut to staff, and to whom they trust with their accounts."""

    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        related_name="read_limits",
        verbose_name=_("Number of the person"),
    )
    category = models.CharField(_("Kind of data"), max_length=40)

    privacy = PersonalData(
        record=PERSON,
        called=_("Privacy options"),
        formats={"category": "category"},
        subject="person",
        customers=ALL,
        preference=["category"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "category"], name="one_read_limit"),
        ]

    def __str__(self) -> str:
        return f"read limit {self.pk}"


class Acknowledgement(models.Model):
    """That a member of staff has read a policy and will act by it."""

    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        related_name="acknowledgements",
        verbose_name=_("Number of the person"),
    )
    policy = models.CharField(_("Fingerprint of the policy"), max_length=64)
    at = models.DateTimeField(_("When"))

    privacy = PersonalData(
        record=PERSON,
        called=_("Policies that you acknowledged as our staff"),
        staff_call_it=_("Policies acknowledged as staff"),
        subject="person",
        usage=["at"],
        plain=["policy"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "policy"], name="one_acknowledgement"),
        ]

    def __str__(self) -> str:
        return f"acknowledgement {self.pk}"


class Acceptance(models.Model):
    """That a person has accepted an edition of the policy, and in which way."""

    class Way(models.TextChoices):
        TICK = "tick", _("by ticking a box")
        AGREEMENT = "agreement", _("by an agreement that refers to it")

    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        related_name="acceptances",
        verbose_name=_("Number of the person"),
    )
    policy = models.CharField(_("Fingerprint of the policy"), max_length=64)
    version = models.CharField(_("Version of the policy"), max_length=40)
    way = models.CharField(_("How it was accepted"), max_length=9, choices=Way.choices)
    at = models.DateTimeField(_("When"))

    privacy = PersonalData(
        record=PERSON,
        called=_("Policies that you accepted"),
        formats={"way": "accepted"},
        subject="person",
        customers=ADD,
        usage=["version", "way", "at"],
        plain=["policy"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "policy"], name="one_acceptance"),
        ]

    def __str__(self) -> str:
        return f"acceptance {self.pk}"


class SiteConsent(models.Model):
    """What another site of the provider may learn when a person signs in there (OpenID Connect).

    asked, allowed: the scopes the site has asked for, and those that the person let it have.
    subject: the person's name at that site alone, so that two sites cannot compare what they
    know (a pairwise identifier, OpenID Connect Core 8.1).
    """

    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        related_name="site_consents",
        verbose_name=_("Number of the person"),
    )
    site = models.CharField(_("Site"), max_length=100)
    subject = models.UUIDField(
        _("Identifier at the site"), default=uuid.uuid4, unique=True, editable=False
    )
    asked = ArrayField(models.CharField(max_length=20), verbose_name=_("What it asked to learn"))
    allowed = ArrayField(models.CharField(max_length=20), verbose_name=_("What you let it learn"))
    at = models.DateTimeField(_("When"))

    privacy = PersonalData(
        record=CONSENT,
        called=_("Sites that you sign in to with us"),
        staff_call_it=_("Sites signed in to from here"),
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
