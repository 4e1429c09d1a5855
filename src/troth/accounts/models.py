"""Accounts, people, memberships, sign-ins, sessions and the activity log."""

import uuid
from typing import Any, ClassVar
from unicodedata import normalize

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower, Now
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from troth.core.email_address import comparable
from troth.core.text import unlinked
from troth.policy.declare import (
    ADD,
    ALL,
    CHANGE,
    FELLOWS,
    MEMBER,
    NOBODY,
    OWNER,
    WRITE,
    NoPersonalData,
    PersonalData,
    Record,
    Subjects,
)
from troth.policy.words import gettext_noop

ACCOUNT = Record(
    "account",
    gettext_noop("the account and its details"),
    word=gettext_noop("account"),
    keep='from = "inactivity"\nfor = "7 years"',
)
PERSON = Record(
    "person",
    gettext_noop("people who sign in, with their names and addresses"),
    word=gettext_noop("person"),
)
MEMBERSHIP = Record(
    "membership",
    gettext_noop("who belongs to which account, and with what access"),
    word=gettext_noop("membership"),
)
SIGNIN = Record(
    "signin",
    gettext_noop("sign-ins and attempted sign-ins"),
    word=gettext_noop("sign-in"),
    keep='from = "creation"\nfor = "1 year"',
)
SESSION = Record(
    "session",
    gettext_noop("open sessions in a browser"),
    word=gettext_noop("session"),
    keep='from = "creation"\nfor = "14 days"',
)
ACTIVITY = Record(
    "activity",
    gettext_noop("the log of what was done in an account"),
    word=gettext_noop("activity"),
    keep='from = "creation"\nfor = "1 year"',
)


