import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from troth.gateways.gateway import ForgedError, What
from troth.gateways.paypal.gateway import PayPal
from troth.gateways.paypal.signature import Signatures
from troth.testing.paypal.certificate import Signer, authority, signer

HERE, WEBHOOK = "messages.paypal.example", "8PT597110X687430LKGECATA"
AT = datetime.now(UTC)
RAW = json.dumps(
    {"id": "WH-1", "event_type": "A.NEW.KIND", "create_time": "2026-11-28T12:00:00Z"}
).encode()
PATH = "/v1/notifications/certs/CERT-1"


@pytest.fixture(scope="module")
def ours() -> Signer:
    return signer(TRUSTED, HERE)


TRUSTED = authority()


class Place:
    """Where certificates are: what is served there, and how often it was fetched."""

    def __init__(self, url: str) -> None:
        self.url, self.chain, self.fetched = url, b"", 0


@contextmanager
def serving() -> Iterator[Place]:
    class Serves(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.fetched += 1
            self.send_response(200 if served.chain else 404)
            self.end_headers()
            self.wfile.write(served.chain)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Serves) as server:
        served = Place(f"http://127.0.0.1:{server.server_port}")
        Thread(target=server.serve_forever, daemon=True).start()
        yield served
        server.shutdown()


@pytest.fixture
def place() -> Iterator[Place]:
    with serving() as found:
        yield found


@pytest.fixture
def gateway(place: Place, tmp_path: Path) -> PayPal:
    roots = tmp_path / "roots.pem"
    roots.write_bytes(TRUSTED.pem)
    tests = {"names": (HERE,), "certificates": place.url, "roots": str(roots)}
    return PayPal(client_id="i", secret="s", webhook=WEBHOOK, merchant="M", **tests)  # type: ignore[arg-type]


def headers(
    place: Place, by: Signer, *, raw: bytes = RAW, webhook: str = WEBHOOK, at: datetime = AT
) -> dict[str, str]:
    when = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        **{"paypal-transmission-id": "t1", "paypal-transmission-time": when},
        **{"paypal-auth-algo": "SHA256withRSA", "paypal-cert-url": f"{place.url}{PATH}"},
        "paypal-transmission-sig": by.sign("t1", when, webhook, raw),
    }


def test_what_paypal_has_signed_is_read_and_its_certificate_kept(
    gateway: PayPal, place: Place, ours: Signer
) -> None:
    place.chain = ours.chain
    for _ in range(3):
        event = gateway.parse(RAW, headers(place, ours), at=AT)
    assert (event.name, event.what, place.fetched) == ("WH-1", What.OTHER, 1)
    assert event.at == datetime(2026, 11, 28, 12, tzinfo=UTC)


def test_what_was_changed_or_is_for_another_is_forged(
    gateway: PayPal, place: Place, ours: Signer
) -> None:
    place.chain = ours.chain
    good = headers(place, ours)
    for raw, wrong in (
        (RAW + b" ", good),
        (RAW, headers(place, ours, webhook="of another app")),
        (RAW, headers(place, signer(TRUSTED, HERE))),
        (RAW, good | {"paypal-transmission-id": "t2"}),
        (RAW, good | {"paypal-transmission-sig": "no base64"}),
        (RAW, good | {"paypal-auth-algo": "SHA1withRSA"}),
        (RAW, {}),
        *((RAW, {name: value for name, value in good.items() if name != left}) for left in good),
    ):
        with pytest.raises(ForgedError):
            gateway.parse(raw, wrong, at=AT)


@pytest.mark.parametrize("off", [timedelta(days=-4, seconds=-1), timedelta(minutes=5, seconds=2)])
def test_what_was_signed_at_another_time_is_forged(
    gateway: PayPal, place: Place, ours: Signer, off: timedelta
) -> None:
    place.chain = ours.chain
    with pytest.raises(ForgedError):
        gateway.parse(RAW, headers(place, ours, at=AT + off), at=AT)


def test_after_three_days_an_event_is_still_taken(
    gateway: PayPal, place: Place, ours: Signer
) -> None:
    place.chain = ours.chain
    assert gateway.parse(RAW, headers(place, ours, at=AT - timedelta(days=3)), at=AT)


@pytest.mark.parametrize(
    "by",
    [
        signer(authority(), HERE),
        signer(TRUSTED, "messages.example"),
        signer(TRUSTED, HERE, until=AT - timedelta(days=1)),
    ],
    ids=["of an authority that nobody trusts", "for another name", "that is over"],
)
def test_a_certificate_that_is_not_paypals_signs_nothing(
    gateway: PayPal, place: Place, by: Signer
) -> None:
    place.chain = by.chain
    with pytest.raises(ForgedError):
        gateway.parse(RAW, headers(place, by), at=AT)


