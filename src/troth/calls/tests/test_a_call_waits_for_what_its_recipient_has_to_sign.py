"""A call to who has yet to sign something is no refusal: it is made once that is on record."""

from datetime import timedelta
from threading import Thread

import pytest
from pytest_django import Settings

from troth.calls.work import work_due
from troth.gates.enter_undertaking import enter_undertaking
from troth.tax.ask_needed import ask_needed
from troth.tax.models import VatCheck
from troth.testing import make
from troth.testing.vies import SHARE, StandIn

pytestmark = pytest.mark.django_db(transaction=True)
NOW = make.NOW
NUMBER = "ATU13585627"


def test_the_answer_comes_all_the_same(settings: Settings) -> None:
    make.in_force(make.changed("softsys", rules=f'{SHARE}needs = ["agreement"]\n'))
    account = make.account(tax_id=NUMBER, country="AT")
    with StandIn() as vies:
        Thread(target=vies.serve_forever, daemon=True).start()
        settings.VIES_URL = f"http://127.0.0.1:{vies.server_port}"
        ask_needed({account.pk: (NUMBER, "AT")}, at=NOW)
        work_due(at=NOW)
        assert not vies.asked and VatCheck.objects.get().answered_at is None
        enter_undertaking("vies", "agreement", NOW.date(), at=NOW)
        work_due(at=NOW + timedelta(minutes=2))
        vies.shutdown()
    assert len(vies.asked) == 1 and VatCheck.objects.get().valid
