import pytest

from troth.calls.errors import InDoubt, Unavailable
from troth.core.leave import NoLeaveError, reaching
from troth.gateways.gateway import Due, Outcome, Payer
from troth.testing.paypal.counterpart import Counterpart
from troth.testing.port import free_port

pytestmark = pytest.mark.usefixtures("leave")


def due(key: str) -> Due:
    return Due(key, 500, "EUR", "RE-9")


@pytest.fixture
def way(stand_in: Counterpart) -> str:
    return str(stand_in.do("way", declines=False)["id"])


@pytest.mark.parametrize("how", ["after", "half", "before", "down"])
def test_under_the_same_key_it_is_taken_once(
    stand_in: Counterpart, way: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = stand_in.gateway()
    gateway.forget("warm")  # the token is there
    with monkeypatch.context() as patched:
        patched.setattr("troth.core.ask_outside.PATIENCE", 0.5)
        stand_in.do("misbehave", how=how)
        with pytest.raises(InDoubt):
            gateway.charge(way, Payer(), due(how))
    assert gateway.look_up(how) is None  # PayPal finds nothing by it: it is asked for again
    stand_in.events()
    said = gateway.charge(way, Payer(), due(how))
    assert (said.outcome, said.key) == (Outcome.PAID, how)
    assert len(stand_in.events()) == (how in ("before", "down"))


def test_when_paypal_has_forgotten_the_key_the_number_of_the_invoice_is_in_the_way(
    stand_in: Counterpart, way: str
) -> None:
    gateway = stand_in.gateway()
    gateway.charge(way, Payer(), due("long ago"))
    stand_in.do("forget_keys")
    stand_in.events()
    with pytest.raises(InDoubt):
        gateway.charge(way, Payer(), due("long ago"))
    assert not stand_in.events()


def test_what_was_taken_though_the_answer_is_lost_is_seen_by_its_order(
    stand_in: Counterpart,
) -> None:
    gateway = stand_in.gateway()
    to = gateway.pay(Payer(), due("agreed"), back="https://us.example/", keep=False)
    stand_in.do("act", name=to.reference.removeprefix("order:"), does="ok")
    stand_in.do("misbehave", how="half")
    with pytest.raises(InDoubt):
        gateway.take(to.reference, "agreed")
    said = gateway.look_up("agreed", to.reference)
    assert said and said.outcome is Outcome.PAID


def test_a_question_that_is_not_answered_is_never_in_doubt(stand_in: Counterpart) -> None:
    for how in ("down", "half", "busy"):
        stand_in.do("misbehave", how=how)
        with pytest.raises(Unavailable):
            stand_in.gateway().look_up("x", "order:x")


def test_what_is_not_there_is_none(stand_in: Counterpart) -> None:
    for reference in ("order:none", "refund:none", "setup:none", "none"):
        assert stand_in.gateway().look_up("none", reference) is None


def test_where_nobody_listens_nothing_was_done(way: str, stand_in: Counterpart) -> None:
    gateway = stand_in.gateway(url=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(Unavailable):
        gateway.charge(way, Payer(), due("nobody"))


def test_where_nobody_listens_any_more_nothing_was_done_either(
    way: str, stand_in: Counterpart, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = stand_in.gateway()
    gateway.forget("warm")  # the token is there
    monkeypatch.setattr(gateway._paypal, "_url", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(Unavailable):
        gateway.charge(way, Payer(), due("gone"))


def test_when_paypal_is_asked_too_much_nothing_was_done(stand_in: Counterpart, way: str) -> None:
    stand_in.do("misbehave", how="busy")
    with pytest.raises(Unavailable):
        stand_in.gateway().charge(way, Payer(), due("busy"))


def test_a_token_that_was_withdrawn_is_asked_for_anew(stand_in: Counterpart, way: str) -> None:
    gateway = stand_in.gateway()
    gateway.forget("warm")
    stand_in.do("misbehave", how="token")
    assert gateway.charge(way, Payer(), due("token")).outcome is Outcome.PAID


def test_a_secret_that_paypal_does_not_take_leaves_everything_as_it_is(
    stand_in: Counterpart, way: str
) -> None:
    with pytest.raises(Unavailable, match="PAYPAL_SECRET"):
        stand_in.gateway(secret="wrong").charge(way, Payer(), due("wrong"))


def test_without_leave_nothing_goes_out(stand_in: Counterpart, way: str) -> None:
    before = len(stand_in.asked)
    with reaching(""), pytest.raises(NoLeaveError):
        stand_in.gateway().charge(way, Payer(), due("without leave"))
    assert len(stand_in.asked) == before
