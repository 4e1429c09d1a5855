"""Open an account."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.email import first_address
from troth.accounts.log import log
from troth.accounts.models import Account, Membership, Person
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gates.accept_policy import accept_policy
from troth.gates.consent import give, refuse
from troth.people.events import OPENED
from troth.publishing.evidence import note
from troth.publishing.running import policy_on

OF_A_PERSON = ("title", "name", "phone")
OF_AN_ACCOUNT = ("name", "company", "tax_id", "street", "postcode", "city", "region", "country")


class AddressTakenError(TrothError):
    """Somebody signs in with this address already. Never tell a visitor so."""


@act
def sign_up(
    details: Mapping[str, str],
    password: str | None,
    *,
    at: datetime,
    given: Collection[str] = (),
    refused: Collection[str] = (),
    accepted: bool = False,
    reads: str = "",
) -> Person:
    """Open an account for a person who is not known yet, who then owns it.

    `details` are the fields of the sign-up form, with at least `email`; `given` and `refused`
    are the consents that were asked for; `accepted` says that the policy was, `reads` in which
    language they read all this, which is theirs from then on. Without a password
    the person signs in another way. All of it or none of it is stored. Raises AddressTakenError,
    after as much work as success takes.
    """
    with unless_taken(details["email"]) as email:
        person = new_person(
            {**details, "email": email},
            password,
            at=at,
            given=given,
            refused=refused,
            accepted=accepted,
            reads=reads,
        )
        first_address(person, verified=False)
        open_account(person, details, by=person, at=at)
    return person


def open_account(
    owner: Person, details: Mapping[str, str], *, by: Person, at: datetime, came_by: str = ""
) -> Account:
    """An account of these details and its owner. came_by: how staff came to know them."""
    account = Account.objects.create(
        created_at=at, active_at=at, came_by=came_by, **_of(details, OF_AN_ACCOUNT)
    )
    Membership.objects.create(account=account, person=owner, created_at=at)
    log(account, gettext_noop("account opened"), at=at, person=by)
    note(OPENED, "collect.account", at=at, subject=account.pseudonym)
    return account


def new_person(
    details: Mapping[str, str],
    password: str | None,
    *,
    at: datetime,
    reads: str,
    given: Collection[str] = (),
    refused: Collection[str] = (),
    accepted: bool = False,
) -> Person:
    """A person with their consents and whether they accepted the policy.

    As `sign_up` otherwise. Raises IntegrityError for a known address; see `unless_taken`.
    """
    person = Person(
        email=Person.objects.normalize_email(details["email"]),
        created_at=at,
        last_seen_at=at,
        # The policy's language needs no word, and goes with the policy where that changes.
        language="" if reads == policy_on(at).tables.policy.language else reads,
        **_of(details, OF_A_PERSON),
    )
    person.set_password(password)
    person.save()
    if accepted:
        accept_policy(person, policy_on(at), "tick", at=at)
    give(person, *given, at=at)
    refuse(person, *refused, at=at)
    return person


@contextmanager
def unless_taken(email: str) -> Iterator[str]:
    """A transaction for somebody new, with the address to be used there.

    Raises AddressTakenError where somebody signs in with it, and only after all has been done for
    one that is made up, and taken back: the time tells nothing.
    """
    refusal = AddressTakenError(_("Somebody signs in with this address already."))
    taken = Person.objects.by_email(email)
    try:
        with transaction.atomic():
            yield f"{uuid4()}@taken.invalid" if taken else email
            if taken:
                raise refusal
    except IntegrityError:  # they came at the same moment
        if Person.objects.by_email(email) is None:
            raise
        raise refusal from None


def _of(details: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: details[name].strip() for name in names if details.get(name)}
