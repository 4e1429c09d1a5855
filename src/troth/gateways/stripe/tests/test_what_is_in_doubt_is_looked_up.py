from collections.abc import Iterator
from socket import socket
from threading import Thread

import pytest

from troth.calls.errors import InDoubt, Refused, Unavailable
from troth.core.leave import NoLeaveError, reaching
from troth.gateways.gateway import Due, Outcome, Payer
from troth.gateways.stripe import find
from troth.testing.port import free_port
from troth.testing.stripe.counterpart import Counterpart

CARD = "4242424242424242"


@pytest.fixture(autouse=True)
def leave() -> Iterator[None]:
    with reaching("stripe"):
        yield


@pytest.fixture(scope="module")
def payer(stand_in: Counterpart) -> Payer:
    return Payer(customer=stand_in.do("local", what="customers", told={"name": "A"})["id"])


@pytest.fixture
def way(stand_in: Counterpart, payer: Payer) -> str:
    return str(stand_in.do("way", customer=payer.customer, card=CARD)["id"])


@pytest.fixture
def late_search(stand_in: Counterpart) -> Iterator[None]:
    """The search does not know yet what is made now."""
    stand_in.do("lag")
    yield
    stand_in.do("lag", ends=True)


def due(key: str) -> Due:
    return Due(key, 500, "EUR", "Invoice RE-9")


@pytest.mark.parametrize("how", ["after", "half"])
def test_a_charge_whose_answer_is_lost_is_found_by_our_key(
    stand_in: Counterpart, payer: Payer, way: str, late_search: None, how: str
) -> None:
    stand_in.do("misbehave", how=how)
    with pytest.raises(InDoubt):
        stand_in.gateway().charge(way, payer, due(how))
    found = stand_in.gateway().look_up(how)
    assert found and (found.outcome, found.amount) == (Outcome.PAID, 500)


def test_what_is_being_answered_at_this_moment_is_in_doubt(
    stand_in: Counterpart, payer: Payer, way: str
) -> None:
    gateway = stand_in.gateway()
    stand_in.do("misbehave", how="meanwhile")
    with pytest.raises(InDoubt):
        gateway.charge(way, payer, due("meanwhile"))
    stand_in.do("misbehave", how="meanwhile")
    with pytest.raises(Unavailable):  # a question has no key, and changes nothing
        gateway.look_up("meanwhile", "pi_1")


@pytest.mark.parametrize("how", ["before", "down"])
def test_a_charge_that_never_arrived_is_not_found(
    stand_in: Counterpart, payer: Payer, way: str, how: str
) -> None:
    stand_in.do("misbehave", how=how)
    with pytest.raises(InDoubt):
        stand_in.gateway().charge(way, payer, due(how))
    assert stand_in.gateway().look_up(how) is None


def test_a_payment_of_long_ago_is_searched_for(
    stand_in: Counterpart, payer: Payer, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid = stand_in.gateway().charge(way, payer, due("old"))
    monkeypatch.setattr(find, "every", lambda *call, **sent: iter(()))  # no list goes back so far
    found = stand_in.gateway().look_up("old")
    assert found and found.reference == paid.reference


def test_a_refund_whose_answer_is_lost_is_found_by_its_payment(
    stand_in: Counterpart, payer: Payer, way: str
) -> None:
    gateway = stand_in.gateway()
    paid = gateway.charge(way, payer, due("to pay back"))
    stand_in.do("misbehave", how="after")
    with pytest.raises(InDoubt):
        gateway.refund(paid.reference, Due("back", 200, "EUR", "Credit note"))
    found = gateway.look_up("back", paid.reference)
    assert found and (found.of, found.amount) == (paid.reference, 200)
    assert gateway.look_up("back") == found
    assert gateway.look_up("another", paid.reference) is None


def test_what_is_not_there_is_none(stand_in: Counterpart) -> None:
    for reference in ("pi_none", "cs_none", "re_none"):
        assert stand_in.gateway().look_up("none", reference) is None


def test_a_question_that_is_not_answered_is_never_in_doubt(stand_in: Counterpart) -> None:
    for how in ("before", "down", "half"):
        stand_in.do("misbehave", how=how)
        with pytest.raises(Unavailable):
            stand_in.gateway().look_up("x", "pi_none")


def test_where_nobody_listens_nothing_was_done(payer: Payer, stand_in: Counterpart) -> None:
    gateway = stand_in.gateway(url=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(Unavailable):
        gateway.charge("pm_x", payer, due("nobody"))


def test_whoever_says_nothing_for_too_long_leaves_it_in_doubt(
    payer: Payer, stand_in: Counterpart, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("troth.core.ask_outside.PATIENCE", 0.2)
    with socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        held = list[socket]()
        listens = Thread(target=lambda: held.append(silent.accept()[0]), daemon=True)
        listens.start()
        gateway = stand_in.gateway(url=f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(InDoubt):
            gateway.charge("pm_x", payer, due("slow"))
        listens.join()
        held[0].close()


def test_when_stripe_is_asked_too_much_nothing_was_done(
    stand_in: Counterpart, payer: Payer, way: str
) -> None:
    stand_in.do("misbehave", how="busy")
    with pytest.raises(Unavailable):
        stand_in.gateway().charge(way, payer, due("busy"))


def test_what_stripe_refuses_is_refused_in_its_words_for_programs(
    stand_in: Counterpart, payer: Payer
) -> None:
    with pytest.raises(Refused, match="resource_missing"):
        stand_in.gateway().charge("pm_unknown", payer, due("unknown"))


def test_a_key_that_stripe_does_not_take_leaves_everything_as_it_is(
    stand_in: Counterpart, payer: Payer
) -> None:
    with pytest.raises(Unavailable, match="STRIPE_SECRET_KEY"):
        stand_in.gateway(secret_key="wrong").charge("pm_x", payer, due("wrong"))


def test_without_leave_nothing_goes_out(stand_in: Counterpart, payer: Payer) -> None:
    before = len(stand_in.asked())
    with reaching(""), pytest.raises(NoLeaveError):
        stand_in.gateway().charge("pm_x", payer, due("without leave"))
    assert len(stand_in.asked()) == before


def test_something_else_under_the_same_key_is_looked_up_first(
    stand_in: Counterpart, payer: Payer, way: str
) -> None:
    gateway = stand_in.gateway()
    gateway.charge(way, payer, due("same key"))
    with pytest.raises(InDoubt):
        gateway.charge(way, payer, Due("same key", 700, "EUR", "Invoice RE-10"))
