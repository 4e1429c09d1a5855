import os
import subprocess
import sys

SHOW = "from troth.settings import BANK_CHECKS; print(BANK_CHECKS)"
STRIPE = {"STRIPE_SECRET_KEY": "rk_test_1", "STRIPE_WEBHOOK_SECRETS": "whsec_1"}
PLAID = {"PLAID_CLIENT_ID": "client_1", "PLAID_SECRET": "secret_1"}


def settings(**given: str) -> subprocess.CompletedProcess[str]:
    ours = ("STRIPE", "PLAID")
    without = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    command = [sys.executable, "-c", SHOW]
    return subprocess.run(command, env=without | given, capture_output=True, text=True)


def test_with_its_keys_it_is_on() -> None:
    shown = settings(**STRIPE | PLAID).stdout
    assert "troth.gateways.plaid.Plaid" in shown and "https://production.plaid.com" in shown


def test_without_them_it_is_off() -> None:
    assert settings(**STRIPE).stdout.strip() == "{}"


def test_without_stripe_nothing_starts() -> None:
    said = settings(**PLAID)
    assert said.returncode and "STRIPE_SECRET_KEY" in said.stderr
    assert "secret_1" not in said.stderr


def test_without_a_secret_nothing_starts() -> None:
    said = settings(**STRIPE | PLAID | {"PLAID_SECRET": ""})
    assert said.returncode and "PLAID_SECRET" in said.stderr


def test_an_address_that_is_none_is_not_taken() -> None:
    said = settings(**STRIPE | PLAID | {"PLAID_URL": "sandbox"})
    assert said.returncode and "PLAID_URL must be an address" in said.stderr
