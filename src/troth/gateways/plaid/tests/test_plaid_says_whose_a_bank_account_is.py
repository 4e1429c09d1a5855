"""A customer signs in to their bank at Plaid, and what comes back is what a gateway takes."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from troth.calls.errors import InDoubt, Refused, Unavailable
from troth.core.leave import NoLeaveError, reaching
from troth.gateways.bank_check import Holder, Stage
from troth.gateways.plaid import Plaid
from troth.testing.plaid.counterpart import Counterpart, running
from troth.testing.port import free_port
from troth.testing.published import published

BACK = "https://my.example/back/"
HOLDER = Holder(key="k1", name="A. Holder", language="de")
ASKS = {"name": "A provider with a name that is long", "back": BACK}


@pytest.fixture(scope="module")
def stand_in() -> Iterator[Counterpart]:
    with running() as counterpart:
        yield counterpart


@pytest.fixture
def plaid(stand_in: Counterpart) -> Iterator[Plaid]:
    with reaching("plaid"):
        yield Plaid("client", "secret", stand_in.url)


def linked(plaid: Plaid, stand_in: Counterpart, does: str) -> str:
    """The reference of a check at which a customer has done so."""
    on = plaid.begin(HOLDER, **ASKS)
    assert on.url == f"{stand_in.url}/link/{on.reference}"
    stand_in.do("act", token=on.reference, does=does)
    return on.reference


def test_an_account_is_handed_to_stripe(plaid: Plaid, stand_in: Counterpart) -> None:
    found = plaid.found(linked(plaid, stand_in, "ok"))
    assert found.stage == Stage.PROVED
    assert plaid.match(found, HOLDER) == 100
    assert plaid.hand_over(found, "stripe").startswith("btok")
    access = stand_in.items[-1]
    assert access not in found.access
    plaid.forget(found.access)
    assert access not in stand_in.items
    plaid.forget(found.access)  # twice is once


def test_another_holder_has_another_score(plaid: Plaid, stand_in: Counterpart) -> None:
    stand_in.do("holder", name="Somebody else")
    try:
        assert plaid.match(plaid.found(linked(plaid, stand_in, "ok")), HOLDER) == 20
    finally:
        stand_in.do("holder", name="")


def test_of_a_business_the_company_is_told_and_no_person(
    plaid: Plaid, stand_in: Counterpart
) -> None:
    plaid.match(plaid.found(linked(plaid, stand_in, "ok")), replace(HOLDER, company="A Co."))
    assert stand_in.asked[-1]["body"]["user"] == {"legal_name": "A Co."}


def test_who_has_not_come_or_has_left_has_no_account(plaid: Plaid, stand_in: Counterpart) -> None:
    on = plaid.begin(replace(HOLDER, language="xx"), **ASKS)
    assert plaid.found(on.reference).stage == Stage.OPEN
    assert plaid.found(linked(plaid, stand_in, "leave")).stage == Stage.LEFT


def test_small_amounts_are_confirmed_later(plaid: Plaid, stand_in: Counterpart) -> None:
    found = plaid.found(linked(plaid, stand_in, "small"))
    assert (found.stage, plaid.match(found, HOLDER)) == (Stage.WAITS, None)
    with pytest.raises(Refused):
        plaid.hand_over(found, "stripe")
    again = plaid.begin(HOLDER, **ASKS, access=found.access)
    known = {"access": found.access, "account": found.account}
    assert plaid.found(again.reference, **known).stage == Stage.WAITS
    stand_in.do("act", token=again.reference, does="ok")
    proved = plaid.found(again.reference, **known)
    assert proved.stage == Stage.PROVED
    assert plaid.hand_over(proved, "stripe")


def test_a_wrong_code_proves_nothing(plaid: Plaid, stand_in: Counterpart) -> None:
    found = plaid.found(linked(plaid, stand_in, "small"))
    again = plaid.begin(HOLDER, **ASKS, access=found.access)
    stand_in.do("act", token=again.reference, does="wrong")
    failed = plaid.found(again.reference, access=found.access, account=found.account)
    assert failed.stage == Stage.FAILED


def test_what_goes_wrong_has_its_kind(plaid: Plaid, stand_in: Counterpart) -> None:
    for how, error in (("down", Unavailable), ("bank", Unavailable), ("after", InDoubt)):
        stand_in.do("misbehave", how=how)
        with pytest.raises(error):
            plaid.begin(HOLDER, **ASKS)
    wrong = Plaid("client", "another", stand_in.url)
    with pytest.raises(Unavailable, match="INVALID_API_KEYS"):  # which can be mended
        wrong.begin(HOLDER, **ASKS)
    with pytest.raises(Refused):
        plaid.found("link-unknown")


def test_where_nobody_listens_nothing_was_asked() -> None:
    with reaching("plaid"), pytest.raises(Unavailable):
        Plaid("client", "secret", f"http://127.0.0.1:{free_port()}").begin(HOLDER, **ASKS)


@pytest.mark.parametrize("status", ["database_matched", "a status of tomorrow"])
def test_an_account_that_is_only_known_is_not_proved(
    plaid: Plaid, monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    """Database Match says that the numbers are somebody's, and not that they are the customer's."""
    account = {"id": "a", "mask": "1", "verification_status": status}
    added = {"public_token": "p", "accounts": [account], "institution": None}
    sessions = [{"results": {"item_add_results": [added]}}]
    answers = iter(({"link_sessions": sessions}, {"access_token": "x", "item_id": "i"}))
    monkeypatch.setattr(plaid._client, "post", lambda *_args, **_named: next(answers))
    assert plaid.found("link").stage == Stage.FAILED


def test_without_leave_nothing_is_asked(stand_in: Counterpart) -> None:
    before = len(stand_in.asked)
    with pytest.raises(NoLeaveError):
        Plaid("client", "secret", stand_in.url).begin(HOLDER, **ASKS)
    assert len(stand_in.asked) == before


def test_every_word_is_as_plaid_publishes_it(plaid: Plaid, stand_in: Counterpart) -> None:
    """What is sent, and what the stand-in says, so that it stands in for what there is."""
    interface = published("plaid.yml")
    far = Holder("k2", "A. B.", "", "a@b.example", "+15555550100", "1 Road", "10001", "New York")
    plaid.match(plaid.found(linked(plaid, stand_in, "ok")), far)
    for test in (test_an_account_is_handed_to_stripe, test_small_amounts_are_confirmed_later):
        test(plaid, stand_in)
    for each in stand_in.asked:
        interface.require_request("POST", each["path"], each["body"])
        interface.require_answer("POST", each["path"], each["status"], each["answer"])
