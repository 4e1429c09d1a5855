"""Read statements of SWIFT: MT940, its field `:86:` as German and Dutch banks fill it."""

import io
import logging
import re
from datetime import date
from typing import Any

import mt940
from django.utils.translation import gettext as _
from stdnum import iban
from stdnum.iso7064 import mod_97_10

from troth.bank.statement import Entry, Statement, UnreadableError, balanced
from troth.core.money import minor

# It logs what it cannot read, which is what customers wrote.
logging.getLogger("mt940").setLevel(logging.CRITICAL + 1)

_OPTIONS = mt940.Options.all()
# What stands behind the closing balance is about none of the entries; neither are SWIFT's blocks.
_BEHIND = re.compile(r"^(:62[FM]:[^\n]*\n).*?(?=^:20:|\Z)", re.MULTILINE | re.DOTALL)
_GERMAN_ACCOUNT = re.compile(r"(\d{8})/(\d{1,10})(EUR)?")
# `/EREF/2026-1//NAME/A. N. Other/`: words between slashes, as Dutch banks have them.
_WORD = re.compile(
    r"/(EREF|NAME|IBAN|CNTP|REMI|RTRN)/(?:USTD//)?(.*?)(?=/[A-Z]{3,4}/|\Z)", re.DOTALL
)
_NOTHING = {"NOTPROVIDED", "NONREF", "NOREF"}


def read_mt940(text: str) -> list[Statement]:
    """The statements of a file. Raises UnreadableError."""
    try:
        # A file, as a text that names one would be opened.
        told = mt940.parse_statements(io.StringIO(_BEHIND.sub(r"\1", text)), options=_OPTIONS)
        return [_statement(one) for one in told]
    # What the library raises for a field that is not as it should be, and dates and amounts do.
    except (RuntimeError, ValueError, ArithmeticError, TypeError, AttributeError):
        raise UnreadableError(
            _("A line of this MT940 file cannot be read. Download it from the bank again.")
        ) from None


def _statement(told: mt940.models.Transactions) -> Statement:
    opening = told.data.get("final_opening_balance", told.data.get("intermediate_opening_balance"))
    closing = told.data.get("final_closing_balance", told.data.get("intermediate_closing_balance"))
    if opening is None or closing is None:
        raise UnreadableError(
            _("This MT940 file is cut off: a balance is missing. Download it from the bank again.")
        )
    currency = closing.amount.currency
    number = (told.data.get("statement_number"), told.data.get("sequence_number"))
    return balanced(
        _account(told.data.get("account_identification") or ""),
        currency,
        "/".join(part for part in number if part),
        minor(opening.amount.amount, opening.amount.currency),
        minor(closing.amount.amount, currency),
        [_entry(one.data) for one in told],
        _plain(closing.date),
    )


def _account(told: str) -> str:
    """The IBAN of an account, as `:25:` tells it: itself, with a currency, or as Germany had it."""
    told = re.sub(r"\s", "", told)
    if german := _GERMAN_ACCOUNT.fullmatch(told):
        account = german[1] + german[2].zfill(10)
        return f"DE{mod_97_10.calc_check_digits(account + 'DE')}{account}"
    return told[:-3] if iban.is_valid(told[:-3]) and not iban.is_valid(told) else told


def _entry(told: dict[str, Any]) -> Entry:
    def text(name: str) -> str:
        return _told(str(told.get(name) or ""))

    said = text("transaction_details")
    words = {word: _told(" ".join(of.rstrip("/").split())) for word, of in _WORD.findall(said)}
    # The number, the bank, the name: the three stand in one.
    account, _bank, name, *_rest = (*words.get("CNTP", "").split("/"), "", "", "")
    return Entry(
        booked_on=_plain(told.get("entry_date") or told["date"]),
        valued_on=_plain(told["date"]),
        amount=minor(told["amount"].amount, told["amount"].currency),
        currency=told["amount"].currency,
        party=text("applicant_name") or words.get("NAME", name),
        party_iban=text("applicant_iban") or words.get("IBAN", account),
        end_to_end_id=text("end_to_end_reference") or words.get("EREF", ""),
        text=text("purpose") + text("additional_purpose")
        or words.get("REMI", said)
        or text("extra_details"),
        bank_id=text("bank_reference"),
        reversal=str(told["status"]).upper().startswith("R"),
        reason=text("return_debit_notes") or words.get("RTRN", ""),
    )


def _told(text: str) -> str:
    text = text.strip()
    return "" if text in _NOTHING else text


def _plain(day: date) -> date:
    """A day without what the library adds to it."""
    return date(day.year, day.month, day.day)
