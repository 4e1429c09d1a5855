import os
import subprocess
import sys

import pytest

SHOW = "from troth.settings import GATEWAYS; print(GATEWAYS)"
SWITCHED_ON = {
    "STRIPE_SECRET_KEY": "rk_test_1",
    "STRIPE_WEBHOOK_SECRETS": "whsec_new, whsec_old",
    "STRIPE_METHODS": "card,sepa_debit",
    "SITE_URL": "https://us.example",
}


def settings(**given: str) -> subprocess.CompletedProcess[str]:
    without = {name: value for name, value in os.environ.items() if not name.startswith("STRIPE")}
    command = [sys.executable, "-c", SHOW]
    return subprocess.run(command, env=without | given, capture_output=True, text=True)


def test_with_a_key_it_is_on() -> None:
    shown = settings(**SWITCHED_ON).stdout
    assert "troth.gateways.stripe.gateway.Stripe" in shown
    assert "('whsec_new', 'whsec_old')" in shown and "('card', 'sepa_debit')" in shown
    assert "'site': 'https://us.example'" in shown


def test_without_a_key_it_is_off() -> None:
    assert settings().stdout.strip() == "{}"


def test_without_a_webhook_nothing_starts_and_no_secret_is_told() -> None:
    said = settings(**SWITCHED_ON | {"STRIPE_WEBHOOK_SECRETS": ""})
    assert said.returncode and "STRIPE_WEBHOOK_SECRETS" in said.stderr
    assert "rk_test_1" not in said.stderr


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("STRIPE_SECRET_KEY", "pk_test_1"),
        ("STRIPE_WEBHOOK_SECRETS", "whsec_1,we_2"),
        ("STRIPE_COUNTRY", "ie"),
        ("STRIPE_URL", "api.stripe.com"),
    ],
)
def test_what_was_copied_from_the_wrong_place_is_named_and_not_quoted(
    name: str, wrong: str
) -> None:
    said = settings(**SWITCHED_ON | {name: wrong})
    assert said.returncode and f"{name} must" in said.stderr
    assert wrong not in said.stderr.splitlines()[-1]
