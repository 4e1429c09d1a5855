import os
import subprocess
import sys

import pytest

SHOW = "from troth.settings import GATEWAYS; print(GATEWAYS)"
SWITCHED_ON = {
    "PAYPAL_CLIENT_ID": "the-app",
    "PAYPAL_SECRET": "its-secret",
    "PAYPAL_WEBHOOK_ID": "webhook1",
    "PAYPAL_MERCHANT_ID": "MERCHANT23456",
    "PAYPAL_COUNTRY": "LU",
}


def settings(**given: str) -> subprocess.CompletedProcess[str]:
    without = {name: value for name, value in os.environ.items() if not name.startswith("PAYPAL")}
    command = [sys.executable, "-c", SHOW]
    return subprocess.run(command, env=without | given, capture_output=True, text=True)


def test_with_an_app_it_is_on() -> None:
    shown = settings(**SWITCHED_ON, PAYPAL_KEEPS="1").stdout
    assert "troth.gateways.paypal.gateway.PayPal" in shown
    assert "'keeps': True, 'country': 'LU', 'sandbox': False" in shown


def test_without_an_app_it_is_off() -> None:
    assert settings().stdout.strip() == "{}"


@pytest.mark.parametrize("missing", ["PAYPAL_SECRET", "PAYPAL_WEBHOOK_ID", "PAYPAL_MERCHANT_ID"])
def test_with_something_missing_nothing_starts_and_no_secret_is_told(missing: str) -> None:
    said = settings(**SWITCHED_ON | {missing: ""})
    assert said.returncode and missing in said.stderr
    assert "its-secret" not in said.stderr


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("PAYPAL_SANDBOX", "true"),
        ("PAYPAL_KEEPS", "yes"),
        ("PAYPAL_MERCHANT_ID", "sales@us.example"),
        ("PAYPAL_COUNTRY", "DE"),
    ],
)
def test_what_would_be_read_as_something_else_is_not_taken(name: str, wrong: str) -> None:
    said = settings(**SWITCHED_ON | {name: wrong})
    assert said.returncode and f"{name} must" in said.stderr
