"""Each step with a trusted person, in the account's log, the journal and the register."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from troth.accounts.log import log
from troth.accounts.models import Account, Person
from troth.accounts.scopes import CATEGORIES
from troth.gates.models import Disclosure
from troth.journal.event import Event
from troth.policy.about import rule_about
from troth.publishing import evidence
from troth.publishing.running import policy_on

RECIPIENT = "trusted-person"


def note(
    event: Event,
    account: Account,
    what: str,
    *,
    by: Person | None,
    at: datetime,
    scopes: Sequence[str] = (),
) -> None:
    """Write down that something was done about the people of an account, with these scopes."""
    log(account, what, about=scopes, at=at, person=by)
    evidence.note(
        event,
        at=at,
        rule=rule_on(at),
        subject=account.pseudonym,
        counts={"scopes": list(scopes)} if scopes else {},
    )


def disclose(account: Account, scopes: Iterable[str], *, at: datetime) -> None:
    """Enter in the register what a trusted person can see from now on by these scopes."""
    categories = [category for scope in sorted(scopes) for category in CATEGORIES[scope]]
    if categories:
        Disclosure.objects.create(
            subject=account, recipient=RECIPIENT, rule=rule_on(at), categories=categories, at=at
        )


def rule_on(at: datetime) -> str:
    """The rule by which an owner trusts somebody: the policy's promise, else its contract."""
    policy = policy_on(at)
    return rule_about("feature.trusted-people", policy) or rule_about("collect.account", policy)
