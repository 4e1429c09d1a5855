"""A recipient that needs it is told nothing before the customer agrees, and nothing afterwards."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from troth.accounts.models import Account
from troth.core.errors import TrothError
from troth.gates.agree_to_share import agree_to_share, withdraw_share
from troth.gates.consent import stop_using
from troth.gates.models import ConsentEvent
from troth.gates.new_use import decided
from troth.gates.share import NotSharedError, of
from troth.policy.parse import Policy, parse
from troth.policy.shipped import shipped
from troth.testing import make
from troth.testing.browser import customer
from troth.testing.third_party import StandIn

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/privacy-centre/consents/"
SHARE = f"{PAGE}share/plaid/"
BOTH = ["share.plaid", "share.plaid.agreed"]


@pytest.fixture
def account() -> Account:
    make.in_force("softsys")
    return make.account()


@pytest.fixture
def client(account: Account) -> Client:
    made = Client()
    made.force_login(customer(account))
    return made


def is_told(plaid: StandIn, account: Account, at: datetime | None = None) -> bool:
    try:
        plaid.tell(account, of(account, "name"), at=at or timezone.now())
    except NotSharedError:
        return False
    return True


def test_by_two_boxes_that_nobody_has_ticked_for_them(
    plaid: StandIn, account: Account, client: Client
) -> None:
    page = client.get(PAGE).content.decode()
    assert page.count('type="checkbox" name="agree"') == 2 and "checked" not in page
    assert "Plaid (confirms that a bank account belongs to the customer" in page
    assert "It goes to this country: United States." in page
    assert not is_told(plaid, account)
    half = client.post(SHARE, {"choice": "give", "agree": BOTH[:1]})
    assert half.status_code == 409 and not is_told(plaid, account)
    client.post(SHARE, {"choice": "give", "agree": BOTH})
    assert is_told(plaid, account) and plaid.received == ["An Account"]
    said = ConsentEvent.objects.order_by("rule")
    assert [(each.rule, each.kind) for each in said] == [(rule, "given") for rule in BOTH]
    assert "Plaid" in said[0].wording and "itself" in said[1].wording


def test_and_not_for_the_day_before(plaid: StandIn, account: Account) -> None:
    agree_to_share(make.owner(account), "plaid", *BOTH, at=timezone.now())
    assert is_told(plaid, account)
    assert not is_told(plaid, account, timezone.now() - timedelta(days=1))


def test_and_takes_it_back_by_one_click(plaid: StandIn, account: Account, client: Client) -> None:
    client.post(SHARE, {"choice": "give", "agree": BOTH})
    assert "Withdraw: Plaid" in client.get(PAGE).content.decode()
    client.post(SHARE, {"choice": "withdraw"})
    assert not is_told(plaid, account)
    page = client.get(PAGE).content.decode()
    assert "History: 4 entries" in page and "You withdrew it" in page
    assert "Withdraw: Plaid" not in page


def test_what_was_agreed_to_is_no_new_use(plaid: StandIn, account: Account, client: Client) -> None:
    client.post(SHARE, {"choice": "give", "agree": BOTH})
    assert decided(make.owner(account), at=timezone.now()) == {}
    assert "New uses" not in client.get(PAGE).content.decode()
    activity = client.get("/privacy-centre/activity/").content.decode()
    assert "Consent given" in activity and "New use" not in activity


def test_in_german(plaid: StandIn, account: Account, client: Client) -> None:
    with translation.override("de"):
        agree_to_share(make.owner(account), "plaid", *BOTH, at=timezone.now())
    words = ConsentEvent.objects.get(rule="share.plaid").wording
    assert words.startswith("Plaid (") and "diese Daten über mich" in words


def test_what_the_policy_asks_no_agreement_for_takes_none(account: Account) -> None:
    with pytest.raises(TrothError, match="asks for no agreement"):
        agree_to_share(make.owner(account), "nobody", "share.nobody", at=timezone.now())
    withdraw_share(make.owner(account), "nobody", at=timezone.now())
    assert not ConsentEvent.objects.exists()


def test_its_own_terms_are_a_click_away(plaid: StandIn, account: Account, client: Client) -> None:
    terms = 'agreed = true\nterms = "https://plaid.example/legal"'
    make.in_force(softsys("agreed = true", terms), at=timezone.now())
    assert 'href="https://plaid.example/legal"' in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("served", "goes_on"), [(["improvement"], False), (["improvement", "service"], True)]
)
def test_an_objection_to_all_that_it_serves_ends_it_too(
    plaid: StandIn, account: Account, served: list[str], goes_on: bool
) -> None:
    purposes = ", ".join(f'"{each}"' for each in served)
    agreed = 'when = "consent"\nagreed = true'
    make.in_force(softsys(agreed, f"purposes = [{purposes}]"), at=timezone.now())
    assert is_told(plaid, account)
    stop_using(make.owner(account), ["improvement"], at=timezone.now())
    assert is_told(plaid, account) is goes_on


def softsys(old: str, new: str) -> Policy:
    return parse(shipped()["softsys"].read_text().replace(old, new).encode(), "softsys")
