"""What a customer agreed to is taken back: whoever was told something is asked to forget it."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account
from troth.accounts.restrict import lift_all, restrict_all
from troth.erasure import tasks
from troth.erasure.hold import hold, release
from troth.erasure.models import ForgetRequest
from troth.gates.agree_to_share import agree_to_share, withdraw_share
from troth.gates.consent import stop_using
from troth.gates.models import Disclosure
from troth.gates.share import of
from troth.policy.parse import parse
from troth.policy.shipped import shipped
from troth.testing import make, third_party
from troth.testing.browser import customer
from troth.testing.third_party import StandIn

pytestmark = pytest.mark.django_db(transaction=True)

BOTH = ["share.plaid", "share.plaid.agreed"]
TOLD = "/privacy-centre/disclosures/"


@pytest.fixture
def account() -> Account:
    make.in_force("softsys")
    return make.account()


def agrees_and_is_told_of(plaid: StandIn, account: Account, reference: str = "ref-1") -> None:
    agree_to_share(make.owner(account), "plaid", *BOTH, at=timezone.now())
    plaid.tell(account, of(account, "name"), reference=reference, at=timezone.now())


def five_minutes_pass() -> None:
    tasks.tell.func(timestamp=0)


def page_of(account: Account) -> str:
    client = Client()
    client.force_login(customer(account))
    return " ".join(client.get(TOLD).content.decode().split())


def test_and_the_customer_reads_whether_it_has(plaid: StandIn, account: Account) -> None:
    agrees_and_is_told_of(plaid, account)
    five_minutes_pass()
    assert plaid.forgotten == [] and "told to forget" not in page_of(account)
    client = Client()
    client.force_login(customer(account))
    client.post("/privacy-centre/consents/share/plaid/", {"choice": "withdraw"})
    five_minutes_pass()
    five_minutes_pass()
    assert plaid.forgotten == ["ref-1"]
    assert "It confirmed on" in page_of(account)


def test_one_that_cannot_be_called_is_told_by_hand(plaid: StandIn, account: Account) -> None:
    agrees_and_is_told_of(plaid, account)
    third_party.ON.clear()
    withdraw_share(make.owner(account), "plaid", at=timezone.now())
    five_minutes_pass()
    assert "It has not confirmed that yet." in page_of(account)
    desk = Client()
    desk.force_login(make.staff("privacy"))
    by_hand = ForgetRequest.objects.get(state="by hand")
    assert "ref-1" in desk.get("/desk/recipients/forget/").content.decode()
    desk.post("/desk/recipients/forget/told/", {"told": by_hand.pk})
    assert "It confirmed on" in page_of(account)


def test_who_agrees_anew_is_told_of_anew_and_forgotten_anew(
    plaid: StandIn, account: Account
) -> None:
    for _twice in range(2):
        agrees_and_is_told_of(plaid, account)
        withdraw_share(make.owner(account), "plaid", at=timezone.now())
        five_minutes_pass()
    assert plaid.forgotten == ["ref-1", "ref-1"]


def test_what_needs_no_agreement_any_more_is_none_of_it(plaid: StandIn, account: Account) -> None:
    agrees_and_is_told_of(plaid, account)
    withdraw_share(make.owner(account), "plaid", at=timezone.now())
    by_itself = make.changed("softsys", ('when = "consent"\nagreed = true\n', ""))
    make.in_force(by_itself, at=timezone.now())
    plaid.tell(account, of(account, "name"), reference="ref-2", at=timezone.now())
    five_minutes_pass()
    assert plaid.forgotten == ["ref-1"]


def test_what_is_nobody_elses_business_stays(plaid: StandIn, account: Account) -> None:
    other = make.account()
    agrees_and_is_told_of(plaid, account)
    agrees_and_is_told_of(plaid, other, "ref-2")
    withdraw_share(make.owner(account), "plaid", at=timezone.now())
    five_minutes_pass()
    assert plaid.forgotten == ["ref-1"]


@pytest.mark.parametrize("records", [["disclosure"], ["*"]])
def test_a_hold_is_waited_for(plaid: StandIn, account: Account, records: list[str]) -> None:
    agrees_and_is_told_of(plaid, account)
    now = timezone.now()
    told = {"reason": "a dispute", "owner": "legal", "review_on": date(2040, 1, 1)}
    placed = hold(account, records=records, **told, at=now)  # type: ignore[arg-type]
    withdraw_share(make.owner(account), "plaid", at=timezone.now())
    five_minutes_pass()
    assert plaid.forgotten == []
    release(placed, at=timezone.now())
    five_minutes_pass()
    assert plaid.forgotten == ["ref-1"]


def test_a_restriction_is_waited_for(plaid: StandIn, account: Account) -> None:
    agrees_and_is_told_of(plaid, account)
    withdraw_share(make.owner(account), "plaid", at=timezone.now())
    restrict_all(make.owner(account), at=timezone.now())
    five_minutes_pass()
    assert plaid.forgotten == []
    lift_all(make.owner(account), at=timezone.now())
    five_minutes_pass()
    assert plaid.forgotten == ["ref-1"]


@pytest.mark.parametrize(
    ("served", "forgets"), [(["improvement"], True), (["improvement", "service"], False)]
)
def test_an_objection_to_all_that_it_serves_counts_as_well(
    plaid: StandIn, account: Account, served: list[str], forgets: bool
) -> None:
    purposes = ", ".join(f'"{each}"' for each in served)
    text = shipped()["softsys"].read_text()
    text = text.replace('when = "consent"\nagreed = true', f"purposes = [{purposes}]")
    make.in_force(parse(text.encode(), "softsys"), at=timezone.now())
    plaid.tell(account, of(account, "name"), reference="ref-1", at=timezone.now())
    stop_using(make.owner(account), ["improvement"], at=timezone.now())
    five_minutes_pass()
    assert (plaid.forgotten == ["ref-1"]) is forgets


def test_one_told_under_no_name_has_nothing_to_look_up(plaid: StandIn, account: Account) -> None:
    agree_to_share(make.owner(account), "plaid", *BOTH, at=timezone.now())
    plaid.tell(account, of(account, "name"), at=timezone.now())
    withdraw_share(make.owner(account), "plaid", at=timezone.now())
    five_minutes_pass()
    assert Disclosure.objects.get().asked_to_forget_at is None
