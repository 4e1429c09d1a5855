"""Every night the rates of the European Central Bank are fetched, each hour while they lack."""

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from pytest_django import Settings

from troth.cli import main
from troth.core.day import day_at
from troth.tax.exchange import rate_of
from troth.tax.models import ExchangeRate
from troth.tax.take_exchange_rates import LONGEST
from troth.tax.tasks import exchange_rates
from troth.testing import make

pytestmark = pytest.mark.django_db
NIGHT = datetime(2035, 10, 30, 1, 15, tzinfo=UTC)  # after the rates of any release
DAY = day_at(NIGHT) - timedelta(days=1)


def csv_of(rate: str, day: date = DAY, name: str = "USD") -> bytes:
    return f"Date,{name},\n{day},{rate},\n".encode()


def zipped(day: date = DAY, said: bytes = b"") -> bytes:
    into = BytesIO()
    with ZipFile(into, "w", ZIP_DEFLATED) as file:
        file.writestr("eurofxref-hist.csv", said or csv_of("1.25", day))
    return into.getvalue()


class Bank(ThreadingHTTPServer):
    """Answers with `says`, a status and a body."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.asked, self.says = 0, (200, zipped())


class _Answers(BaseHTTPRequestHandler):
    server: Bank

    def do_GET(self) -> None:
        self.server.asked += 1
        status, body = self.server.says
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
            self.server.says = (200, zipped())
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def bank(settings: Settings) -> Iterator[Bank]:
    make.in_force()
    with Bank() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        settings.EXCHANGE_RATES_URL = f"http://127.0.0.1:{server.server_port}/hist.zip"
        yield server
        server.shutdown()


def hour(hours: int = 0) -> None:
    exchange_rates(int((NIGHT + timedelta(hours=hours)).timestamp()))


def test_at_once_and_then_every_night(bank: Bank) -> None:
    for hours in range(25):
        hour(hours)
    assert rate_of("USD", "EUR", DAY) == rate_of("USD", "EUR", day_at(NIGHT))
    assert ExchangeRate.objects.get().rate == 1.25 and bank.asked == 2


def test_every_hour_while_the_last_is_old(bank: Bank) -> None:
    bank.says = (200, zipped(DAY - timedelta(days=5)))
    for hours in range(3):
        hour(hours)
    assert bank.asked == 3


@pytest.mark.parametrize(
    "says",
    [
        *((503, b""), (200, b"<html>"), (200, b"PK\3\4garbage"), (200, b"")),
        *(
            (200, csv_of(rate))
            for rate in ("NaN", "Infinity", "-1", "0", "1e10", "1e-9", "1e999999")
        ),
        (200, csv_of("1.25", name="U\0D")),
        (200, zipped(said=b"\n" * (LONGEST + 1))),
    ],
)
def test_what_is_down_or_none_of_theirs_is_told_and_asked_again(
    bank: Bank, says: tuple[int, bytes], caplog: pytest.LogCaptureFixture
) -> None:
    bank.says = says
    with caplog.at_level(logging.WARNING):
        hour()
    assert "exchange rates" in caplog.text and not ExchangeRate.objects.exists()
    bank.says = (200, zipped())
    hour(1)
    assert ExchangeRate.objects.exists()


def test_of_a_day_to_come_none_is_believed(bank: Bank) -> None:
    bank.says = (200, csv_of("99", day_at(NIGHT) + timedelta(days=1)))
    hour()
    bank.says = (200, csv_of("1.25", day_at(NIGHT) + timedelta(days=1)))
    hour(24)
    assert ExchangeRate.objects.get().rate == 1.25


def test_an_answer_leads_nowhere_else(bank: Bank, caplog: pytest.LogCaptureFixture) -> None:
    bank.says = (302, b"")
    hour()
    assert bank.asked == 1 and "HTTP 302" in caplog.text


def test_it_can_be_turned_off(bank: Bank, settings: Settings) -> None:
    settings.EXCHANGE_RATES_URL = ""
    hour()
    assert not bank.asked


def test_by_hand_as_well(bank: Bank, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    today, file = day_at(datetime.now(UTC)), tmp_path / "hist"
    url = f"http://127.0.0.1:{bank.server_port}/hist.zip"
    bank.says = (200, zipped(today))
    assert main(["tax", "exchange", url]) == 0
    for says in (zipped(today - timedelta(days=1)), csv_of("1.5", today - timedelta(days=2))):
        file.write_bytes(says)
        assert main(["tax", "exchange", str(file)]) == 0
    assert ExchangeRate.objects.count() == 3
    bank.says = (404, b"")
    for source in (url, str(tmp_path / "none")):
        assert main(["tax", "exchange", source]) == 1
    assert capsys.readouterr().err.count("\n") == 2
