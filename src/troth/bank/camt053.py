"""Read statements of ISO 20022: camt.053.001, from its version 02 to 08.

Newer versions lay a party one level deeper and give a state a code; both are read alike.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from lxml import etree
from lxml.etree import _Element as Element

from troth.bank.statement import Entry, Statement, UnreadableError, balanced
from troth.core.money import minor
from troth.core.text import straight

_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(.+)")
_VERSION = re.compile(r"camt\.053\.001\.0[2-8]")
# What banks write where there is nothing to say.
_NOTHING = {"NOTPROVIDED", "NOT PROVIDED", "NONREF", "NONE"}


def read_camt053(data: bytes) -> list[Statement]:
    """The statements of a file. Raises UnreadableError."""
    # Nothing is fetched and nothing expands; libxml2 bounds the depth and the length of a text.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except etree.XMLSyntaxError:
        raise UnreadableError(
            _("This XML file is cut off or damaged. Download it from the bank again.")
        ) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError(
            _("This XML file contains its own definitions, which bank statements never do.")
        )
    kind = _NAMESPACE.fullmatch(etree.QName(root).namespace or "")
    if not kind or not _VERSION.fullmatch(kind[1]):
        raise UnreadableError(
            _(
                "This XML file is not a bank statement. Download camt.053 from the bank, in a "
                "version from 001.02 to 001.08."
            )
        )
    try:
        return [_statement(told) for told in root.iterfind("{*}BkToCstmrStmt/{*}Stmt")]
    # The amount or day of something is missing, or is none.
    except (ValueError, ArithmeticError):
        raise UnreadableError(
            _("An amount or a day of this statement cannot be read. Download it again.")
        ) from None


def _statement(told: Element) -> Statement:
    own = _text(told, "Acct/Id/IBAN") or _text(told, "Acct/Id/Othr/Id")
    balances = {_text(balance, "Tp/CdOrPrtry/Cd"): balance for balance in told.iterfind("{*}Bal")}
    opening = balances.get("OPBD", balances.get("PRCD"))
    closing = balances.get("CLBD")
    if opening is None or closing is None:
        raise UnreadableError(
            _(
                "A statement in this file lacks its opening or closing balance. Download the "
                "statement of the whole day."
            )
        )
    currency = _currency(closing)
    return balanced(
        own,
        currency,
        _text(told, "ElctrncSeqNb") or _text(told, "LglSeqNb") or _text(told, "Id"),
        _amount(opening, currency),
        _amount(closing, currency),
        [entry for booking in told.iterfind("{*}Ntry") for entry in _entries(booking, own)],
        _day(closing, "Dt"),
    )


def _entries(booking: Element, own: str) -> Iterator[Entry]:
    """The entries of a booking: one for each transfer that it brings together.

    What the transfers do not explain, such as what the bank took for itself, is one more.
    """
    if (_text(booking, "Sts/Cd") or _text(booking, "Sts")) != "BOOK":
        return
    currency = _currency(booking)
    booked = _amount(booking, currency)
    parts = booking.findall("{*}NtryDtls/{*}TxDtls")
    amounts = [_part_amount(part, booking, currency) for part in parts]
    rest = booked - sum(amount or 0 for amount in amounts)
    charges = {-_charges(of, currency) for of in (booking, *parts)}
    if None in amounts or (len(parts) < 2 and rest not in charges):
        # What each was is not told in the account's currency.
        parts, amounts, rest = parts if len(parts) == 1 else [booking], [booked], 0
    of_booking = _told(booking, "AcctSvcrRef")
    of_parts = [_told(part, "Refs/AcctSvcrRef") for part in parts]
    alike = Counter(of_parts)
    for nth, (part, amount) in enumerate(zip(parts, amounts, strict=True), start=1):
        bank_id = of_parts[nth - 1]
        if not bank_id or alike[bank_id] > 1:
            bank_id = f"{of_booking}/{nth}" if of_booking and len(parts) > 1 else of_booking
        yield _entry(booking, part, amount or 0, own, bank_id)
    if rest:
        yield replace(
            _entry(booking, etree.Element("rest"), rest, own, of_booking and f"{of_booking}/0"),
            text=_text(booking, "AddtlNtryInf"),
            # Of one transfer, what the bank took is for that.
            end_to_end_id=_told(parts[0], "Refs/EndToEndId") if len(parts) == 1 else "",
        )


def _entry(booking: Element, part: Element, amount: int, own: str, bank_id: str) -> Entry:
    booked, valued = _day(booking, "BookgDt"), _day(booking, "ValDt")
    if not (booked_on := booked or valued):
        raise ValueError("a booking has no day")
    party, party_iban = _other_side(part, own, credit=amount > 0)
    return Entry(
        booked_on=booked_on,
        valued_on=valued,
        amount=amount,
        currency=_currency(booking),
        party=party,
        party_iban=party_iban,
        end_to_end_id=_told(part, "Refs/EndToEndId"),
        reference=_text(part, "RmtInf/Strd/CdtrRefInf/Ref") or _file_of(part),
        text=" ".join(_all(part, "Ustrd"))
        or _text(part, "AddtlTxInf")
        or _text(booking, "AddtlNtryInf"),
        bank_id=bank_id,
        reversal=_text(booking, "RvslInd") in ("true", "1"),
        reason=_text(part, "RtrInf/Rsn/Cd"),
    )


def _file_of(booking: Element) -> str:
    """The name of the file of ours that was booked in one sum, where nothing tells its parts."""
    of_it = "NtryDtls/Btch"
    return _told(booking, f"{of_it}/PmtInfId") or _told(booking, f"{of_it}/MsgId")


def _other_side(part: Element, own: str, *, credit: bool) -> tuple[str, str]:
    """Name and account of who paid, or was paid; of a return, whoever of the two is not us."""
    for side in ("Dbtr", "Cdtr") if credit else ("Cdtr", "Dbtr"):
        of = f"RltdPties/{side}"
        iban = _text(part, f"{of}Acct/Id/IBAN") or _text(part, f"{of}Acct/Id/Othr/Id")
        name = _text(part, f"{of}/Nm") or _text(part, f"{of}/Pty/Nm")
        if iban != own and (name or iban):
            return name, iban
    return "", ""


def _part_amount(part: Element, booking: Element, currency: str) -> int | None:
    for path in ("", "AmtDtls/TxAmt", "AmtDtls/InstdAmt"):
        amount = part.find(_path(path)) if path else part
        if amount is not None and _currency(amount) == currency:
            sign = part if part.find("{*}CdtDbtInd") is not None else booking
            return _amount(amount, currency, sign)
    return None


def _charges(of: Element, currency: str) -> int:
    """What the bank took for itself, as a booking or a transfer in it tells."""
    told = of.findall("{*}Chrgs/{*}Rcrd") or of.findall("{*}Chrgs")
    return sum(
        minor(Decimal(_text(one, "Amt")), currency) for one in told if _currency(one) == currency
    )


def _currency(of: Element) -> str:
    amount = of.find("{*}Amt")
    return "" if amount is None else amount.get("Ccy", "")


def _amount(of: Element, currency: str, sign: Element | None = None) -> int:
    units = minor(Decimal(_text(of, "Amt")), currency)
    signs = {"CRDT": units, "DBIT": -units}
    told = _text(of if sign is None else sign, "CdtDbtInd")
    if told not in signs:
        raise ValueError("an amount is neither credit nor debit")
    return signs[told]


def _day(of: Element, name: str) -> date | None:
    told = _text(of, f"{name}/Dt") or _text(of, f"{name}/DtTm")
    return date.fromisoformat(told[:10]) if told else None


def _told(of: Element, path: str) -> str:
    text = _text(of, path)
    return "" if text.upper() in _NOTHING else text


def _text(of: Element, path: str) -> str:
    return straight(of.findtext(_path(path)) or "").strip()


def _all(of: Element, name: str) -> list[str]:
    return [straight(found.text or "").strip() for found in of.iterfind(f".//{{*}}{name}")]


def _path(path: str) -> str:
    return "/".join(f"{{*}}{step}" for step in path.split("/"))