def test_elsewhere_no_certificate_is_even_asked_for(
    gateway: PayPal, place: Place, ours: Signer
) -> None:
    place.chain = ours.chain
    with serving() as elsewhere:
        elsewhere.chain = ours.chain
        for url in (
            f"{elsewhere.url}{PATH}",
            f"{place.url}/v1/other/CERT-1",
            f"{place.url}{PATH}?to=elsewhere",
        ):
            with pytest.raises(ForgedError):
                gateway.parse(RAW, headers(place, ours) | {"paypal-cert-url": url}, at=AT)
        assert (elsewhere.fetched, place.fetched) == (0, 0)


def test_a_certificate_that_is_kept_signs_until_its_end(
    gateway: PayPal, place: Place, ours: Signer
) -> None:
    old, later = signer(TRUSTED, HERE, until=AT + timedelta(hours=1)), AT + timedelta(hours=2)
    place.chain = old.chain
    assert gateway.parse(RAW, headers(place, old), at=AT)
    with pytest.raises(ForgedError):
        gateway.parse(RAW, headers(place, old, at=later), at=later)
    place.chain = ours.chain
    assert gateway.parse(RAW, headers(place, ours, at=later), at=later), "by the next, it is"


def test_who_makes_up_certificates_has_few_of_them_asked_for(
    gateway: PayPal, place: Place, ours: Signer
) -> None:
    place.chain = ours.chain
    gateway.parse(RAW, headers(place, ours), at=AT)
    place.chain = b""
    for number in range(30):
        made_up = {"paypal-cert-url": f"{place.url}{PATH}-{number}"}
        with pytest.raises(ForgedError):
            gateway.parse(RAW, headers(place, ours) | made_up, at=AT)
    assert place.fetched == 10
    assert gateway.parse(RAW, headers(place, ours), at=AT), "PayPal itself is heard"
    place.chain = ours.chain
    new = headers(place, ours) | {"paypal-cert-url": f"{place.url}{PATH}-new"}
    later = AT + timedelta(minutes=2)
    assert gateway.parse(RAW, new, at=later), "also by a new certificate, a minute later"


@pytest.mark.parametrize("chain", [b"", b"no certificate", TRUSTED.pem])
def test_what_is_no_certificate_signs_nothing(
    gateway: PayPal, place: Place, ours: Signer, chain: bytes
) -> None:
    place.chain = chain
    with pytest.raises(ForgedError):
        gateway.parse(RAW, headers(place, ours), at=AT)


@pytest.mark.parametrize(
    ("url", "may"),
    [
        (f"https://api.paypal.com{PATH}", True),
        (f"https://api.sandbox.paypal.com{PATH}", True),
        (f"http://api.paypal.com{PATH}", False),
        (f"https://api.paypal.com.example{PATH}", False),
        (f"https://paypal.com.example\\@api.paypal.com{PATH}", False),
        (f"https://example@api.paypal.com{PATH}", False),
        (f"https://api.paypal.com:444{PATH}", False),
        (f"https://apipaypal.com{PATH}", False),
        (f"https://api.paypal.com{PATH}?to=elsewhere", False),
        ("https://api.paypal.com/v1/other/CERT-1", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_a_certificate_is_fetched_from_paypal_only(url: str, may: bool) -> None:
    assert Signatures(WEBHOOK, (HERE,))._may_be_at(url) is may


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"id": "WH-2", "event_type": "PAYMENT.CAPTURE.COMPLETED", "create_time": "x"}',
        b'{"id": "", "event_type": "OTHER", "create_time": "2026-11-28T12:00:00Z"}',
        b'{"id": "WH-2", "event_type": "PAYMENT.CAPTURE.COMPLETED", "create_time": '
        b'"2026-11-28T12:00:00Z", "resource": {"id": "c", "status": "COMPLETED", "amount": '
        b'{"currency_code": "EUR", "value": "NaN"}}}',
        b'{"id": "WH-2", "event_type": "CUSTOMER.DISPUTE.CREATED", "create_time": '
        b'"2026-11-28T12:00:00Z", "resource": {"disputed_transactions": [{}, {}]}}',
        b'{"id": "WH-2", "event_type": "CUSTOMER.DISPUTE.RESOLVED", "create_time": '
        b'"2026-11-28T12:00:00Z", "resource": {"dispute_outcome": {"outcome_code": "NONE"}}}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_event_is_a_value_error(
    gateway: PayPal, place: Place, ours: Signer, raw: bytes
) -> None:
    place.chain = ours.chain
    with pytest.raises(ValueError):
        gateway.parse(raw, headers(place, ours, raw=raw), at=AT)
