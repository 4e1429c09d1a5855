"""What staff search for by a part of it, in every room: customers, invoices, orders, services."""

import re
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from babel.numbers import NumberFormatError, parse_decimal
from django.conf import settings
from django.db.models import Manager, Model, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, to_locale
from django.utils.translation import gettext as _

from troth.accounts.models import Account, Person
from troth.billing.models import Invoice, Payment
from troth.core.day import day
from troth.core.money import UNUSUAL, money
from troth.desk.access import may_open
from troth.gates.inputs.doubt import DoubtError
from troth.gates.inputs.phone import stored
from troth.gates.read import ReadRefusedError, may_read, read
from troth.orders.models import Order, Quote
from troth.publishing.running import policy_on
from troth.services.models import Service

LISTED = 10  # of each kind
_LEAST = 3  # letters; less would list everybody
_DIALLED = 5  # digits of a telephone number
_NOTHING = Q(pk__in=[])
_NUMBER = re.compile(r"[0-9 ()/.+\u00a0-]+")  # of a telephone, as people write it
# The address of a page, of which the name of the host is looked for.
_ADDRESS = re.compile(r"(?i)https?://|www\.")
_HOST = re.compile(r"(?i)^(?:https?://)?(?:www\.)?|[/?#:].*$")
# As it stands on a page, from where it is copied: with a sign or a code before it or behind.
_CURRENCY = r"(?:[A-Z]{3}|[A-Z]?[€$£¥₹])?"
_AMOUNT = re.compile(
    rf"{_CURRENCY}[ \u00a0]?([0-9](?:[0-9.,’' \u00a0\u202f]{{0,13}}[0-9])?)[ \u00a0]?{_CURRENCY}"
)


@dataclass(frozen=True)
class Hit:
    """Something that was found: in words, where it is seen, and whether it is what was typed."""

    words: str
    url: str
    exact: bool = False


@dataclass(frozen=True)
class Group:
    """What was found of one kind; whether there is more than is listed."""

    title: Promise
    hits: list[Hit]
    more: bool


def search(typed: str, staff: Person, *, at: datetime) -> list[Group]:
    """What is called, numbered, referred to or of an amount as typed, by kind.

    What the role does not read is not searched. A name is shown where the gate opens for it, which
    writes down that it was seen; else a number stands in its place.
    """
    policy = policy_on(at)
    typed = _HOST.sub("", typed.strip()) if _ADDRESS.match(typed.strip()) else typed.strip()
    phone = _phone(typed, policy.tables.provider.country)
    reads = may_read(staff, policy)
    show = _Show(staff, at, typed, phone)
    kinds: list[tuple[Promise, Sequence[Any], Callable[[Any], Hit]]] = [
        (gettext_lazy("Accounts"), _accounts(typed, reads), show.account),
        (gettext_lazy("People"), _people(typed, phone, reads), show.person),
        (gettext_lazy("Invoices and credit notes"), _invoices(typed), show.invoice),
        (gettext_lazy("Payments"), _payments(typed, reads), show.payment),
        (gettext_lazy("Orders"), _orders(typed), show.order),
        (gettext_lazy("Quotes"), _quotes(typed), show.quote),
        (gettext_lazy("Services"), _services(typed, reads), show.service),
    ]
    return [
        Group(title, [hit(row) for row in rows[:LISTED]], len(rows) > LISTED)
        for title, rows, hit in kinds
        if rows
    ]


@dataclass(frozen=True)
class _Show:
    """How what was found is told to a member of staff."""

    staff: Person
    at: datetime
    typed: str
    phone: str

    def account(self, found: Account) -> Hit:
        words = _("Account %(number)s") % {"number": found.pk}
        name = found.company or found.name
        if self._opens(found, ["company"] if found.company else ["identity"]):
            words = f"{words} · {name}"
        return Hit(words, reverse("customer", args=["account", found.pk]))

    def person(self, found: Person) -> Hit:
        words = _("Person %(number)s") % {"number": found.pk}
        if self._opens(found, ["identity", "contact"]):
            words = " · ".join(filter(None, (words, found.name, found.email)))
        exact = bool(self.phone) and found.phone == self.phone
        return Hit(words, reverse("customer", args=["person", found.pk]), exact)

    def invoice(self, found: Invoice) -> Hit:
        told = (found.number, money(found.total, found.currency), day(found.issued_at))
        return Hit(
            " · ".join((*told, *_of(found))),
            self._page("desk_invoice", found, "invoice"),
            found.number == self.typed,
        )

    def payment(self, found: Payment) -> Hit:
        told = (money(found.amount, found.currency), day(found.received_at))
        return Hit(" · ".join((*told, *_of(found))), _record(found.account_id, "payment"))

    def order(self, found: Order) -> Hit:
        told = (found.number, money(found.total, found.currency), day(found.placed_at))
        return Hit(
            " · ".join((*told, *_of(found))), self._page("desk_order", found, "order"), exact=True
        )

    def quote(self, found: Quote) -> Hit:
        told = (found.number, day(found.made_at), *_of(found))
        return Hit(" · ".join(told), self._page("desk_quote", found, "quote"), exact=True)

    def service(self, found: Service) -> Hit:
        words = _("Service %(number)s") % {"number": found.pk}
        if self._opens(found.account, ["service"]):
            words = f"{found.label} · {found.product}"
        return Hit(
            " · ".join((words, *_of(found))),
            self._page("desk_service", found, "service"),
            found.label.casefold() == self.typed.casefold(),
        )

    def _page(self, name: str, found: Invoice | Order | Quote | Service, record: str) -> str:
        """Its own page where that opens; else the record, as far as the role reads it."""
        own = reverse(name, args=[found.pk])
        if may_open(self.staff, own):
            return own
        return _record(found.account_id, record)

    def _opens(self, subject: Account | Person, categories: list[str]) -> bool:
        with suppress(ReadRefusedError):
            read(self.staff, subject, categories, at=self.at)
            return True
        return False


