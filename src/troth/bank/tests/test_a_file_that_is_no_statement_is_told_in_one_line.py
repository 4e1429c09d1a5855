import time
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from troth.bank.models import BankStatement
from troth.bank.read import LARGEST, read
from troth.bank.statement import Entry, UnreadableError
from troth.bank.tests.written import camt053, mt940
from troth.testing import make
from troth.testing.visit import signed_in

_PAID = Entry(date(2026, 1, 5), 1190, "EUR", party="A. Customer", text="Invoice 17", bank_id="B1")
_ISO = camt053([_PAID])
_SWIFT = mt940([_PAID])
_BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_FETCH = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'

BAD = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n\0 \n", "empty"),
    "a web page": (b"<!DOCTYPE html><html><body>Session expired</body></html>", "web page"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "no statement"),
    "a table": (b"date;amount\n2026-01-05;11,90\n", "no statement"),
    "a path": (b"/etc/hostname", "no statement"),
    "too large": (b" " * (LARGEST + 1), "larger than 10 MB"),
    "ISO, of nothing": (camt053([]).split("<Stmt>")[0].encode(), "cut off"),
    "ISO, cut off": (_ISO[:-40].encode(), "cut off"),
    "ISO, not in its encoding": (_ISO.replace("Customer", "Müßig").encode("latin-1"), "damaged"),
    "ISO, of today alone": (_ISO.replace("camt.053", "camt.052").encode(), "camt.053"),
    "ISO, newer": (camt053([_PAID], version="99").encode(), "001.08"),
    "ISO, too deep": (b"<a>" * 5000 + b"</a>" * 5000, "damaged"),
    "ISO, expanding": (_ISO.replace("<Document", f"{_BOMB}<Document").encode(), "definitions"),
    "ISO, fetching": (
        _ISO.replace("<Document", f"{_FETCH}<Document").replace("Invoice 17", "&a;").encode(),
        "definitions",
    ),
    "ISO, no balance": (_ISO.replace("CLBD", "ITBD").encode(), "or closing balance"),
    "ISO, no day": (_ISO.replace("2026-01-05", "").encode(), "cannot be read"),
    "ISO, half a cent": (_ISO.replace("11.90", "11.905").encode(), "cannot be read"),
    "ISO, no number": (_ISO.replace("11.90", "NaN").encode(), "cannot be read"),
    "ISO, beyond all money": (_ISO.replace("11.90", "1e999999").encode(), "cannot be read"),
    "ISO, no sign": (_ISO.replace("CRDT", "").encode(), "cannot be read"),
    "ISO, no currency": (_ISO.replace("EUR", "").encode(), "cannot be read"),
    "ISO, two currencies": (
        camt053([_PAID, replace(_PAID, currency="CHF")]).encode(),
        "mixes currencies",
    ),
    "ISO, does not add up": (camt053([_PAID], closing=1191).encode(), "closing balance"),
    "SWIFT, cut off": (_SWIFT[: _SWIFT.index(":62F:")].encode(), "cut off"),
    "SWIFT, no opening": (_SWIFT.replace(":60F:", ":6OF:").encode(), "cannot be read"),
    "SWIFT, no day": (_SWIFT.replace(":61:260105", ":61:261305").encode(), "cannot be read"),
    "SWIFT, no amount": (_SWIFT.replace("C11,90NTRF", "C,NTRF").encode(), "cannot be read"),
    "SWIFT, a line lost": (_SWIFT.replace(":61:", ":6l:").encode(), "closing balance"),
    "SWIFT, does not add up": (mt940([_PAID], closing=1191).encode(), "closing balance"),
}


@pytest.mark.parametrize("what", BAD)
def test_one_line(what: str) -> None:
    data, told = BAD[what]
    with pytest.raises(UnreadableError) as refused:
        read(data)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value) and "Customer" not in str(refused.value)


@pytest.mark.parametrize("file", [_ISO, _SWIFT], ids=["ISO", "SWIFT"])
@given(data=st.data())
def test_whatever_is_changed_is_read_or_told(file: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(file) - 1))
    end = data.draw(st.integers(at, min(at + 30, len(file))))
    put = data.draw(st.text(max_size=3) | st.sampled_from(["\0", ",", ":86:", "<", "999999999"]))
    with suppress(UnreadableError):
        read((file[:at] + put + file[end:]).encode(errors="replace"))


def test_what_a_payer_writes_takes_no_longer_than_its_length() -> None:
    before, told = _SWIFT.split(":86:")
    start = time.process_time()
    read(f"{before}:86:/EREF/{'/' * 40_000}x\n{told[told.index(':62F:') :]}".encode())
    assert time.process_time() - start < 5  # seconds; about 0.1 when the machine is free


def test_nothing_that_was_written_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(UnreadableError):
        read(_SWIFT.replace(":61:", ":61:A. Customer").encode())
    assert "Customer" not in caplog.text


@pytest.mark.django_db
def test_the_desk_tells_it_beside_the_file() -> None:
    make.in_force()
    desk = signed_in(make.staff("billing"))
    for what in (
        "empty",
        "too large",
        "ISO, cut off",
        "ISO, not in its encoding",
        "SWIFT, cut off",
    ):
        data, words = BAD[what]
        answer = desk.post("/desk/bank/", {"file": SimpleUploadedFile("file.txt", data)})
        assert answer.status_code == 200 and words in answer.content.decode(), what
    far = SimpleUploadedFile("file.txt", b" " * (50 * 10**6))
    answer = desk.post("/desk/bank/", {"file": far})
    assert answer.status_code == 413 and "too large" in answer.content.decode()
    assert not BankStatement.objects.exists()
