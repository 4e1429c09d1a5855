"""Open an account."""

from collections.abc import Collection, Mapping
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from troth.accounts.log import log
from troth.accounts.models import Account, Membership, Person
from troth.core.errors import TrothError
from troth.journal.append import append
from troth.privacy.consent import give, refuse
from troth.privacy.running import policy_on

_PERSON = ("name", "phone")
_ACCOUNT = ("name", "company", "tax_id", "street", "postcode", "city", "region", "country")


class AddressTakenError(TrothError):
    """Somebody signs in with this address already. Never tell a visitor so."""


def sign_up(
    details: Mapping[str, str],
    password: str,
    *,
    at: datetime,
    given: Collection[str] = (),
    refused: Collection[str] = (),
    accepted: bool = False,
) -> Person:
    """Open an account for a person who is not known yet, who then owns it.

    `details` are the fields of the sign-up form, with at least `email`; `given` and `refused`
    are the consents that were asked for; `accepted` says that the policy was. All of it or none
    of it is stored. Raises AddressTakenError, after no less time than success takes.
    """
    hashed = make_password(password)
    email = details["email"].strip().lower()
    try:
        with transaction.atomic():
            person = Person.objects.create(
                email=email,
                password=hashed,
                created_at=at,
                last_seen_at=at,
                **_of(details, _PERSON),
            )
            _open(person, details, given, refused, accepted, at)
    except IntegrityError:
        if not Person.objects.filter(email=email).exists():
            raise
        raise AddressTakenError("Somebody signs in with this address already.") from None
    return person


def _open(
    person: Person,
    details: Mapping[str, str],
    given: Collection[str],
    refused: Collection[str],
    accepted: bool,
    at: datetime,
) -> None:
    policy = policy_on(at.date())
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
    account = Account.objects.create(created_at=at, **_of(details, _ACCOUNT))
    Membership.objects.create(account=account, person=person, created_at=at)
    log(account, "account opened", at=at, person=person)
    append(
        "account.opened",
        at=at,
        rule="collect.account",
        policy=policy.digest,
        subject=account.pseudonym,
    )
    if accepted:
        append(
            "policy.accepted",
            at=at,
            rule="policy",
            policy=policy.digest,
            subject=person.pseudonym,
        )
    for consent in given:
        give(person, consent, at=at)
    for consent in refused:
        refuse(person, consent, at=at)


def _of(details: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: details[name].strip() for name in names if details.get(name)}
