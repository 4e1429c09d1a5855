import json
from datetime import UTC, datetime, timedelta

import pytest
from stripe import WebhookSignature

from troth.gateways.gateway import ForgedError, What
from troth.gateways.stripe.gateway import Stripe

AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
SECRETS = ("whsec_new", "whsec_old")
RAW = json.dumps(
    {"object": "event", "id": "evt_1", "type": "a.new.kind", "created": 1, "data": {"object": {}}}
).encode()


@pytest.fixture
def gateway() -> Stripe:
    return Stripe(secret_key="sk_test", webhook_secrets=SECRETS, site="https://us.example/")


def header(raw: bytes = RAW, secret: str = SECRETS[0], at: datetime = AT) -> dict[str, str]:
    moment = int(at.timestamp())
    signed = WebhookSignature.generate_signature_header(raw.decode(), secret, moment)
    return {"stripe-signature": signed}


@pytest.mark.parametrize("secret", SECRETS)
def test_each_secret_counts_while_one_is_rolled(gateway: Stripe, secret: str) -> None:
    event = gateway.parse(RAW, header(secret=secret), at=AT)
    assert (event.name, event.what) == ("evt_1", What.OTHER)
    assert event.at == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"stripe-signature": ""},
        {"stripe-signature": "t=x,v1=00"},
        {"stripe-signature": "t=1,v1=\xe9"},
        {"stripe-signature": f"t={int(AT.timestamp())},v1=\xe9,v1=00"},
        {"stripe-signature": f"t={'9' * 5000},v1=00"},
        {"stripe-signature": "v1=00"},
        {"stripe-signature": f"t={int(AT.timestamp())}," + "v1=00," * 2000},
        header(secret="whsec_of_somebody_else"),
        header(RAW + b" "),
        header(at=AT - timedelta(seconds=301)),
        header(at=AT + timedelta(seconds=301)),
    ],
)
def test_everything_else_is_forged(gateway: Stripe, headers: dict[str, str]) -> None:
    with pytest.raises(ForgedError):
        gateway.parse(RAW, headers, at=AT)


def test_a_second_time_in_the_header_does_not_make_it_new(gateway: Stripe) -> None:
    old = header(at=AT - timedelta(days=1))["stripe-signature"]
    now = int(AT.timestamp())
    for forged in (f"{old},t={now}", f"t={now},{old}"):
        with pytest.raises(ForgedError):
            gateway.parse(RAW, {"stripe-signature": forged}, at=AT)


def test_bytes_that_are_no_text_are_forged(gateway: Stripe) -> None:
    with pytest.raises(ForgedError):
        gateway.parse(b"\xff", header(), at=AT)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b'{"object": "v2.core.event"}',
        b'{"object": "event", "id": "evt_1", "type": "payout.paid", "created": 1}',
        b'{"object": "event", "id": "evt_1", "type": "payout.paid", "created": 1, "data": []}',
        b'{"object": "event", "id": "e", "type": "refund.created", "created": 1, "data": '
        b'{"object": {"currency": null}}}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_event_is_a_value_error(gateway: Stripe, raw: bytes) -> None:
    with pytest.raises(ValueError):
        gateway.parse(raw, header(raw), at=AT)


def test_an_event_of_a_connected_account_names_it(gateway: Stripe) -> None:
    refund = {
        **{"id": "re_1", "currency": "eur", "amount": 1, "status": "failed", "metadata": {}},
        **{"payment_intent": "pi_1", "charge": None, "failure_reason": "expired_or_canceled_card"},
    }
    said = {**json.loads(RAW), "type": "refund.failed", "account": "acct_other"}
    raw = json.dumps({**said, "data": {"object": refund}}).encode()
    standing = gateway.parse(raw, header(raw), at=AT).standing
    assert standing and standing.payee == "acct_other"
    assert (standing.of, standing.code) == ("pi_1", "expired_or_canceled_card")


@pytest.mark.parametrize(
    ("key", "live"), [("sk_live_1", True), ("rk_live_1", True), ("sk_test_1", False)]
)
def test_what_is_told_of_the_other_mode_is_no_money(key: str, live: bool) -> None:
    gateway = Stripe(secret_key=key, webhook_secrets=SECRETS, site="https://us.example/")
    ours, others = (
        json.dumps({**json.loads(RAW), "livemode": mode}).encode() for mode in (live, not live)
    )
    assert gateway.parse(ours, header(ours), at=AT).name == "evt_1"
    with pytest.raises(ForgedError, match="other mode"):
        gateway.parse(others, header(others), at=AT)
