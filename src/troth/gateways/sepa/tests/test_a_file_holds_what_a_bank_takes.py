"""Whatever customers are called, and whoever was the creditor, each file is one that banks take."""

from datetime import timedelta
from typing import Any

import pytest
from sepaxml.validation import try_valid_xml

from troth.billing.models import BankAccount
from troth.gateways.models import PaymentMethod
from troth.gateways.sepa.make_file import make_file
from troth.gateways.sepa.models import Collection, Mandate
from troth.gateways.sepa.pain008 import pain008
from troth.gateways.sepa.tests.debits import (
    CREDITOR,
    DUE,
    announced,
    at,
    night,
    owing,
    parsed,
    signed,
)
from troth.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switched_on")]

BEFORE = DUE - timedelta(days=2)
ANOTHER = "DE51ZZZ12345678901"
SIGNED_FOR = ".//{*}CdtrSchmeId/{*}Id/{*}PrvtId/{*}Othr/{*}Id"


@pytest.mark.parametrize("format", ["pain.008.001.08", "pain.008.001.02"])
@pytest.mark.parametrize(
    ("holder", "written"),
    [
        ("\U0001f600\U0001f4b6", "NOTPROVIDED"),
        ('<Nm>Ł & "Sons"\n]]>', "Nm L Sons"),
        ("漢" * 70, "Han " * 17 + "Ha"),
        ("A" * 70, "A" * 70),
    ],
)
def test_any_holder(settings: Any, format: str, holder: str, written: str) -> None:
    settings.SEPA_FORMAT = format
    announced()
    Mandate.objects.update(holder=holder)
    made = pain008(make_file(DUE, at=at(BEFORE)))
    try_valid_xml(made, format)
    (name,) = [each.text for each in parsed(made).iterfind(".//{*}Dbtr/{*}Nm")]
    assert name == written


def test_any_name_of_ours() -> None:
    announced()
    BankAccount.objects.update(holder="漢" * 70)
    made = pain008(make_file(DUE, at=at(BEFORE)))
    names = {each.text for each in parsed(made).iterfind(".//{*}Cdtr/{*}Nm")}
    assert names == {"Han " * 17 + "Ha"}


def test_one_creditor_identifier_a_file(settings: Any) -> None:
    first = signed()
    settings.SEPA_CREDITOR_ID = ANOTHER
    second = signed()
    assert (first.creditor, second.creditor) == (CREDITOR, ANOTHER)
    for each in (first, second):
        owing(each.account)
    night(DUE - timedelta(days=14))
    files = [make_file(DUE, at=at(BEFORE)) for _each in range(2)]
    for file, mandate in zip(files, (first, second), strict=True):
        root = parsed(pain008(file))
        assert [each.text for each in root.iterfind(SIGNED_FOR)] == [mandate.creditor]
        assert [each.text for each in root.iterfind(".//{*}MndtId")] == [mandate.reference]


def test_what_a_mandate_lapses_before_is_not_announced() -> None:
    mandate = signed(make.account())
    PaymentMethod.objects.update(ends_on=DUE - timedelta(days=1))
    owing(mandate.account)
    night(DUE - timedelta(days=14))
    assert not Collection.objects.exists()
