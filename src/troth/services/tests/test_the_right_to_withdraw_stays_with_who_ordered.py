from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from troth.accounts.models import Person
from troth.services.models import Cancellation, Service
from troth.services.set_up import set_up
from troth.testing import make, sell
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db
MONDAY = datetime(2027, 2, 1, 12, tzinfo=UTC)


def same(owner: Person) -> Person:
    return owner


def another(_owner: Person) -> Person:
    return make.person()


@pytest.mark.parametrize(
    ("whose", "company", "goes_along"),
    [(same, "", True), (same, "Example Ltd", False), (another, "", False)],
    ids=["another account of theirs", "their business", "somebody else"],
)
def test_it_goes_along_to_an_account_of_theirs_as_a_consumer_alone(
    whose: object, company: str, goes_along: bool
) -> None:
    assert callable(whose)
    with time_machine.travel(MONDAY, tick=False):
        sell.seller(at=MONDAY)
        account = sell.buyer(country="CY", at=MONDAY)
        service = sell.sold(account, sell.product("Small", {1: 1000}), at=MONDAY)
        set_up(service, at=MONDAY)
        owner = whose(make.owner(account))
        to = make.account(owner, country="CY", currency="EUR", company=company)
        signed_in(make.staff("billing")).post(
            f"/desk/services/{service.pk}/transfer/", {"transfer-to": to.pk}
        )
    moved = Service.objects.get(account=to)
    with time_machine.travel(MONDAY + timedelta(3), tick=False):
        browser, page = signed_in(owner), f"/account/{to.pk}/services/{moved.pk}/"
        told = browser.get(page).content.decode()
        browser.post(f"{page}withdraw/", {"name": "Ada Example", "confirm": "1"})
        desk = signed_in(make.staff("billing"))
        sent = {"withdraw-sent_on": "2027-02-02", "withdraw-statement": "I withdraw."}
        desk.post(f"/desk/services/{moved.pk}/withdraw/", sent)
    assert ("Withdraw from contract here" in told) == goes_along
    assert Cancellation.objects.filter(kind="withdrawn").exists() == goes_along
