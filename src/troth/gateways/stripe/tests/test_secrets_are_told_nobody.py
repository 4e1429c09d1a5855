import logging
import traceback
from datetime import UTC, datetime

import pytest
from django.views.debug import SafeExceptionReporterFilter

from troth.core.errors import TrothError
from troth.gateways.gateway import Due, ForgedError, Payer
from troth.gateways.stripe.gateway import Stripe
from troth.testing.port import free_port
from troth.testing.stripe.counterpart import Counterpart

AT = datetime(2026, 11, 28, tzinfo=UTC)
SECRETS = ("sk_live_canary_of_the_key", "whsec_canary_of_the_webhook", "canary of a body")


def test_no_failure_and_no_log_line_has_them(
    stand_in: Counterpart, leave: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    given = {"secret_key": SECRETS[0], "webhook_secrets": [SECRETS[1]]}
    here = stand_in.gateway(**given)
    nowhere = stand_in.gateway(**given, url=f"http://127.0.0.1:{free_port()}")
    payer, due = Payer(customer="cus_x", email=SECRETS[2]), Due("k", 1, "EUR", SECRETS[2])
    texts = [repr(here)]
    for gateway in (here, nowhere):
        with pytest.raises(TrothError) as failure:
            gateway.charge("pm_x", payer, due)
        texts += traceback.format_exception(failure.value)
    for how in ("after", "down", "half"):
        stand_in.do("misbehave", how=how)
        with pytest.raises(TrothError) as failure:
            here.pay(payer, due, back="https://us.example/", keep=False)
        texts += traceback.format_exception(failure.value)
    with pytest.raises(ForgedError) as forged:
        here.parse(SECRETS[2].encode(), {"stripe-signature": "t=1,v1=0"}, at=AT)
    texts += traceback.format_exception(forged.value)
    texts += [record.getMessage() for record in caplog.records]
    told = "\n".join(texts)
    assert not [secret for secret in SECRETS if secret in told]
    # The library writes what is sent into its log, at the finest: spaces as +.
    assert SECRETS[2].replace(" ", "+") not in told


def test_a_page_of_errors_hides_the_options() -> None:
    options = {"secret_key": SECRETS[0], "webhook_secrets": [SECRETS[1]]}
    shown = SafeExceptionReporterFilter().cleanse_setting("GATEWAYS", {"stripe": options})
    assert not [secret for secret in SECRETS if secret in str(shown)]


def test_stripe_hears_nothing_of_this_machine(stand_in: Counterpart, leave: None) -> None:
    stand_in.gateway().pay(Payer(), Due("ua", 1, "EUR", "I"), back="https://b.example/", keep=False)
    headers = stand_in.asked()[-1]["headers"]
    assert headers["User-Agent"] == "Troth"
    assert not [name for name in headers if name.lower().startswith("x-stripe")]


def test_a_way_to_pay_that_stripe_has_not_is_a_mistake_in_the_settings() -> None:
    with pytest.raises(TrothError, match="STRIPE_METHODS"):
        Stripe(secret_key="k", webhook_secrets=["w"], site="", methods=("cheque",))
