"""What is mailed about an erasure: to who asked, and to those who lose an access by it.

A policy without any mail that goes without a consent stops no erasure.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string

from troth.accounts.models import Account, Person
from troth.accounts.name import written_name_of
from troth.accounts.owned import owned_accounts
from troth.accounts.reactivate import reactivation
from troth.accounts.unfinished import unfinished
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.erasure.left import trusted_with, what_becomes_of_login
from troth.messaging.language import in_language_of
from troth.messaging.link import link
from troth.messaging.send import send
from troth.policy.parse import Policy

logger = logging.getLogger(__name__)


def tell_asked(
    person: Person, policy: Policy, *, on: date | None, token: str, at: datetime
) -> None:
    """To the registered address: an erasure was asked for, what it ends, and how to stop it.

    on: the day on which it is carried out; None where staff say so.
    """
    with in_language_of(person, at=at):
        still_open = unfinished(owned_accounts(person), at=at)
        context = {"day": on, "link": link("stop_erasure", token), "unfinished": still_open}
        _tell(person, "asked", context, policy, at=at)


def tell_closed(
    owner: Person, account: Account, policy: Policy, *, on: date | None, at: datetime
) -> None:
    """To the owner of an account that was closed: what ends with it, and when it goes.

    on: the day, where the policy counts from the closing.
    """
    with in_language_of(owner, at=at):
        context = {
            "account": written_name_of(account),
            "day": on,
            "back": reactivation(policy) is not None,
            "unfinished": unfinished([account.pk], at=at),
            "link": link("close", account.pk),
            "contact": policy.tables.provider.privacy_contact,
        }
        _tell(owner, "closed", context, policy, at=at, account=account)


def tell_trusted(
    accounts: Sequence[int], letter: str, policy: Policy, *, on: date, at: datetime
) -> None:
    """To those who are trusted with accounts that end on a day, of each account by itself."""
    members = trusted_with(accounts).select_related("account", "person")
    for membership in members.defer("person__password"):
        person, account = membership.person, membership.account
        with in_language_of(person, at=at):
            login = what_becomes_of_login(person, policy, on=on, without=accounts)
            context = {"account": written_name_of(account), "day": on, "login": login}
            _tell(person, letter, context | {"link": link("erase")}, policy, at=at, account=account)


def tell_left(people: Collection[int], policy: Policy, *, at: datetime) -> None:
    """To those whose access is gone with an account, whose name would outlive it here.

    Who has asked for an erasure of their own is to be held less about, and not more.
    """
    if not people:
        return
    for person in Person.objects.filter(pk__in=people, erasure_asked_at=None).order_by("pk"):
        with in_language_of(person, at=at):
            login = what_becomes_of_login(person, policy, on=day_at(at))
            _tell(person, "left", {"login": login, "link": link("erase")}, policy, at=at)


def _tell(
    person: Person,
    letter: str,
    context: dict[str, Any],
    policy: Policy,
    *,
    at: datetime,
    account: Account | None = None,
) -> None:
    context |= {"person": person, "provider": policy.tables.provider}
    subject = render_to_string(f"erasure/{letter}_subject.txt", context)
    body = render_to_string(f"erasure/{letter}_message.txt", context).strip() + "\n"
    try:
        send(person, account=account, subject=subject, body=body, at=at)
    except TrothError:
        logger.error("nobody could be told of an erasure: the policy has no mail for it")
