"""The people who sign in, customers' and staff."""

from typing import ClassVar
from unicodedata import normalize

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from troth.accounts.models.subject import Subject
from troth.core.email_address import comparable
from troth.core.text import unlinked
from troth.policy.declare import CHANGE, FELLOWS, OWNER, PersonalData, Record
from troth.policy.words import gettext_noop

PERSON = Record(
    "person",
    gettext_noop("people who sign in, with their names and addresses"),
    word=gettext_noop("person"),
)


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
