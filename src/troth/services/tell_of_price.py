"""Letters to the owners of services whose price changes, or stays after all."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Protocol

from django.utils import translation
from django.utils.translation import gettext as _

from troth.billing.readers import Reader, readers_of
from troth.catalog.words import period
from troth.core.day import day
from troth.core.money import money
from troth.messaging.link import link
from troth.messaging.send_many import Letter, send_many
from troth.publishing.running import policy_on
from troth.services.concerned import Concerned


class Change(Protocol):
    """From when on a price of periods of so many months is another one."""

    @property
    def starts(self) -> date: ...
    @property
    def currency(self) -> str: ...
    @property
    def months(self) -> int: ...


type Words = Callable[[dict[str, str]], tuple[str, str]]


def tell_of_price(
    change: Change, services: Iterable[Concerned], words: Words, *, at: datetime
) -> int:
    """Write a letter for each account, in its owner's language; how many letters.

    words: its subject and text. services: those of an account stand together.
    """
    own, every = policy_on(at).tables.policy.language, list(services)
    readers = readers_of({each.account for each in every}, at=at)
    letters = []
    for (account, person, language), some in groupby(every, key=lambda each: each[:3]):
        if person is None:
            continue
        with translation.override(language or own):
            subject, body = words(_told(change, readers[account], some))
        letters.append(Letter(person, account, language or own, subject, body))
    return send_many(letters, at=at)


def changes(told: dict[str, str]) -> tuple[str, str]:
    """That it changes, from when on, and the way out."""
    return _("The price of %(product)s changes on %(day)s") % told, _(
        "From their first period that begins on or after %(day)s, these services have a new price, "
        "before discounts and other new prices that we have written to you "
        "about:\n\n%(services)s\n\n%(tax)s\n\nIf you do not agree, cancel before that day. Here "
        "are your services: %(link)s\n"
    ) % told


def stays(told: dict[str, str]) -> tuple[str, str]:
    """That it does not change."""
    return _("The price of %(product)s stays as it is") % told, _(
        "We wrote to you that the price of %(product)s would change on %(day)s. It will not: your "
        "services cost what was agreed. Here they are: %(link)s\n"
    ) % told


def _told(change: Change, reader: Reader, services: Iterable[Concerned]) -> dict[str, str]:
    every = list(services)
    return {
        "product": every[0].product,
        "day": day(change.starts),
        "services": "\n".join(_line(change, reader, each) for each in every),
        "tax": reader.words(each.supply for each in every),
        "link": link("services", every[0].account),
    }


def _line(change: Change, reader: Reader, service: Concerned) -> str:
    return _("* %(service)s: %(new)s instead of %(old)s for %(period)s") % {
        "service": f"{service.product} ({service.label})" if service.label else service.product,
        "new": money(reader.price(service.costs, service.supply), change.currency),
        "old": money(reader.price(service.price, service.supply), change.currency),
        "period": period(change.months),
    }
