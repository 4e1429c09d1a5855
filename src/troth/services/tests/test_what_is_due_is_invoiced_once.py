"""A run invoices what is due on its day; its preview says the same, and a second one nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.models import Invoice, Posting
from troth.billing.owed import balance, owed
from troth.billing.receive import receive
from troth.catalog.models import Group, PriceChange, Product
from troth.cli import main
from troth.core.day import day_at
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.services.bill import bill
from troth.services.by_night import by_night
from troth.services.models import Cancellation, Charge, Service, Suspension, Term
from troth.services.take_back_cancellation import take_back_cancellation
from troth.services.tests.selling import customer, in_cyprus, paid_until
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_utc")]
ON = date(2026, 6, 15)
DUE = date(2026, 6, 22)  # the last day on which a period that is invoiced begins


@pytest.fixture(autouse=True)
def seller() -> None:
    in_cyprus()


def run(on: date = ON, at: datetime = make.NOW) -> list[tuple[str, int]]:
    """Preview a day and run it: what was invoiced, as its preview said, and not twice."""
    foreseen = bill(on=on, at=at, dry_run=True)
    before = Invoice.objects.count(), Charge.objects.count()
    assert bill(on=on, at=at, dry_run=True) == foreseen, "a preview changes nothing"
    billed = bill(on=on, at=at)
    assert billed == foreseen
    assert not bill(on=on, at=at).sums, "run twice it does nothing"
    made = Invoice.objects.order_by("pk")[before[0] :]
    assert billed.invoices == len(made)
    assert sum(s.net + s.tax for s in billed.sums.values()) == sum(each.total for each in made)
    return [(each.currency, each.total) for each in made]


def lines() -> list[tuple[str, date, date, int]]:
    found = Charge.objects.exclude(line=None).order_by("service", "starts")
    return [(c.line.description, c.starts, c.ends, c.line.amount) for c in found]  # type: ignore


def test_a_period_is_invoiced_with_all_that_follows_from_it() -> None:
    service = paid_until(DUE, customer("de"))
    paid_until(DUE + timedelta(days=1))

    assert run() == [("EUR", 119_00)]

    invoice = Invoice.objects.get()
    assert invoice.due_on == date(2026, 6, 29)
    assert invoice.supplied_on == DUE
    assert lines() == [
        ("Hosting, site.example, 22. Juni 2026 bis 21. Juli 2026", DUE, date(2026, 7, 22), 100_00)
    ]
    service.refresh_from_db()
    assert service.charged_through == date(2026, 7, 22)
    message = Message.objects.get()
    assert message.person == make.owner(service.account)
    for told in ("RF422026000001", "CY17 0020 0128 0000 0012 0052 7600", "29. Juni 2026", "119,00"):
        assert told in message.body
    assert message.subject.startswith("Rechnung 2026-000001")
    assert Entry.objects.get(event="invoices.issued").subject == service.account.pseudonym


@pytest.mark.parametrize(
    ("anchor", "months", "begins"),
    [
        (31, 1, ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"]),
        (31, 1, ["2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31"]),
        (29, 12, ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28"]),
        (29, 24, ["2024-02-29", "2026-02-28", "2028-02-29"]),
        (30, 3, ["2025-11-30", "2026-02-28", "2026-05-30"]),
        (1, 1, ["2025-12-01", "2026-01-01"]),
    ],
)
def test_missed_periods_are_made_up_for_with_true_ends(
    anchor: int, months: int, begins: list[str]
) -> None:
    days = [date.fromisoformat(day) for day in begins]
    paid_until(days[0], anchor=anchor, months=months)

    made = run(on=days[-2], at=datetime(2028, 6, 1, tzinfo=UTC))

    assert made == [("EUR", 119_00 * (len(days) - 1))]
    assert [(starts, ends) for _words, starts, ends, _amount in lines()] == list(
        zip(days, days[1:], strict=False)
    )


def test_all_of_one_account_and_currency_is_one_invoice() -> None:
    account = customer()
    paid_until(DUE, account)
    paid_until(DUE, account, quantity=3, price=30_00)
    paid_until(DUE, account, currency="USD")
    for amount, line in ((50_00, "Work"), (-20_00, "Unused days")):
        Charge.objects.create(
            **{"account": account, "reason": "other", "description": line, "supply": "electronic"},
            **{"currency": "EUR", "price": amount, "amount": amount, "made_at": make.NOW},
        )

    assert run() == [("EUR", 190_40), ("USD", 119_00)]
    first = Invoice.objects.order_by("pk")[0].lines.order_by("position")
    assert [(each.quantity, each.price) for each in first] == [
        (1, 100_00),
        (3, 10_00),
        (1, 50_00),
        (1, -20_00),
    ]
    assert not Charge.objects.filter(line=None).exists()


def test_a_discount_runs_out() -> None:
    paid_until(date(2026, 4, 15), starts=date(2026, 4, 15), discount=25_00, discounts=2)

    run()

    assert [amount for *_rest, amount in lines()] == [75_00, 75_00, 100_00]


@pytest.mark.parametrize(
    ("options", "discounts", "told", "costs"),
    [
        ("", None, True, [100_00, 120_00, 120_00]),
        ("Backups", None, True, [100_00, 100_00, 100_00]),  # nobody knows what they add
        ("", None, False, [100_00, 100_00, 100_00]),
        ("", 2, True, [90_00, 110_00, 120_00]),
    ],
)
def test_a_new_price_holds_from_the_first_period_after_its_day_for_who_was_told(
    options: str, discounts: int | None, told: bool, costs: list[int]
) -> None:
    group = Group.objects.create(name="Hosting", slug="hosting")
    offer = Product.objects.create(group=group, name="Hosting", slug="h")
    PriceChange.objects.create(
        **{"product": offer, "currency": "EUR", "months": 1, "amount": 120_00},
        **{"starts": date(2026, 5, 1), "made_at": make.LONG_AGO},
        told_at=datetime(2026, 4, 20, tzinfo=UTC) if told else None,
    )
    starts = date(2026, 4, 15)
    off: dict[str, Any] = {"discount": 10_00, "discounts": discounts} if discounts else {}
    service = paid_until(starts, offer=offer, options=options, starts=starts, **off)

    run()

    assert [amount for *_rest, amount in lines()] == costs
    changed = costs[-1] == 120_00
    assert [each.starts for each in service.terms.order_by("starts")][1:] == (
        [date(2026, 5, 15)] if changed else []
    )


@pytest.mark.parametrize(
    ("change", "costs"),
    [
        ({"amount": 120_00, "withdrawn_at": datetime(2026, 4, 25, tzinfo=UTC)}, [90_00] * 3),
        ({"amount": 120_00}, [90_00, 110_00, 110_00]),
        ({"amount": 8_00}, [90_00, 0, 0]),  # no more is taken off than it costs
    ],
)
def test_what_is_taken_off_each_period_is_so_whatever_becomes_of_the_price(
    change: dict[str, Any], costs: list[int]
) -> None:
    group = Group.objects.create(name="Hosting", slug="hosting")
    offer = Product.objects.create(group=group, name="Hosting", slug="h")
    PriceChange.objects.create(
        **{"product": offer, "currency": "EUR", "months": 1, "starts": date(2026, 5, 1), **change},
        **{"made_at": make.LONG_AGO, "told_at": datetime(2026, 4, 20, tzinfo=UTC)},
    )
    starts = date(2026, 4, 15)
    paid_until(starts, offer=offer, options="", starts=starts, discount=10_00)

    run()

    assert [amount for *_rest, amount in lines()] == costs


def test_what_is_not_to_go_on_is_not_renewed() -> None:
    ended, cancelled, overdue, unready = (paid_until(DUE) for _ in range(4))
    Service.objects.filter(pk=ended.pk).update(ended_at=make.NOW)
    Service.objects.filter(pk=unready.pk).update(activated_at=None)
    paid_until(DUE, months=0)
    Cancellation.objects.create(
        account=cancelled.account, service=cancelled, asked_at=make.NOW, effective_on=DUE
    )
    pause = Suspension.objects.create(
        account=overdue.account, service=overdue, reason="overdue", since=make.NOW
    )
    assert run() == []

    pause.until = make.NOW
    pause.save()
    take_back_cancellation(cancelled, at=make.NOW)

    assert run() == [("EUR", 119_00)] * 2


def test_what_is_to_a_customers_credit_pays_first() -> None:
    rich, some, none = (paid_until(DUE).account for _ in range(3))
    for account, amount in ((rich, 200_00), (some, 19_00)):
        receive(account, amount, "EUR", at=make.NOW, method="transfer")

    run()

    assert [owed(account.invoices.get()) for account in (rich, some, none)] == [0, 100_00, 119_00]
    assert [balance(account, "EUR") for account in (rich, some, none)] == [81_00, 0, 0]
    assert sum(Posting.objects.values_list("amount", flat=True)) == 0
    mails = Message.objects.filter(subject__startswith="Invoice")
    assert "nothing left to pay" in mails.get(person=make.owner(rich)).body
    assert "€100.00" in mails.get(person=make.owner(some)).body


def test_who_cannot_be_taxed_yet_is_left_out_and_made_up_for() -> None:
    nowhere = paid_until(DUE, customer(country=""))
    paid_until(DUE)
    billed = bill(on=ON, at=make.NOW)
    assert [each.account for each in billed.untreated] == [nowhere.account_id]
    assert billed.invoices == 1

    Account.objects.filter(pk=nowhere.account_id).update(country="CY")

    assert run() == [("EUR", 119_00)]
    assert nowhere.account.invoices.count() == 1


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("Pacific/Pago_Pago", datetime(2026, 6, 16, 10, 59, tzinfo=UTC), date(2026, 6, 15)),
        ("Pacific/Pago_Pago", datetime(2026, 6, 16, 11, 0, tzinfo=UTC), date(2026, 6, 16)),
        ("Pacific/Kiritimati", datetime(2026, 6, 14, 9, 59, tzinfo=UTC), date(2026, 6, 14)),
        ("Pacific/Kiritimati", datetime(2026, 6, 14, 10, 0, tzinfo=UTC), date(2026, 6, 15)),
    ],
)
def test_the_day_is_the_providers(zone: str, at: datetime, day: date, settings: Settings) -> None:
    settings.TIME_ZONE = zone
    paid_until(day + timedelta(days=8))

    by_night(at=at)
    assert not Invoice.objects.exists()
    by_night(at=at + timedelta(days=1))

    assert Invoice.objects.get().due_on == day + timedelta(days=15)


def test_a_clock_set_back_does_no_harm() -> None:
    paid_until(DUE)
    assert run() == [("EUR", 119_00)]
    assert run(on=date(2025, 6, 1), at=datetime(2025, 6, 1, tzinfo=UTC)) == []


def test_the_command_previews_runs_and_makes_up_for_a_day(
    capsys: pytest.CaptureFixture[str],
) -> None:
    today = day_at(timezone.now())
    paid_until(today)
    paid_until(today, customer(country=""))

    assert main(["bill", "--dry-run"]) == 1
    assert "Would be invoiced: 1 of €100.00 and €19.00 of tax" in capsys.readouterr().out
    assert not Invoice.objects.exists()
    assert main(["bill", "--on", (today + timedelta(days=1)).isoformat()]) == 1
    assert "is still to come" in capsys.readouterr().err
    assert main(["bill", "--on", (today - timedelta(days=1)).isoformat()]) == 1
    told = capsys.readouterr()
    assert "Invoiced: 1 of €100.00" in told.out
    assert "waits: The tax depends on the country" in told.err
    assert Term.objects.count() == 2


def test_a_long_period_is_invoiced_earlier(settings: Any) -> None:
    settings.BILL_DAYS_BEFORE_BY_MONTHS = {12: 30, 24: 60}
    by_months = {
        months: paid_until(ON + timedelta(days=days), months=months).account
        for months, days in ((1, 8), (6, 8), (12, 30), (24, 60), (36, 60))
    }
    for months, days in ((12, 31), (24, 61)):
        paid_until(ON + timedelta(days=days), months=months)
    run()
    found = set(Invoice.objects.values_list("account", flat=True))
    assert found == {by_months[months].pk for months in (12, 24, 36)}
    run(ON + timedelta(days=1))
    assert Invoice.objects.count() == 7


def test_it_is_due_when_it_was_agreed_with_its_customer() -> None:
    agreed, ever = paid_until(DUE).account, paid_until(DUE).account
    desk = signed_in(make.staff("billing"))
    page = f"/desk/customers/account/{agreed.pk}/money/days-to-pay/"
    typed = {"days": "30", "because": "A good customer"}
    assert b"error" in desk.post(page, {"days": "30"}).content, "not without a reason"
    seen = desk.post(page, typed).content.decode().split('name="seen" value="')[1].split('"')[0]
    for _click in range(2):
        desk.post(page, typed | {"seen": seen})
    run()
    due = dict(Invoice.objects.values_list("account", "due_on"))
    assert due == {agreed.pk: date(2026, 7, 15), ever.pk: date(2026, 6, 29)}
    assert "30 days to pay" in desk.get(page.removesuffix("days-to-pay/")).content.decode()
    assert Entry.objects.filter(event="billing.pay_days").count() == 1
