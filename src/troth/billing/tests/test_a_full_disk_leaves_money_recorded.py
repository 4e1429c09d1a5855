"""Where the disk is full a file of an invoice may fail, with one clear line; money never does."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes.util import find_library

import pytest

from troth.billing.models import Invoice, Payment
from troth.billing.receive import receive
from troth.testing import make
from troth.testing.needs import need
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process grows any more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_its_pdf_can_be_asked_for_again() -> None:
    need(find_library("pangoft2-1.0"), "libpangoft2-1.0-0", "PANGO")
    make.in_force("ispsystem")
    account = make.account()
    made = make.invoice(account, paid=False)
    client, path = signed_in(make.owner(account)), f"/account/{account.pk}/invoices/{made.pk}/"
    with full_disk():
        receive(account, 11_90, "EUR", at=make.NOW, method="transfer")
        full = client.get(f"{path}pdf/", follow=True)
    assert "This file cannot be made at the moment" in full.content.decode()
    assert Payment.objects.get().amount == 11_90
    assert Invoice.objects.with_standing().get().owed == 0
    assert client.get(f"{path}pdf/").headers["Content-Type"] == "application/pdf"