class Subject(models.Model):
    """Whom personal data is about: one row behind each account and each person.

    Its key is theirs, so that a key names one subject of whatever kind. `pseudonym` is the
    subject's name in the journal and stands nowhere else. While `restricted_at` is set, its data
    is stored and nothing else (GDPR Art. 18); `erasure_asked_at` is an erasure that waits, and
    `erasure_waits_until` until when nobody carries it out, so that it can be stopped.
    """

    kind = models.CharField(max_length=20)
    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    restricted_at = models.DateTimeField(_("Processing restricted"), null=True, blank=True)
    erasure_asked_at = models.DateTimeField(_("Erasure asked for"), null=True, blank=True)
    erasure_waits_until = models.DateTimeField(_("Erasure waits until"), null=True, blank=True)

    privacy: ClassVar[Any] = Subjects(
        kind="kind",
        pseudonym="pseudonym",
        restricted="restricted_at",
        asked="erasure_asked_at",
        waits="erasure_waits_until",
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["restricted_at"],
                condition=models.Q(restricted_at__isnull=False),
                name="subject_restricted",
            ),
            models.Index(
                fields=["erasure_asked_at"],
                condition=models.Q(erasure_asked_at__isnull=False),
                name="subject_erasure_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def save(self, **kwargs: Any) -> None:
        """As Django does it; whoever is made says of which kind it is."""
        self.kind = self.kind or str(self._meta.model_name)
        super().save(**kwargs)


ADDRESS = ("street", "postcode", "city", "region", "country")


class Account(Subject):
    """A customer of the provider. Its people are in Membership.

    came_by: how staff came to its details, where they made it (GDPR Art. 14(2)(f)); blank where
    the customer signed up.
    """

    class CameBy(models.TextChoices):
        PHONE = "phone", _("by telephone")
        LETTER = "letter", _("by letter")
        EMAIL = "email", _("by e-mail")
        IN_PERSON = "in-person", _("in person")
        OTHER_SYSTEM = "other-system", _("from another system")

    subject = models.OneToOneField(
        Subject,
        models.DO_NOTHING,
        parent_link=True,
        primary_key=True,
        db_column="id",
        verbose_name=_("Number"),
    )
    name = models.CharField(_("Name"), max_length=200, blank=True)
    company = models.CharField(_("Company"), max_length=200, blank=True)
    tax_id = models.CharField(_("Tax number"), max_length=40, blank=True)
    # What its invoices are sorted by; of an authority in Germany its Leitweg-ID.
    buyer_reference = models.CharField(
        _("Buyer reference"), max_length=100, blank=True, db_default=""
    )
    street = models.CharField(_("Street and number"), max_length=300, blank=True)
    postcode = models.CharField(_("Postcode"), max_length=20, blank=True)
    city = models.CharField(_("Town or city"), max_length=120, blank=True)
    region = models.CharField(_("State or region"), max_length=120, blank=True)
    country = models.CharField(_("Country"), max_length=2, blank=True)
    # Of its first order (ISO 4217): what it is invoiced in from then on.
    currency = models.CharField(_("Currency"), max_length=3, blank=True, db_default="")
    # In how many days its invoices are to be paid, where that was agreed, and why.
    pay_days = models.PositiveSmallIntegerField(_("Days to pay"), null=True, blank=True)
    pay_days_because = models.CharField(
        _("Reason for its own payment term"), max_length=300, blank=True, db_default=""
    )
    came_by = models.CharField(
        _("How we came to know of it"), max_length=20, choices=CameBy, blank=True, db_default=""
    )
    # What mails about its documents carry beside the link.
    mails_pdf = models.BooleanField(
        _("Documents are mailed as PDF"), default=False, db_default=False
    )
    mails_xml = models.BooleanField(
        _("Documents are mailed as XML for programs"), default=False, db_default=False
    )
    # Sells on to customers of its own, and is the controller of what they entrust to it.
    reseller = models.BooleanField(_("Resells our services"), default=False, db_default=False)
    created_at = models.DateTimeField(_("Created"), db_default=Now())
    # The last time that one of its people signed in or tried to, or that it had a service. It
    # outlives what shows that, so that an account in use never looks inactive.
    active_at = models.DateTimeField(_("Last in use"), db_default=Now())
    # When its people last said that the details are right, or corrected them.
    confirmed_at = models.DateTimeField(_("Last confirmed"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("Cancelled"), null=True, blank=True)

    privacy = PersonalData(
        record=ACCOUNT,
        called=_("Accounts"),
        formats={"country": "country"},
        subject="self",
        customers=CHANGE,
        scope="profile",
        read_by={MEMBER: ["name", "company", "active_at", "cancelled_at"]},
        changed_by={
            MEMBER: ["active_at"],
            OWNER: ["cancelled_at", "mails_pdf", "mails_xml"],
            "profile": [*ADDRESS, "name", "company", "tax_id", "buyer_reference", "confirmed_at"],
        },
        clocks={"creation": "created_at", "cancellation": "cancelled_at"},
        activity="active_at",
        identity=["name"],
        company=["company", "tax_id"],
        contact=ADDRESS,
        billing=["buyer_reference", "pay_days_because"],
        plain=[
            *("currency", "pay_days", "came_by", "mails_pdf", "mails_xml"),
            *("reseller", "confirmed_at"),
        ],
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["cancelled_at"],
                condition=models.Q(cancelled_at__isnull=False),
                name="account_cancelled",
            ),
            models.Index(fields=["active_at"], name="account_active"),
            models.Index(fields=["created_at"], name="account_created"),
            models.Index(
                fields=["confirmed_at"],
                condition=~models.Q(tax_id=""),
                name="account_number_typed",
            ),
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"


class PersonManager(BaseUserManager["Person"]):
    def get_queryset(self) -> models.QuerySet["Person"]:
        """People without the hash of their password, which only signing in needs.

        Behind the second wall nobody reads it: see `wall/build.py`.
        """
        return super().get_queryset().defer("password")

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """An address as it is stored and looked for, however it is spelled."""
        return comparable(email or "")

    def by_email(self, typed: str) -> "Person | None":
        """Who signs in with this address, however it is typed."""
        return self.filter(email=self.normalize_email(typed)).first()

    def create_user(
        self, email: str, password: str | None = None, *, name: str = "", staff: bool = False
    ) -> "Person":
        """A person who signs in with `email`; without a password only recovery lets them in."""
        person = self.model(email=self.normalize_email(email), name=name, is_staff=staff)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.defer(None).get(email=self.normalize_email(username))


class Person(AbstractBaseUser, PermissionsMixin, Subject):
    """A human with a login, who belongs to any number of accounts."""

    subject = models.OneToOneField(
        Subject,
        models.DO_NOTHING,
        parent_link=True,
        primary_key=True,
        db_column="id",
        verbose_name=_("Number"),
    )
    email = models.EmailField(_("E-mail address"), unique=True)
    title = models.CharField(_("Title"), max_length=40, blank=True, db_default="")
    name = models.CharField(_("Name"), max_length=200, blank=True)
    phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    language = models.CharField(_("Language"), max_length=10, blank=True, db_default="")
    # Of the IANA's database; blank for that of the country of their account.
    time_zone = models.CharField(_("Time zone"), max_length=64, blank=True, db_default="")
    created_at = models.DateTimeField(_("Created"), db_default=Now())
    # The last sign-in or attempt at one. It outlives the list of sign-ins, which holds addresses
    # and may go sooner, so that an account in use never looks inactive.
    last_seen_at = models.DateTimeField(_("Last seen"), db_default=Now())
    # When the person last said that their details are right, or corrected them.
    confirmed_at = models.DateTimeField(_("Last confirmed"), null=True, blank=True)
    # When they changed to another address, which the one before can undo for some days.
    email_changed_at = models.DateTimeField(_("E-mail address changed"), null=True, blank=True)
    # When mails to their address were found to come back; empty again once it is put right.
    unreachable_at = models.DateTimeField(_("Mails came back"), null=True, blank=True)
    # When they last lost the access to an account of somebody else, who trusted them with it.
    left_at = models.DateTimeField(_("Last lost an access"), null=True, blank=True)
    is_active = models.BooleanField(_("May sign in"), default=True)
    # Django's own, in our words.
    is_superuser = models.BooleanField(_("Administers this platform"), default=False)
    last_login = models.DateTimeField(_("Last sign-in"), null=True, blank=True)
    is_staff = models.BooleanField(_("Belongs to our staff"), default=False)
    # A role of the policy's [staff.roles], or one of ours, `owner` and `privacy`; blank for who is
    # not staff.
    staff_role = models.CharField(_("Role in our staff"), max_length=60, blank=True, db_default="")

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    privacy = PersonalData(
        record=PERSON,
        called=_("You"),
        staff_call_it=_("The person"),
        formats={"phone": "phone"},
        subject="self",
        customers=CHANGE,
        activity="last_seen_at",
        spared="is_staff",
        left="left_at",
        read_by={FELLOWS: ["email", "name", "last_seen_at"]},
        changed_by={
            OWNER: [
                *("title", "name", "phone", "language", "time_zone", "confirmed_at"),
                *("password", "last_login", "last_seen_at"),
            ]
        },
        identity=["title", "name"],
        contact=["email", "phone"],
        preference=["language", "time_zone"],
        credential=["password"],
        usage=["last_login"],
        plain=[
            "created_at",
            "email_changed_at",
            "unreachable_at",
            "is_active",
            "is_superuser",
            "staff_role",
            "confirmed_at",
        ],
    )

    class Meta:
        indexes = [
            models.Index(fields=["last_seen_at"], name="person_seen"),
            # Merged with that of memberships, it tells who is left without an account.
            models.Index(
                fields=["subject"], condition=models.Q(is_staff=False), name="person_customer"
            ),
            models.Index(
                fields=["unreachable_at"],
                condition=models.Q(unreachable_at__isnull=False),
                name="person_unreachable",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Exact(models.F("email"), Lower("email")), name="person_email_lowercase"
            ),
        ]
        base_manager_name = "objects"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def written_name(self) -> str:
        """The name as mails have it."""
        return unlinked(self.name)

    def set_password(self, raw_password: str | None) -> None:
        """As Django does it; the same letters are the same password on every keyboard.

        Those of two characters become one (NFC; NIST SP 800-63B-4, 3.1.1.2).
        """
        super().set_password(raw_password and normalize("NFC", raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Also where it was hashed as it was typed, by an earlier release."""
        one = raw_password and normalize("NFC", raw_password)
        return super().check_password(one) or (
            one != raw_password and super().check_password(raw_password)
        )


class Membership(models.Model):
    """A person's place in an account. The owner may do everything, others what `scopes` says.

    gets_invoices: the owner has a trusted person written to about invoices, as they are themselves.
    """

    class Role(models.TextChoices):
        OWNER = "owner"
        TRUSTED = "trusted"

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        related_name="memberships",
        verbose_name=_("Number of the account"),
    )
    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        related_name="memberships",
        verbose_name=_("Number of the person"),
    )
    role = models.CharField(_("Role"), max_length=10, choices=Role, default=Role.OWNER)
    scopes = models.CharField(_("Access"), max_length=200, blank=True)
    gets_invoices = models.BooleanField(
        _("Gets invoices and reminders by e-mail"), default=False, db_default=False
    )
    created_at = models.DateTimeField(_("Created"), db_default=Now())

    privacy = PersonalData(
        record=MEMBERSHIP,
        called=_("People of your accounts"),
        staff_call_it=_("People of accounts"),
        subject=("account", "person"),
        customers=("read", "change", "remove"),
        changed_by={
            NOBODY: ["account", "person", "created_at"],
            OWNER: ["role", "scopes", "gets_invoices"],
        },
        clocks={"creation": "created_at"},
        owner=("role", Role.OWNER),
        service=["role", "scopes", "gets_invoices"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "account"], name="one_membership"),
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(role="owner"), name="one_owner"
            ),
        ]
        indexes = [models.Index(fields=["created_at"], name="membership_created")]

    def __str__(self) -> str:
        return f"membership {self.pk}"


class Invitation(models.Model):
    """An offer to somebody to become a trusted person of an account, by a link in a mail.

    It waits until it is accepted or withdrawn, or until `expires_at`; one that nobody has accepted
    goes a week after its end. `digest` is the SHA-256
    of the link's secret, which stands nowhere else.
    """

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        related_name="invitations",
        verbose_name=_("Number of the account"),
    )
    invited_by = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("Number of who invited"),
    )
    accepted_by = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Number of who accepted"),
    )
    email = models.EmailField(_("E-mail address"))
    scopes = models.CharField(_("Access"), max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("Created"))
    expires_at = models.DateTimeField(_("Expires"))
    accepted_at = models.DateTimeField(_("Accepted"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("Withdrawn"), null=True, blank=True)

    privacy = PersonalData(
        record=MEMBERSHIP,
        called=_("Invitations of trusted people"),
        subject="account",
        customers=WRITE,
        reads_secrets="the list of those who are invited; a digest is no use",
        clocks={"creation": "created_at"},
        mentions={"invited_by": [], "accepted_by": ["email"]},
        addressed={"email": ["accepted_by"]},
        contact=["email"],
        service=["scopes"],
        credential=["digest"],
        plain=["expires_at", "accepted_at", "withdrawn_at"],
    )

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="invitation_created"),
            models.Index(
                Lower("email"),
                condition=models.Q(accepted_by__isnull=True),
                name="invitation_addressed",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Preferences(models.Model):
    """What a person tells of their own accord, in their own words; all of it may be empty."""

    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        related_name="preferences",
        verbose_name=_("Number of the person"),
    )
    demographics = models.TextField(_("About yourself"), blank=True)
    product_usage = models.TextField(_("How you use our products"), blank=True)
    interest = models.TextField(_("What interests you"), blank=True)
    told_at = models.DateTimeField(_("Told"))

    privacy = PersonalData(
        record=PERSON,
        called=_("What you chose to tell us"),
        staff_call_it=_("What customers chose to tell us"),
        subject="person",
        customers=ALL,
        demographic=["demographics"],
        usage=["product_usage"],
        preference=["interest"],
        plain=["told_at"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], name="one_row_of_preferences"),
        ]
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"preferences {self.pk}"


class Finding(models.Model):
    """What staff found about a person where anybody can read it; where that was, and when.

    rule: of the policy, by which it is used, such as `collect.open-sources`.
    """

    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        related_name="findings",
        verbose_name=_("Number of the person"),
    )
    rule = models.CharField(_("Rule of the policy"), max_length=80)
    name = models.CharField(_("Name"), max_length=200, blank=True)
    email = models.EmailField(_("E-mail address"), blank=True)
    phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    company = models.CharField(_("Company"), max_length=200, blank=True)
    source = models.CharField(_("Found at"), max_length=300)
    found_on = models.DateField(_("Found on"))

    privacy = PersonalData(
        record=PERSON,
        called=_("What we found about you in public sources"),
        staff_call_it=_("What was found in public sources"),
        formats={"phone": "phone"},
        subject="person",
        addressed={"email": ["person"]},
        identity=["name", "source"],
        contact=["email", "phone"],
        company=["company"],
        plain=["rule", "found_on"],
    )

    def __str__(self) -> str:
        return f"finding {self.pk}"


class Signin(models.Model):
    """A sign-in, or an attempt at one. An attempt with an unknown address is not recorded."""

    person = models.ForeignKey(
        Person, models.DO_NOTHING, related_name="signins", verbose_name=_("Number of the person")
    )
    at = models.DateTimeField(_("When"))
    succeeded = models.BooleanField(_("Succeeded"))
    ip = models.GenericIPAddressField(_("Internet address"), null=True)
    user_agent = models.CharField(_("Browser"), max_length=300, blank=True)
    deleted_at = models.DateTimeField(_("Deleted"), null=True, blank=True)
    kept_since = models.DateTimeField(null=True, blank=True)
    kept_by = models.CharField(max_length=80, blank=True, db_default="")

    privacy = PersonalData(
        record=SIGNIN,
        called=_("Sign-ins"),
        formats={"user_agent": "device"},
        subject="person",
        customers=ADD,
        clocks={"creation": "at", "deletion": "deleted_at"},
        kept=("kept_since", "kept_by"),
        device=["ip", "user_agent"],
        usage=["at", "succeeded"],
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "at"], name="signin_person_at"),
            models.Index(fields=["at"], name="signin_at"),
            models.Index(
                fields=["deleted_at"],
                condition=models.Q(deleted_at__isnull=False),
                name="signin_deleted",
            ),
            models.Index(
                fields=["kept_since"],
                condition=models.Q(kept_since__isnull=False),
                name="signin_kept_since",
            ),
        ]
        verbose_name = "sign-in"

    def __str__(self) -> str:
        return f"sign-in {self.pk}"


class Session(AbstractBaseSession):
    """A browser's session. It knows its person, so that it can go with them."""

    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        related_name="sessions",
        verbose_name=_("Number of the person"),
    )
    # Django's own, in our words.
    expire_date = models.DateTimeField(_("Expires"), db_index=True)
    created_at = models.DateTimeField(_("Created"), db_default=Now())
    seen_at = models.DateTimeField(_("Last seen"), db_default=Now())
    ip = models.GenericIPAddressField(_("Internet address"), null=True)
    user_agent = models.CharField(_("Browser"), max_length=300, blank=True, db_default="")

    privacy = PersonalData(
        record=SESSION,
        called=_("Sessions"),
        formats={"user_agent": "device"},
        subject="person",
        customers=ALL,
        reads_secrets="the list of sessions, and signing out",
        clocks={"creation": "created_at"},
        credential=["session_key", "session_data"],
        device=["ip", "user_agent"],
        usage=["seen_at"],
        plain=["expire_date"],
    )

    class Meta(AbstractBaseSession.Meta):
        indexes = [models.Index(fields=["created_at"], name="session_created")]

    def save(self, **kwargs: Any) -> None:
        """As Django does it, but a session that is saved again keeps the day it was made."""
        if kwargs.get("force_update"):
            kwargs["update_fields"] = ["session_data", "expire_date", "person"]
        super().save(**kwargs)

    def __str__(self) -> str:
        return "session"


class CacheEntry(models.Model):
    """What all processes remember together for a while: see `cache.py`."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    # The key is a keyed hash, and what it stands for goes within minutes.
    privacy = NoPersonalData("key", "value", "expires_at", customers=ALL)

    def __str__(self) -> str:
        return "cache entry"


class Activity(models.Model):
    """One line of an account's log: what was done, when and by whom."""

    account = models.ForeignKey(
        Account, models.DO_NOTHING, related_name="activity", verbose_name=_("Number of the account")
    )
    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("Number of the person"),
    )
    at = models.DateTimeField(_("When"))
    what = models.CharField(_("What"), max_length=200)
    ip = models.GenericIPAddressField(_("Internet address"), null=True)

    privacy = PersonalData(
        record=ACTIVITY,
        called=_("What was done in your accounts"),
        staff_call_it=_("What was done in accounts"),
        subject="account",
        customers=ADD,
        scope="privacy",
        by="person",
        clocks={"creation": "at"},
        mentions={"person": ["ip"]},
        usage=["what"],
        device=["ip"],
    )

    class Meta:
        indexes = [
            models.Index(fields=["account", "at"], name="activity_account_at"),
            models.Index(fields=["at"], name="activity_at"),
        ]
        verbose_name_plural = "activity"

    def __str__(self) -> str:
        return f"activity {self.pk}"
