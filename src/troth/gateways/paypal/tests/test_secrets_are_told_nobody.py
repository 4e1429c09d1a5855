import logging
import traceback
from datetime import UTC, datetime

import pytest
from django.views.debug import SafeExceptionReporterFilter

from troth.core.errors import TrothError
from troth.gateways.gateway import Due, ForgedError, Payer
from troth.testing.paypal.counterpart import Counterpart
from troth.testing.port import free_port

SECRETS = (
    "canary-of-the-app",
    "canary-of-the-secret",
    "canary of a body",
    "payer@customer.example",
)


def test_no_failure_and_no_log_line_has_them(
    stand_in: Counterpart, leave: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    given = {"client_id": SECRETS[0], "secret": SECRETS[1]}
    here, wrong = stand_in.gateway(), stand_in.gateway(**given)
    nowhere = stand_in.gateway(**given, url=f"http://127.0.0.1:{free_port()}")
    payer, due = Payer(email=SECRETS[3], name=SECRETS[2]), Due("k", 1, "EUR", SECRETS[2])
    texts = [repr(wrong)]
    for gateway in (here, wrong, nowhere):
        with pytest.raises(TrothError) as failure:
            gateway.charge("none", payer, due)
        texts += traceback.format_exception(failure.value)
    for how in ("down", "half", "busy"):
        stand_in.do("misbehave", how=how)
        with pytest.raises(TrothError) as failure:
            here.pay(payer, due, back="https://us.example/", keep=False)
        texts += traceback.format_exception(failure.value)
    with pytest.raises(ForgedError) as forged:
        here.parse(SECRETS[2].encode(), {}, at=datetime.now(UTC))
    texts += traceback.format_exception(forged.value)
    texts += [record.getMessage() for record in caplog.records]
    told = "\n".join(texts)
    assert not [secret for secret in SECRETS if secret in told]


def test_a_page_of_errors_hides_the_options() -> None:
    options = {"client_id": SECRETS[0], "secret": SECRETS[1]}
    shown = SafeExceptionReporterFilter().cleanse_setting("GATEWAYS", {"paypal": options})
    assert SECRETS[1] not in str(shown)


def test_paypal_hears_nothing_of_this_machine(stand_in: Counterpart, leave: None) -> None:
    stand_in.gateway().look_up("", "order:none")
    assert stand_in.asked[-1]["headers"]["user-agent"] == "Troth"
