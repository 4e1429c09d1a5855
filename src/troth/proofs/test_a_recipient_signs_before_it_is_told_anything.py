"""A processor is told nothing before what it has to sign is on record at the desk."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytest_django import Settings

from troth.accounts.models import Account
from troth.cli import main, serve
from troth.gates.recipient import Recipient
from troth.gates.share import NotSharedError, Told
from troth.proofs.expect import expect
from troth.proofs.visitor import Page
from troth.proofs.world import Colleague, Customer, World
from troth.testing import third_party
from troth.testing.port import free_port
from troth.testing.third_party import StandIn

DESK = "/desk/recipients/"
GOOGLE = Recipient(
    name="google",
    title="Google Inc.",
    role="processor",
    function="web analytics",
    country="US",
    receives=frozenset({"device", "usage"}),
    address="https://analytics.example",
)


@pytest.fixture
def google(settings: Settings) -> Iterator[StandIn]:
    settings.THIRD_PARTIES = third_party.SETTING
    made = StandIn(GOOGLE)
    third_party.ON[:] = [made]
    yield made
    third_party.ON.clear()


@pytest.fixture
def refusal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> "Refusal":
    monkeypatch.setattr(serve, "serve", lambda host, port, *, workers: None)
    return Refusal(capsys)


class Refusal:
    """What `troth serve` says in place of starting; blank where it starts."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __str__(self) -> str:
        code = main(["serve", "--port", str(free_port())])
        assert code in (0, 1)
        return self.capsys.readouterr().err if code else ""


def signs(desk: Colleague, kind: str, *purposes: str) -> Page:
    typed = {"recipient": "google", "kind": kind, "signed_on": "2026-01-02"}
    return desk.post(DESK, **typed, purposes=list(purposes))


def is_told(google: StandIn, customer: Customer, world: World) -> bool:
    """Whether it receives a customer's browser."""
    account = Account.objects.get(pk=customer.account)
    try:
        google.tell(account, Told("device", "Firefox"), at=world.now)
    except NotSharedError:
        return False
    return True


@pytest.mark.proves("IS-34")
def test_one_abroad_by_safeguards_that_are_told_and_signed(
    world: World, google: StandIn, refusal: Refusal
) -> None:
    customer, desk = world.customer(), world.staff("privacy")
    signs(desk, "instructions", "improvement")
    signs(desk, "confidentiality")
    assert not is_told(google, customer, world), "the safeguards are not signed"
    assert "Missing: the signed safeguards" in desk.open(DESK).text
    assert "Google Inc. is switched on, and is told nothing" in desk.open("/desk/").text
    signs(desk, "safeguards")
    page = world.visitor().open("/privacy/").text
    expect("Safeguards: standard contractual clauses" in google_in(page), "the page tells them")
    expect(not str(refusal), "told and signed, they let it start")
    assert is_told(google, customer, world) and google.received == ["Firefox"]
    assert "Google Inc. is switched on" not in desk.open("/desk/").text


def google_in(page: str) -> str:
    """What the page says of it, before it comes to the next one."""
    return page.partition("Google Inc. (United States)")[2].partition("Yandex")[0]


@pytest.mark.proves("IS-48")
def test_one_that_acts_for_us_by_instructions_for_purposes_of_the_policy(
    world: World, google: StandIn
) -> None:
    customer, desk = world.customer(), world.staff("privacy")
    for kind in ("confidentiality", "safeguards"):
        signs(desk, kind)
    expect(not is_told(google, customer, world), "without instructions it is told nothing")
    unknown = main(
        ["recipients", "enter", "google", "instructions", "--signed", "2026-01-02"]
        + ["--purposes", "resale"]
    )
    assert unknown == 1 and not is_told(google, customer, world), "nor by a purpose of nobody's"
    signs(desk, "instructions", "resale")
    assert not is_told(google, customer, world)
    signs(desk, "instructions", "improvement")
    assert is_told(google, customer, world)


@pytest.mark.proves("IS-50")
def test_one_that_has_undertaken_confidence_over_an_encrypted_line(
    world: World, google: StandIn, refusal: Refusal
) -> None:
    customer, desk = world.customer(), world.staff("privacy")
    signs(desk, "instructions", "improvement")
    signs(desk, "safeguards")
    expect(not is_told(google, customer, world), "without an undertaking it is told nothing")
    signs(desk, "confidentiality")
    assert is_told(google, customer, world) and not str(refusal)
    google.recipient = replace(GOOGLE, address="http://analytics.example")
    assert "reached without TLS" in str(refusal), "nor over a line that others can read"