def _record(account: int | None, record: str) -> str:
    """The page of an account's record; none where it is nobody's any more."""
    return reverse("customer_record", args=["account", account, record]) if account else ""


def _of(found: Invoice | Payment | Order | Quote | Service) -> list[str]:
    """Whose it is, by the account's number."""
    number = found.account_id
    return [_("Account %(number)s") % {"number": number}] if number else []


def _accounts(typed: str, reads: frozenset[str]) -> list[Account]:
    return _some(Account.objects, _begins({"name": "identity", "company": "company"}, typed, reads))


def _people(typed: str, phone: str, reads: frozenset[str]) -> list[Person]:
    test = _begins({"name": "identity"}, typed, reads) | _dialled(typed, phone, reads)
    if "contact" in reads and len(typed) >= _LEAST:
        test |= Q(email__istartswith=typed)
    return _some(Person.objects.filter(is_staff=False), test)


def _phone(typed: str, country: str) -> str:
    """A whole telephone number as it is stored, however it is typed; else empty.

    country: whose numbers are meant by one without a country's code; its ISO 3166 code.
    """
    if not _NUMBER.fullmatch(typed):
        return ""
    with suppress(DoubtError):
        return stored(re.sub(r"^00", "+", typed), country)
    return ""


def _dialled(typed: str, phone: str, reads: frozenset[str]) -> Q:
    """That a telephone number is what was typed, or ends with it."""
    digits = re.sub(r"[^0-9]", "", typed)
    if "contact" not in reads or len(digits) < _DIALLED or not _NUMBER.fullmatch(typed):
        return _NOTHING
    test = Q(phone__endswith=digits.lstrip("0"))
    return test | Q(phone=phone) if phone else test


def _services(typed: str, reads: frozenset[str]) -> list[Service]:
    found = Service.objects.select_related("account")
    return _some(found, _begins({"label": "service"}, typed, reads))


def _invoices(typed: str) -> list[Invoice]:
    reference = re.sub(r"\s", "", typed).upper()
    test = Q(number=typed) | Q(payment_reference=reference) & ~Q(payment_reference="")
    return _some(Invoice.objects, test | _amounts("total", typed))


def _payments(typed: str, reads: frozenset[str]) -> list[Payment]:
    test = _amounts("amount", typed)
    if "payment" in reads and len(typed) >= _LEAST:
        test |= Q(reference=typed)
    return _some(Payment.objects, test)


def _orders(typed: str) -> list[Order]:
    return _some(Order.objects, Q(number=typed))


def _quotes(typed: str) -> list[Quote]:
    return _some(Quote.objects, Q(number=typed))


def _begins(columns: dict[str, str], typed: str, reads: Collection[str]) -> Q:
    """That a word of a column begins as typed, of the columns whose category is read."""
    test = _NOTHING
    if len(typed) >= _LEAST:
        for column, category in columns.items():
            if category in reads:
                begins, goes_on = f"{column}__istartswith", f"{column}__icontains"
                test |= Q(**{begins: typed}) | Q(**{goes_on: f" {typed}"})
    return test


def _amounts(column: str, typed: str) -> Q:
    """That an amount is what was typed, as the reader or anybody else may write it."""
    test = _NOTHING
    if bare := _AMOUNT.fullmatch(typed):
        for locale in {to_locale(get_language() or settings.LANGUAGE_CODE), "en", "de"}:
            with suppress(NumberFormatError):
                test |= _amount(column, parse_decimal(bare[1], locale=locale, strict=True))
    return test


def _amount(column: str, amount: Decimal) -> Q:
    """That it is an amount of major units, by the digits that the currency has."""
    usual = ~Q(currency__in=[code for codes in UNUSUAL.values() for code in codes])
    test = _is(column, amount.scaleb(2)) & usual
    for digits, codes in UNUSUAL.items():
        test |= _is(column, amount.scaleb(digits)) & Q(currency__in=codes)
    return test


def _is(column: str, units: Decimal) -> Q:
    return Q(**{column: int(units)}) if units == int(units) else _NOTHING


def _some[M: Model](rows: QuerySet[M] | Manager[M], test: Q) -> list[M]:
    """The latest rows of a test, one more than are listed."""
    return list(rows.filter(test).order_by("-pk")[: LISTED + 1])
