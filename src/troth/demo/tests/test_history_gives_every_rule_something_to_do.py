from datetime import UTC, datetime

import pytest

from troth.accounts.models import Account, Membership
from troth.billing.models import Irregularity
from troth.demo.history import SHOWN
from troth.demo.make import ask_something, is_made, make, sweep
from troth.demo.signins import sign_ins
from troth.erasure.foresee import preview
from troth.erasure.models import Hold
from troth.journal.verify import verify
from troth.orders.models import Order
from troth.policy.shipped import shipped
from troth.requests.models import RightsRequest
from troth.testing.make import policy

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", shipped())
def test_the_first_sweep_finds_work_and_the_second_none(name: str) -> None:
    now = datetime.now(UTC)
    done: list[int] = []
    make(policy(name), accounts=60, seed=1, now=now, progress=done.append)
    assert is_made() and done == [60]
    assert sweep(now=now) > 0
    assert sweep(now=now) == 0
    assert verify().ok
    irregular = Irregularity.objects.filter(hold__isnull=False).count()
    assert Hold.objects.filter(lifted_at__isnull=True).count() == 3 + irregular
    assert Account.objects.filter(restricted_at__isnull=False).count() == 1

    assert Order.objects.exclude(promotion="").exists()

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
