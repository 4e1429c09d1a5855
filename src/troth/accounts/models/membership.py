"""Who belongs to which account, and who is invited to one."""

from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from troth.accounts.models.account import Account
from troth.accounts.models.person import Person
from troth.policy.declare import NOBODY, OWNER, WRITE, PersonalData, Record
from troth.policy.words import gettext_noop

MEMBERSHIP = Record(
    "membership",
    gettext_noop("who belongs to which account, and with what access"),
    word=gettext_noop("membership"),
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
