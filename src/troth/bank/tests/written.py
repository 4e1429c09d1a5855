"""Statements as banks write them: the reader's counterpart, for tests."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from troth.bank.statement import Entry
from troth.core.money import major

IBAN = "DE89370400440532013000"


def camt053(
    entries: Sequence[Entry],
    *,
    iban: str = IBAN,
    opening: int = 0,
    closing: int | None = None,
    version: str = "02",
    number: str = "7",
    currency: str = "EUR",
) -> str:
    """A file with one statement, each entry a booking of its own."""
    if closing is None:
        closing = opening + sum(entry.amount for entry in entries)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">'
        f"<BkToCstmrStmt><GrpHdr><MsgId>m</MsgId></GrpHdr><Stmt><Id>s</Id>"
        f"<ElctrncSeqNb>{number}</ElctrncSeqNb>"
        f"<Acct><Id><IBAN>{iban}</IBAN></Id></Acct>"
        f"{_balance('OPBD', opening, currency)}{_balance('CLBD', closing, currency)}"
        f"{''.join(booking(entry, version) for entry in entries)}"
        "</Stmt></BkToCstmrStmt></Document>"
    )


def booking(entry: Entry, version: str = "02", details: str | None = None) -> str:
    """A booking, with `details` in place of the one transfer that the entry is."""
    state = "BOOK" if version < "04" else "<Cd>BOOK</Cd>"
    return (
        f"<Ntry>{amount(entry.amount, entry.currency)}"
        f"<RvslInd>{str(entry.reversal).lower()}</RvslInd><Sts>{state}</Sts>"
        f"<BookgDt><Dt>{entry.booked_on}</Dt></BookgDt>"
        + (f"<ValDt><Dt>{entry.valued_on}</Dt></ValDt>" if entry.valued_on else "")
        + (f"<AcctSvcrRef>{escape(entry.bank_id)}</AcctSvcrRef>" if entry.bank_id else "")
        + f"<NtryDtls>{transfer(entry, version) if details is None else details}</NtryDtls></Ntry>"
    )


def transfer(entry: Entry, version: str = "02", inside: str = "") -> str:
    """One transfer within a booking."""
    side = "Dbtr" if entry.amount > 0 else "Cdtr"
    name = f"<Nm>{escape(entry.party)}</Nm>"
    structured = f"<Strd><CdtrRefInf><Ref>{escape(entry.reference)}</Ref></CdtrRefInf></Strd>"
    return (
        f"<TxDtls><Refs><EndToEndId>{escape(entry.end_to_end_id) or 'NOTPROVIDED'}</EndToEndId>"
        f"</Refs>{inside}<RltdPties>"
        f"<{side}>{name if version < '04' else f'<Pty>{name}</Pty>'}</{side}>"
        f"<{side}Acct><Id><IBAN>{escape(entry.party_iban)}</IBAN></Id></{side}Acct></RltdPties>"
        f"<RmtInf><Ustrd>{escape(entry.text)}</Ustrd>{structured}</RmtInf>"
        + (f"<RtrInf><Rsn><Cd>{entry.reason}</Cd></Rsn></RtrInf>" if entry.reason else "")
        + "</TxDtls>"
    )


def amount(units: int, currency: str) -> str:
    """An amount with its sign, as ISO 20022 has it."""
    sign = "CRDT" if units >= 0 else "DBIT"
    return f'<Amt Ccy="{currency}">{major(abs(units), currency)}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'


def _balance(code: str, units: int, currency: str) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{amount(units, currency)}</Bal>"


def mt940(
    entries: Sequence[Entry],
    *,
    account: str = IBAN,
    opening: int = 0,
    closing: int | None = None,
    number: str = "7/1",
    currency: str = "EUR",
) -> str:
    """A file with one statement, with the fields in `:86:` that Germany's banks agreed on."""
    if closing is None:
        closing = opening + sum(entry.amount for entry in entries)
    lines = [":20:STARTUMS", f":25:{account}", f":28C:{number}"]
    lines.append(f":60F:{_signed(opening)}260101{currency}{_comma(opening, currency)}")
    for entry in entries:
        valued = entry.valued_on or entry.booked_on
        mark = "R" * entry.reversal + ("C" if (entry.amount >= 0) != entry.reversal else "D")
        lines.append(
            f":61:{valued:%y%m%d}{entry.booked_on:%m%d}{mark}{_comma(entry.amount, currency)}"
            f"NTRFNONREF" + (f"//{entry.bank_id}" if entry.bank_id else "")
        )
        purpose = f"EREF+{entry.end_to_end_id or 'NOTPROVIDED'}SVWZ+{entry.text}"
        fields = {str(20 + at // 27): purpose[at : at + 27] for at in range(0, len(purpose), 27)}
        fields |= {"31": entry.party_iban, "32": entry.party[:27], "33": entry.party[27:]}
        fields |= {"34": entry.reason}
        details = "166?00GUTSCHRIFT" + "".join(f"?{key}{told}" for key, told in fields.items())
        # A blank at the end of a line would be lost.
        lines.append(":86:" + "\n".join(re.findall(r".{1,65}(?<! )", details)))
    lines.append(f":62F:{_signed(closing)}260131{currency}{_comma(closing, currency)}")
    return "\r\n".join([*lines, "-", ""])


def _signed(units: int) -> str:
    return "C" if units >= 0 else "D"


def _comma(units: int, currency: str) -> str:
    return f"{major(abs(units), currency):f}".replace(".", ",")
