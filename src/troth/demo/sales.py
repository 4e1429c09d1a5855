"""What befell some customers lately: orders, money that came in and went back, quotes, an erasure.

The verbs of the product do it here, on the days on which it was done.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID

from troth.accounts.models import Account, Membership, Person
from troth.bank.dismiss import dismiss
from troth.bank.models import BankLine, Why
from troth.bank.statement import Entry
from troth.bank.take_in import take_in
from troth.billing.charge_back import charge_back
from troth.billing.credit import credit
from troth.billing.dunning.rest import rest
from troth.billing.events import BILL_AGREED
from troth.billing.irregular import find_irregular
from troth.billing.models import DunningStep, Invoice, Irregularity, NightRun, Payment, Series
from troth.billing.number import take_numbers
from troth.billing.owed import balances, owed_in_all
from troth.billing.receive import receive
from troth.billing.refund import paid_by
from troth.catalog.models import Product
from troth.catalog.price import NotSoldError
from troth.core.day import day_at, start_of
from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.demo.bank_file import bank_file
from troth.demo.by_card import pay_by_card
from troth.demo.by_debit import pay_by_debit
from troth.demo.life import DAY, SHOWN
from troth.demo.service_life import Transfer
from troth.demo.shop import MONTHLY, YEARLY, Shop
from troth.demo.texts import BECAUSE, QUOTE
from troth.demo.world import World
from troth.erasure.erase import erase
from troth.orders.invoice_of import invoice_of
from troth.orders.models import Order, Quote, QuoteLine
from troth.orders.place import place
from troth.orders.propose import Wanted, propose
from troth.publishing.evidence import note
from troth.services.by_night import by_night
from troth.services.cancel import cancel
from troth.services.change import change, preview, term_on
from troth.services.end_due import end_due
from troth.services.locked import NotNowError
from troth.services.models import Service
from troth.services.open_service import Agreed, open_service
from troth.services.right_to_withdraw import is_consumer
from troth.services.settle import settle
from troth.services.wish import wished
from troth.services.withdraw import statement_of, withdraw
from troth.tax.decide import TaxError


def sell(world: World, transfers: Iterable[Transfer]) -> None:
    """Have each of these happen to somebody whose data nothing protects.

    transfers: what the bank has not told of yet.
    """
    shop, now = world.shop, world.now
    every = _customers()
    shown, others = every[:SHOWN], every[SHOWN:]
    _bill_by_night(world)
    for steps in (shop.steps, shop.steps[:-1]):
        for account in _some(others, 1):
            _leave_unpaid(account, steps, shop, now=now)
    for account in _some(others, 1, owing=False):
        _erase_with_balance(account, shop, now=now)
    for account in shown:
        _quotes(account, shop, now=now)
    debits = _pay_by_debit([*shown[1:-1], *others], shop, now=now)
    _read_a_file(world, [*transfers, *_ordered_and_paid(shown, world)], debits)
    _credit(shown[0], share=3, at=now - 2 * DAY)
    pay_by_card(
        [(each, _owner(each), _price(shop, 0, each)) for each in (shown[-1], *others[-2:])], world
    )
    _cancel(shown[-1], at=now - DAY)
    _withdraw(others, world)
    _order_from_abroad(others, world)
    for account in _some(others, 2):
        _refund(account, at=now - 3 * DAY)
    for account in _some(others, 2):
        charge_back(_last_payment(account), at=now - 5 * DAY)
    for account in _some(others, 2):
        find_irregular(
            account,
            Irregularity.Kind.UNEXPLAINED,
            at=now - 4 * DAY,
            note_of_staff="Paid twice, and asks for neither back",
            by=world.staff[1],
        )
    for account in _some(others, 1):
        rest(account, "Pays in two parts", at=now - DAY, until=day_at(now + 10 * DAY))
    for account in _some(others, 2):
        _wait_for_set_up(account, shop, at=now - DAY)
    for account in _some(others, 2):
        _cancel(account, at=now - 2 * DAY)
    any(_order(each, shop.products[-2], world, at=now, code="WELCOME") for each in others)
    _change_a_plan([*shown, *others], at=now - DAY)


def _customers() -> list[Account]:
    """Who has a service and a payment, and nothing that protects them; those shown come first."""
    found = Account.objects.filter(
        cancelled_at=None,
        restricted_at=None,
        holds=None,
        services__ended_at=None,
        services__suspensions=None,
        payments__isnull=False,
        memberships__person__holds=None,
    )
    return list(found.order_by("pk").distinct())


def _some(accounts: list[Account], count: int, *, owing: bool = True) -> list[Account]:
    """The first of those that are left, who then are not any more; `owing`: also who owes."""
    found = list(islice((each for each in accounts if owing or not owed_in_all(each)), count))
    accounts[:] = (each for each in accounts if each not in found)
    return found


def _owner(account: Account) -> Person:
    return Membership.objects.get(account=account, role=Membership.Role.OWNER).person


def _last_payment(account: Account) -> Payment:
    """The latest that pays an invoice and has not been given back."""
    payments = account.payments.filter(amount__gt=0).order_by("-received_at", "-pk")
    return next(payment for payment in payments if paid_by(payment))


def _price(shop: Shop, product: int, account: Account) -> int:
    return shop.prices[shop.products[product].pk, account.currency, YEARLY]


def _bill_by_night(world: World) -> None:
    """The runs of the last month; to the largest of them staff had to agree."""
    today, since = day_at(world.now), world.now - 30 * DAY
    issued = Invoice.objects.filter(issued_at__gte=since).values_list("issued_at", flat=True)
    made = Counter(day_at(at) for at in issued)
    days = [today - age * DAY for age in range(30, 0, -1)]
    runs = [
        NightRun(kind=NightRun.Kind.BILL, on=day, done_at=start_of(day) + timedelta(minutes=25))
        for day in days
    ]
    largest = max(runs, key=lambda run: made[run.on])
    largest.count, largest.asked_at = made[largest.on], largest.done_at
    largest.agreed_at = largest.done_at = start_of(largest.on) + timedelta(hours=9)
    NightRun.objects.bulk_create(runs)
    counts = {"on": largest.on.isoformat(), "invoices": largest.count}
    subject = world.staff[1].pseudonym
    note(BILL_AGREED, "keep.invoice", at=largest.agreed_at, subject=subject, counts=counts)


def _leave_unpaid(account: Account, steps: list[DunningStep], shop: Shop, *, now: datetime) -> None:
    """A service of which nothing is paid, and each night in which something is done about that."""
    last = steps[-1].days + 2
    started = now - provider().invoice_term - last * DAY
    if _bill_a_year(account, shop, started):
        for step in steps:
            by_night(at=now - (last - step.days) * DAY)
        end_due(on=day_at(now - DAY), at=now - DAY)


def _erase_with_balance(account: Account, shop: Shop, *, now: datetime) -> None:
    """Somebody is erased who had something to their credit."""
    receive(account, _price(shop, 0, account), account.currency, at=now - 20 * DAY, method="card")
    with suppress(TrothError):
        erase(_owner(account), at=now - 6 * DAY)


def _order(
    account: Account,
    product: Product,
    world: World,
    *,
    at: datetime,
    code: str = "",
    country: str = "",
    asked: Collection[str] = (),
) -> Order | None:
    """An order of a year as the shop takes it; None where it cannot be sold to this customer."""
    wanted, currency = [Wanted(product.pk, YEARLY, {})], account.currency
    with suppress(TrothError):
        shown = propose(wanted, currency, code, account=account, at=at)
        return place(
            account,
            wanted,
            currency=currency,
            code=code,
            key=UUID(int=world.rng.getrandbits(128), version=4),
            mark=shown.agreement.mark,
            country=country or account.country,
            asked=asked,
            by=_owner(account),
            at=at,
        )
    return None


def _order_from_abroad(accounts: list[Account], world: World) -> None:
    """Two orders that staff are to look at: of companies, whose tax does not hang by it."""
    companies = (each for each in accounts if each.company)
    at, product = world.now - DAY, world.shop.products[0]
    orders = (_order(each, product, world, at=at, country="CH") for each in companies)
    list(islice(filter(None, orders), 2))


def _withdraw(accounts: list[Account], world: World) -> None:
    """A consumer withdraws from what they have paid, which waits to be paid back."""
    ordered, product = world.now - 4 * DAY, world.shop.products[2]
    even = [each for each in accounts if not owed_in_all(each) and not balances(each)]
    for account in filter(is_consumer, even):
        order = _order(account, product, world, at=ordered, asked=["begin_words"])
        if not order or not (invoice := invoice_of(order)):
            continue
        receive(
            account,
            invoice.total,
            invoice.currency,
            at=ordered + DAY,
            method="card",
            payer=account.name,
            allocate={invoice: invoice.total},
        )
        at, service = world.now - DAY, Service.objects.get(order_line__order=order)
        statement = statement_of(service, account.name)
        withdraw(service, statement, sent_on=day_at(at), at=at, by=_owner(account))
        accounts.remove(account)
        return


def _ordered_and_paid(accounts: list[Account], world: World) -> Iterator[Transfer]:
    """Two orders of each who can pay by transfer: the first is paid, the other one in part."""
    at = world.now - 6 * DAY
    for account in accounts:
        for nth in (1, 2) if account.currency in world.shop.banks else ():
            order = _order(account, world.shop.products[-nth], world, at=at)
            if order and (invoice := invoice_of(order)):
                yield Transfer(invoice, account.name, day_at(at + 2 * DAY), invoice.total // nth)


def _pay_by_debit(accounts: list[Account], shop: Shop, *, now: datetime) -> Iterable[Entry]:
    """What the bank tells of the direct debits of the first who is billed in euros."""
    in_euros = (each for each in accounts if each.currency == "EUR" and not balances(each))
    account = next(in_euros, None)
    if account is None:
        return []
    bill = partial(_bill_a_year, account, shop)
    return list(pay_by_debit(account, _owner(account), bill, now=now))


def _bill_a_year(account: Account, shop: Shop, at: datetime) -> Invoice | None:
    _service, charges = open_service(account, _agreed(shop, 1, account, YEARLY), at=at)
    return settle(account, charges, at=at)


def _read_a_file(world: World, transfers: Iterable[Transfer], debits: Iterable[Entry]) -> None:
    """A file of the bank: what customers have paid, what nobody knows, and what the bank takes."""
    today, banks = day_at(world.now), world.shop.banks
    booked = {
        bank: [
            Entry(booked_on=today, amount=49_90, currency=currency, party=who, text="for the site"),
            Entry(booked_on=today, amount=-4_90, currency=currency, text="Charges of the month"),
        ]
        for currency, bank in banks.items()
        if (who := world.people.one().name)
    }
    for entry in debits:
        booked[banks["EUR"]].append(entry)
    for each in transfers:
        booked[banks[each.invoice.currency]].append(
            Entry(
                booked_on=each.on,
                amount=each.amount,
                currency=each.invoice.currency,
                party=each.payer,
                reference=each.invoice.payment_reference,
                text=each.invoice.number,
            )
        )
    take_in(bank_file(booked, today), at=world.now)
    for line in BankLine.objects.waiting().filter(amount__lt=0):
        dismiss(line, Why.BANK, at=world.now)


def _credit(account: Account, *, share: int, at: datetime) -> None:
    """A part of an invoice that is paid is given back, to the balance."""
    [invoice, *_others] = paid_by(_last_payment(account))
    credit(invoice, invoice.total // share, at=at)


def _refund(account: Account, *, at: datetime) -> None:
    """An invoice is taken back, and its money paid back."""
    payment = _last_payment(account)
    [invoice, *_others] = paid_by(payment)
    credit(invoice, at=at, refund={payment: payment.amount})


def _cancel(account: Account, *, at: datetime) -> None:
    service = account.services.filter(ended_at=None).latest("pk")
    cancel(service, now=False, at=at, because=BECAUSE, by=_owner(account))


def _change_a_plan(accounts: list[Account], *, at: datetime) -> None:
    """The first who can changes to a larger product: days are given back, and new ones charged."""
    candidates = Service.objects.filter(
        account__in=accounts, ended_at=None, offer__upgrades__isnull=False
    )
    for service in candidates.order_by("pk").distinct():
        term = term_on(service, day_at(at))
        assert term and service.offer
        offer = service.offer.upgrades.earliest("pk").to
        with suppress(NotNowError, NotSoldError, TaxError):
            wish = wished(service, term, offer, term.months, term.quantity, {}, on=day_at(at))
            change(service, wish, seen=preview(service, wish, at=at).seen, at=at)
            return


def _line(product: Product, amount: int, currency: str) -> dict[str, Any]:
    """A year of a product, as orders and quotes have it."""
    return {
        "offer": product,
        "product": product.name,
        "about": product.summary,
        "supply": product.supply,
        "position": 1,
        "months": YEARLY,
        "currency": currency,
        "price": amount,
        "amount": amount,
        "recurring": amount,
    }


def _quotes(account: Account, shop: Shop, *, now: datetime) -> None:
    """One that is open, one that has run out, one that was declined and one that was accepted."""
    day, product = day_at(now), shop.products[-3]
    line = _line(product, _price(shop, -3, account), account.currency)
    order = account.orders.latest("placed_at", "pk")
    for age, lasts, more in (
        (3, 30, {}),
        (90, 30, {}),
        (60, 30, {"declined_at": now - 50 * DAY}),
        (40, 30, {"order": order}),
    ):
        made = now - age * DAY
        quote = Quote.objects.create(
            account=account,
            number=take_numbers(Series.Kind.QUOTE, 1, at=made)[0],
            made_at=made,
            sent_at=made,
            last_day=day - (age - lasts) * DAY,
            currency=account.currency,
            words=QUOTE,
            **more,
        )
        QuoteLine.objects.create(account=account, quote=quote, **line)


def _wait_for_set_up(account: Account, shop: Shop, *, at: datetime) -> None:
    """A server that somebody has to set up; what it costs waits for the next run of invoices."""
    open_service(account, _agreed(shop, 3, account, MONTHLY), at=at)


def _agreed(shop: Shop, nth: int, account: Account, months: int) -> Agreed:
    """A product by its place in the shop, as it is agreed without an order."""
    product = shop.products[nth]
    return Agreed(
        offer=product,
        product=product.name,
        label="",
        options="Operating system: Debian" if product.kind == Product.Kind.SERVER else "",
        supply=product.supply,
        quantity=1,
        months=months,
        currency=account.currency,
        price=shop.prices[product.pk, account.currency, months],
        setup=0,
        discount=0,
        discounts=None,
    )
