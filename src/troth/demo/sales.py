"""What befell some customers lately: money that went back, quotes, orders that wait, statements.

Where a verb of the product does it, that one does it here.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from troth.accounts.models import Account, Membership, Person
from troth.bank.models import BankLine, BankStatement
from troth.billing.charge_back import charge_back
from troth.billing.credit import credit
from troth.billing.irregular import find_irregular
from troth.billing.models import Irregularity, Payment, Posting, Series
from troth.billing.number import take_numbers
from troth.billing.receive import receive
from troth.billing.refund import paid_by
from troth.catalog.models import Product
from troth.catalog.price import NotSoldError
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.demo.history import DAY, SHOWN, Historian
from troth.demo.shop import MONTHLY, YEARLY, Shop
from troth.demo.texts import BECAUSE, QUOTE
from troth.orders.models import Order, OrderLine, Quote, QuoteLine
from troth.orders.place import place
from troth.orders.propose import Wanted, propose
from troth.services.cancel import cancel
from troth.services.change import change, preview, term_on
from troth.services.locked import NotNowError
from troth.services.models import Service
from troth.services.open_service import Agreed, open_service
from troth.services.wish import wished
from troth.tax.decide import TaxError

_STATEMENT = timedelta(days=60)  # what the last statement of the bank is of


def sell(shop: Shop, historian: Historian, *, now: datetime) -> None:
    """Have each of these happen to somebody whose data nothing protects."""
    every = _customers()
    shown, others = every[:SHOWN], iter(every[SHOWN:])
    for account in shown:
        _quotes(account, shop, now=now)
    _credit(shown[0], share=3, at=now - 2 * DAY)
    receive(shown[-1], _price(shop, 0, shown[-1]), shown[-1].currency, at=now - DAY, method="card")
    _cancel(shown[-1], at=now - DAY)
    for account in islice(others, 2):
        _refund(account, at=now - 3 * DAY)
    for account in islice(others, 2):
        charge_back(_last_payment(account), at=now - 5 * DAY)
    for account in islice(others, 2):
        find_irregular(
            account,
            Irregularity.Kind.UNEXPLAINED,
            at=now - 4 * DAY,
            note_of_staff="Paid twice, and asks for neither back",
            by=historian.staff[1],
        )
    for account in islice(others, 2):
        _order(account, shop, at=now - DAY)
    for account in islice(others, 2):
        _wait_for_set_up(account, shop, at=now - DAY)
    for account in islice(others, 2):
        _cancel(account, at=now - 2 * DAY)
    _use_a_promotion(others, shop, historian, at=now)
    _change_a_plan(every, at=now - DAY)
    _read_a_statement(shop, historian, now=now)


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


def _owner(account: Account) -> Person:
    return Membership.objects.get(account=account, role=Membership.Role.OWNER).person


def _last_payment(account: Account) -> Payment:
    return account.payments.filter(amount__gt=0).latest("received_at", "pk")


def _price(shop: Shop, product: int, account: Account) -> int:
    return shop.prices[shop.products[product].pk, account.currency, YEARLY]


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


def _use_a_promotion(
    accounts: Iterator[Account], shop: Shop, historian: Historian, *, at: datetime
) -> None:
    """The first who can orders a year of something by a code, as in the shop."""
    wanted = [Wanted(shop.products[-2].pk, YEARLY, {})]
    for account in accounts:
        with suppress(TrothError):
            shown = propose(wanted, account.currency, "WELCOME", account=account, at=at)
            place(
                account,
                wanted,
                currency=account.currency,
                code="WELCOME",
                key=UUID(int=historian.rng.getrandbits(128), version=4),
                mark=shown.agreement.mark,
                by=_owner(account),
                at=at,
            )
            return


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


def _order(account: Account, shop: Shop, *, at: datetime) -> None:
    """An order that staff are to look at before it holds."""
    amount = _price(shop, 0, account)
    order = Order.objects.create(
        account=account,
        person=_owner(account),
        number=take_numbers(Series.Kind.ORDER, 1, at=at)[0],
        placed_at=at,
        currency=account.currency,
        net=amount,
        tax=0,
        total=amount,
        terms=shop.terms,
        from_country="CH",
        review="country",
    )
    line = _line(shop.products[0], amount, account.currency)
    OrderLine.objects.create(account=account, order=order, **line)


def _wait_for_set_up(account: Account, shop: Shop, *, at: datetime) -> None:
    """A server that somebody has to set up; what it costs waits for the next run of invoices."""
    product = shop.products[3]
    agreed = Agreed(
        offer=product,
        product=product.name,
        label="",
        options="Operating system: Debian",
        supply=product.supply,
        quantity=1,
        months=MONTHLY,
        currency=account.currency,
        price=shop.prices[product.pk, account.currency, MONTHLY],
        setup=0,
        discount=0,
        discounts=None,
    )
    open_service(account, agreed, at=at)


def _read_a_statement(shop: Shop, historian: Historian, *, now: datetime) -> None:
    """The bank's last statement: what customers have paid, and two lines that nobody knows."""
    bank = shop.banks["EUR"]
    paid = Payment.objects.filter(
        method="transfer", currency=bank.currency, amount__gt=0, received_at__gte=now - _STATEMENT
    )
    lines = [
        BankLine(
            account_id=payment.account_id,
            booked_on=day_at(payment.received_at),
            amount=payment.amount,
            party=payment.payer,
            reference=_paid_reference(payment),
            payment=payment,
            settled_at=now,
        )
        for payment in paid.order_by("received_at", "pk")
    ]
    lines += [
        BankLine(
            booked_on=day_at(now),
            amount=amount,
            party=historian.people.one().name,
            text=text,
        )
        for amount, text in ((49_90, "for the site"), (120_00, "invoice of last month"))
    ]
    statement = BankStatement.objects.create(
        bank_account=bank,
        digest=hashlib.sha256(b"demo").hexdigest(),
        number=f"{day_at(now):%Y}/1",
        opening=0,
        closing=sum(line.amount for line in lines),
        since=min(line.booked_on for line in lines),
        until=day_at(now),
        read_at=now,
    )
    for number, line in enumerate(lines):
        line.statement, line.bank_account, line.currency = statement, bank, bank.currency
        line.read_at, line.nth = now, 0
        line.digest = hashlib.sha256(f"demo {number}".encode()).hexdigest()
    BankLine.objects.bulk_create(lines)


def _paid_reference(payment: Payment) -> str:
    posting = payment.postings.filter(ledger=Posting.Ledger.RECEIVABLE).first()
    return posting.invoice.payment_reference if posting and posting.invoice else ""
