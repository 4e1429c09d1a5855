"""A file of the bank, as it is downloaded there: camt.053.001.08 of ISO 20022."""

from collections.abc import Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape

from troth.bank.statement import Entry
from troth.billing.models import BankAccount
from troth.core.money import major


def bank_file(booked: Mapping[BankAccount, Sequence[Entry]], day: date) -> bytes:
    """A file with a statement for each account, which begins with nothing on it."""
    statements = "".join(_statement(bank, entries, day) for bank, entries in booked.items())
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>{day:%Y%m%d}</MsgId><CreDtTm>{day}T06:00:00</CreDtTm></GrpHdr>"
        f"{statements}</BkToCstmrStmt></Document>"
    ).encode()


def _statement(bank: BankAccount, entries: Sequence[Entry], day: date) -> str:
    closing = sum(entry.amount for entry in entries)
    return (
        f"<Stmt><Id>{bank.currency}{day:%Y%m%d}</Id><ElctrncSeqNb>{day:%j}</ElctrncSeqNb>"
        f"<Acct><Id><IBAN>{bank.iban}</IBAN></Id></Acct>"
        f"{_balance('OPBD', 0, bank.currency)}{_balance('CLBD', closing, bank.currency)}"
        f"{''.join(map(_booking, entries))}</Stmt>"
    )


def _balance(code: str, units: int, currency: str) -> str:
    kind = f"<Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
    return f"<Bal>{kind}{_amount(units, currency)}</Bal>"


def _booking(entry: Entry) -> str:
    reference = f"<CdtrRefInf><Ref>{entry.reference}</Ref></CdtrRefInf>"
    named = f"<Refs><EndToEndId>{entry.end_to_end_id or 'NOTPROVIDED'}</EndToEndId></Refs>"
    back = f"<RtrInf><Rsn><Cd>{entry.reason}</Cd></Rsn></RtrInf>" if entry.reason else ""
    return (
        f"<Ntry>{_amount(entry.amount, entry.currency)}<Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>{entry.booked_on}</Dt></BookgDt><NtryDtls><TxDtls>{named}"
        f"<RltdPties><Dbtr><Pty><Nm>{escape(entry.party)}</Nm></Pty></Dbtr></RltdPties>"
        f"<RmtInf><Ustrd>{escape(entry.text)}</Ustrd><Strd>{reference}</Strd></RmtInf>"
        f"{back}</TxDtls></NtryDtls></Ntry>"
    )


def _amount(units: int, currency: str) -> str:
    sign = "CRDT" if units >= 0 else "DBIT"
    return f'<Amt Ccy="{currency}">{major(abs(units), currency)}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'
