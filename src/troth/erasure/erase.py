"""Erase a person on request (GDPR Art. 17), in one transaction with its evidence."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from troth.accounts.models import Account, Person
from troth.accounts.owned import owned_accounts
from troth.accounts.restricted import RestrictedError
from troth.core.conflicts import act
from troth.core.day import moment
from troth.core.errors import TrothError
from troth.erasure.events import ACCOUNT_ERASED, PARTLY_ERASED, PERSON_ERASED, REQUEST_ENDED
from troth.erasure.mail_receipt import mail_receipt
from troth.erasure.remove import Removed, lock, remove, unname
from troth.erasure.settle_before import settle_before
from troth.erasure.tally import Tally
from troth.erasure.tell import tell_left
from troth.journal.append import append_many
from troth.journal.models import Entry
from troth.policy.about import rule_about
from troth.policy.parse import Policy
from troth.policy.plan import Plan
from troth.publishing.evidence import entry
from troth.publishing.running import asked_once, plan_on, policy_of
from troth.requests.end_with import end_with

_ERASED = {"account": ACCOUNT_ERASED, "person": PERSON_ERASED}


@dataclass(frozen=True)
class Erasure:
    """What was done. `receipt` is its number in the journal; `complete` unless a hold stood by.

    `told`: what was mailed about it.
    """

    receipt: UUID
    tally: Tally
    complete: bool
    told: str = ""

    @property
    def counts(self) -> dict[str, Any]:
        """The figures as they stand in the journal."""
        return self.tally.as_counts()


@asked_once()
def erase(
    person: Person, *, at: datetime, rule: str = "", text: str = "", child: bool = False
) -> Erasure:
    """Erase a person and the accounts that they own; what the law keeps stays by its rule.

    The receipt is mailed to their last address, with `text` as for `mail_receipt`. Who was trusted
    with those accounts loses that access, and is told. What a hold covers stays,
    the request stands, and the next sweep after the hold is lifted carries it out. `rule` is the
    policy's rule by which it is done, if not that of the request, or of the right to erasure.

    Of a `child`, whom the policy does not take, nothing that names them stays, but for what a hold
    covers.

    Raises TrothError when the person is staff, is gone already, or has restricted processing, and
    while what was asked for in the account area can still be stopped; a child's goes all the same.
    """
    if not child:
        refuse_while_it_waits(person, at=at)
    return _erase(person, plan_on(at), at=at, rule=rule, text=text, child=child)


def erase_as_asked(person: Person, *, plan: Plan, at: datetime) -> Tally:
    """Carry out what was asked for, unless it was taken back or refused meanwhile.

    It is told only when something was left to do. Raises TrothError as `erase` does.
    """
    return _erase(person, plan, at=at, again=True).tally


@act
def _erase(
    person: Person,
    plan: Plan,
    *,
    at: datetime,
    rule: str = "",
    text: str = "",
    again: bool = False,
    child: bool = False,
) -> Erasure:
    receipt = uuid4()
    owned = owned_accounts(person)
    refuse_where_it_must_not(person, owned, plan)
    if again and Person.objects.filter(pk=person.pk, erasure_asked_at=None).exists():
        return Erasure(receipt, Tally(), complete=False)
    settle_before(owned, at=at)
    Account.objects.filter(pk__in=owned, erasure_asked_at=None).update(erasure_asked_at=at)
    Person.objects.filter(pk=person.pk, erasure_asked_at=None).update(erasure_asked_at=at)
    asked = end_with(person, at=at, receipt=receipt)
    removed = Removed(unname("account", owned, plan=plan, at=at) if child else Tally())
    removed += remove("account", owned, plan=plan, at=at, receipt=receipt, dated=True)
    removed += remove("person", [person.pk], plan=plan, at=at, receipt=receipt, dated=True)
    complete = ("person", person.pseudonym) in removed.gone
    if again and not removed.tally.removed:
        transaction.set_rollback(True)  # all is on hold: the request goes on waiting
        return Erasure(receipt, removed.tally, complete)
    policy = policy_of(plan)
    rule = rule or asked or rule_about("right.erase", policy)
    evidence = entry(
        PERSON_ERASED if complete else PARTLY_ERASED,
        receipt=receipt,
        at=at,
        rule=rule,
        policy=policy,
        subject=person.pseudonym,
        counts=removed.tally.as_counts(),
    )
    others = tombstones(removed, policy, at=at, rule=rule, but=person.pseudonym)
    append_many([evidence, *others])
    tell_left(removed.tally.left, policy, at=at)
    told = mail_receipt(person, receipt, text, at=at)
    return Erasure(receipt, removed.tally, complete, told)


def tombstones(
    removed: Removed, policy: Policy, *, at: datetime, rule: str, but: UUID | None = None
) -> list[Entry]:
    """One journal entry for each subject that is gone: by it a restored backup is cleaned.

    And one for each open request that went along.
    """
    erased = [
        entry(_ERASED[kind], at=at, rule=rule, policy=policy, subject=pseudonym)
        for kind, pseudonym in removed.gone
        if pseudonym != but
    ]
    ended = [
        entry(
            REQUEST_ENDED,
            at=at,
            rule=each.rule,
            policy=policy,
            subject=each.subject,
            counts={"request": each.number},
        )
        for each in removed.ended
    ]
    return erased + ended


def refuse_while_it_waits(person: Person, *, at: datetime) -> None:
    """Raise TrothError for an erasure that its person can still stop by the mail about it."""
    if until := waits_until(person, at=at):
        raise TrothError(
            _(
                "This erasure was asked for in the account area and can be stopped until "
                "%(moment)s, by the mail that went to the registered address; nothing is "
                "erased before."
            )
            % {"moment": moment(until)}
        )


def waits_until(person: Person, *, at: datetime) -> datetime | None:
    """Until when nobody carries out an erasure that its person can still stop; None: it may be."""
    waiting = Person.objects.filter(pk=person.pk, erasure_waits_until__gt=at)
    return waiting.values_list("erasure_waits_until", flat=True).first()


def refuse_where_it_must_not(person: Person, owned: list[int], plan: Plan) -> None:
    """Raise TrothError for who is gone, for staff, and where processing is restricted.

    Locks the accounts first and the person then, as every removal does.
    """
    accounts = lock(plan.subjects["account"], owned)
    people = lock(plan.subjects["person"], [person.pk])
    if not people:
        raise TrothError(_("This person has already been erased; there is nothing left to do."))
    if Person.objects.filter(pk=person.pk, is_staff=True).exists():
        raise TrothError(_("This is a staff login; remove the staff role before erasing it."))
    if any(restricted for _, _, restricted in (*accounts, *people)):
        raise RestrictedError(
            _(
                "Processing is restricted for this person or an account of theirs; lift the "
                "restriction before erasing."
            )
        )
