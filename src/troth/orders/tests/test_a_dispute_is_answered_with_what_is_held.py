"""What we hold about a disputed payment stands on one page, and is packed to be handed in."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from troth.billing.charge_back import charge_back
from troth.gateways.models import GatewayEvent
from troth.testing import make

pytestmark = pytest.mark.django_db


def at_the_desk(role: str) -> Client:
    client = Client()
    client.force_login(make.staff(role))
    return client


def test_it_is_shown_and_packed_for_whom_the_policy_lets() -> None:
    make.in_force("ispsystem")
    account = make.full_account()
    payment = account.payments.filter(amount__gt=0).latest("pk")
    number = account.invoices.get().number
    page = f"/desk/disputes/{charge_back(payment, at=make.NOW).pk}/"
    assert at_the_desk("support").get(page).status_code == 403
    client = at_the_desk("billing")
    assert number in client.get(page).text
    with ZipFile(BytesIO(client.get(f"{page}?file").content)) as packed:
        assert number in packed.read("evidence.txt").decode()
        [pdf] = [name for name in packed.namelist() if name.endswith(".pdf")]
        assert packed.read(pdf).startswith(b"%PDF")


def test_the_list_says_until_when_it_can_be_answered() -> None:
    make.in_force("ispsystem")
    payment = make.full_account().payments.filter(amount__gt=0).latest("pk")
    client = at_the_desk("billing")
    charge_back(payment, at=make.NOW)
    assert "To be answered by" not in client.get("/desk/irregularities/").text
    GatewayEvent.objects.create(
        gateway=payment.method,
        name="disputed",
        what="dispute",
        told_at=make.NOW,
        received_at=make.NOW,
        raw=b"{}",
        payment=payment.reference,
        answer_by=make.NOW.replace(year=2031),
        handled_at=make.NOW,
    )
    page = client.get("/desk/irregularities/").text
    assert "To be answered by" in page and "2031" in page
