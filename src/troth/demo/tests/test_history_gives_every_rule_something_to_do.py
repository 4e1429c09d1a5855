"""Whatever there is to see or to do occurs in the demo, under each of the shipped policies."""

from datetime import UTC, datetime

import pytest
from django.db.models import Q
from pytest_django import Settings

from troth.accounts.models import Account, Membership
from troth.bank.models import BankLine
from troth.billing.books import check
from troth.billing.models import Invoice, Irregularity, NightRun
from troth.billing.unclaimed import unclaimed
from troth.demo.life import SHOWN
from troth.demo.make import ask_something, is_made, make, sweep
from troth.demo.signins import sign_ins
from troth.erasure.foresee import preview
from troth.erasure.models import Hold
from troth.journal.verify import verify
from troth.messaging.models import Message
from troth.orders.models import Order, Quote
from troth.policy.shipped import shipped
from troth.requests.models import RightsRequest
from troth.services.models import Service
from troth.services.pay_back import to_pay_back
from troth.testing.make import policy

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", shipped())
def test_the_first_sweep_finds_work_and_the_second_none(name: str, settings: Settings) -> None:
    settings.TAX_ONE_STOP_SHOP = True
    settings.TAX_REGISTERED = ("GB", "IN")
    settings.TAX_REGION = "TN"
    now = datetime.now(UTC)
    done: list[int] = []
    make(policy(name), accounts=60, seed=1, now=now, progress=done.append)
    assert is_made() and done == [60]
    _every_state_of_selling_is_there()
    assert sweep(now=now) > 0
    assert sweep(now=now) == 0
    assert verify().ok
    irregular = Irregularity.objects.filter(hold__isnull=False).count()
    assert Hold.objects.filter(lifted_at__isnull=True).count() == 3 + irregular
    assert Account.objects.filter(restricted_at__isnull=False).count() == 1

    customers, staff, password = sign_ins()
    assert len(customers) == SHOWN
    for person in (*customers, staff):
        person.refresh_from_db()
        assert person.check_password(password)
    assert staff.is_staff
    assert preview(customers[0], at=now).removed > 10

    ask_something(now=now)
    waiting = RightsRequest.objects.filter(state=RightsRequest.State.OPEN)
    assert {"erase", "export"} <= set(waiting.values_list("right", flat=True))


def test_a_customer_who_was_erased_makes_room_for_the_next() -> None:
    now = datetime.now(UTC)
    make(policy("softsys"), accounts=20, seed=1, now=now)
    first, _, _ = sign_ins()
    Membership.objects.filter(person=first[0]).update(role="trusted")
    second, _, _ = sign_ins()
    assert first[0] not in second and len(second) == SHOWN


def _every_state_of_selling_is_there() -> None:
    lines, invoices = BankLine.objects.all(), Invoice.objects.with_standing()
    assert lines.filter(settled_at__isnull=False, payment__isnull=False).exists()
    assert lines.waiting().exists() and lines.exclude(dismissed_at=None).exists()
    read = Q(pk__in=lines.values("payment__postings__invoice"))
    assert invoices.filter(read, owed__gt=0).exists()  # paid in part
    assert invoices.filter(read, owed=0).exists()
    services = Service.objects.filter
    assert services(ended_at=None, suspensions__reason="overdue", suspensions__until=None).exists()
    assert services(ended_at__isnull=False, cancellations__kind="unpaid").exists()
    subjects = set(Message.objects.values_list("subject", flat=True))
    ends = {"Your services end tomorrow", "Your services have ended"}
    assert {"Your services are suspended", *ends} <= subjects
    assert to_pay_back().exists()
    assert unclaimed()
    assert NightRun.objects.filter(agreed_at__isnull=False, done_at__isnull=False).exists()
    assert Irregularity.objects.filter(kind="dispute", resolved_at=None).exists()
    orders = Order.objects.all()
    assert orders.filter(accepted_at=None, refused_at=None).exclude(review="").exists()
    assert orders.exclude(promotion="").exists()
    quotes = Quote.objects.all()
    assert quotes.filter(declined_at__isnull=False).exists() and quotes.exclude(order=None).exists()
    assert check() == []
