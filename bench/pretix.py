"""`uv run python -m bench.pretix PYTHON`: order, be invoiced and pay in Troth and in pretix.

PYTHON is that of an environment where pretix is installed; README.md beside this file tells how.
pretix is spoken to over HTTP alone, as its customers and its staff do.
"""

import argparse
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import batched
from pathlib import Path
from time import perf_counter
from typing import Any

import psutil
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection
from requests import Session

from bench import invoices, measure
from bench.invoices import Browser
from bench.pages import CLIENTS, wait_for
from troth.bank.tests.written import IBAN, camt053
from troth.testing.mail import Mailbox
from troth.testing.port import free_port

_DATABASE = "troth_bench_pretix"  # stays, since pretix takes minutes to make its tables
_SHOP = "/seller/web/"
_PLUGIN = "pretix.plugins.banktransfer"


def main() -> None:
    """Order by turns, print how both compare, and have statements pay what was ordered."""
    parser = argparse.ArgumentParser(prog="python -m bench.pretix", description=__doc__)
    parser.add_argument("python", type=Path, help="where pretix and granian are installed")
    parser.add_argument("--orders", type=int, default=20, help="in one round (default: 20)")
    parser.add_argument("--rounds", type=int, default=3, help="after a first one (default: 3)")
    told = parser.parse_args()
    ways: list[tuple[str, Callable[[Browser], object], Callable[[], float]]] = [
        ("time", _order_and_download, perf_counter),
        ("the server's CPU time", _order_and_download, invoices.serving),
        ("the server's CPU time without a PDF of ours", invoices.order, invoices.serving),
        ("PostgreSQL's CPU time", _order_and_download, _postgres),
    ]
    customers = told.orders * len(ways) * (told.rounds + 1)
    with invoices.open_shop(customers) as ours, _served(told.python) as port:
        staff = _Staff(port)
        item = staff.open_shop()
        theirs = [Browser(port) for _ in ours]
        ordered: list[str] = []

        def order_theirs(browser: Browser) -> None:
            ordered.append(_order(browser, item))

        shares, their_shares = batched(ours, told.orders), batched(theirs, told.orders)
        for name, order, clock in ways:
            measure.by_turns(
                partial(invoices.order_all, shares, order),
                partial(invoices.order_all, their_shares, order_theirs),
                rounds=told.rounds,
                clock=clock,
            ).show(f"pretix: {name} of {told.orders} orders", other="pretix")
        print(f"pretix: an order takes {ours[0].asked} requests, in pretix {theirs[0].asked}")
        invoices.pay()
        took = measure.seconds(partial(staff.take_in, ordered))
        print(f"pretix: {len(ordered)} lines pay theirs in pretix in {took:.1f} s")


def _order_and_download(browser: Browser) -> None:
    assert browser.get(f"{invoices.order(browser)}pdf/").startswith("%PDF")


def _order(browser: Browser, item: int) -> str:
    """Order as a guest does, who says where they live; the code of the order."""
    page = browser.get(_SHOP)
    browser.send(page, f"{_SHOP}cart/add?next={_SHOP}", {f"item_{item}": 1})
    page = browser.get(f"{_SHOP}checkout/start")
    who = {
        "email": "p1@customer.example",
        "is_business": "individual",
        "name_parts_0": "A Customer",
        "street": "1 Street",
        "zipcode": "10115",
        "city": "Berlin",
        "country": "DE",
        "transmission_type": "email",
    }
    page = browser.send(page, f"{_SHOP}checkout/questions/", who)
    page = browser.send(page, f"{_SHOP}checkout/payment/", {"payment": "banktransfer"})
    page = browser.send(page, f"{_SHOP}checkout/confirm/", {})
    [invoice] = re.findall(r'href="([^"]*/invoice/[0-9]+)"', page)[:1]
    assert IBAN in page and browser.get(invoice).startswith("%PDF")
    return str(invoice).removeprefix(f"{_SHOP}order/").split("/")[0]


class _Staff:
    """The administrator whom pretix makes with its tables."""

    def __init__(self, port: int) -> None:
        self._site = f"http://localhost:{port}"
        self._session = Session()
        self._send("/control/login", email="admin@localhost", password="admin")

    def open_shop(self) -> int:
        """Have one thing for sale by bank transfer, invoiced at once; its number."""
        if self._session.get(self._site + _SHOP).ok:
            [item] = self._api("GET", "events/web/items/")["results"]
            return int(item["id"])
        self._send("/control/sudo/")
        self._send("/control/organizers/add", name="Seller", slug="seller")
        self._api("PATCH", "", plugins=[_PLUGIN])
        event = {"slug": "web", "currency": "EUR", "date_from": "2099-01-01T10:00:00Z"}
        self._api("POST", "events/", name={"en": "Hosting"}, plugins=[_PLUGIN], **event)
        self._api(
            "PATCH",
            "events/web/settings/",
            invoice_generate="True",
            invoice_address_asked=True,
            invoice_address_required=True,
            invoice_address_from_name="A Seller",
            invoice_address_from="1 Street",
            invoice_address_from_zipcode="10115",
            invoice_address_from_city="Berlin",
            invoice_address_from_country="DE",
            invoice_address_from_vat_id="DE123456788",
        )
        vat = {"name": {"en": "VAT"}, "rate": "19.00", "default": True}
        tax = self._api("POST", "events/web/taxrules/", **vat)["id"]
        product = {"name": {"en": "Hosting S"}, "default_price": "10.00", "tax_rule": tax}
        item = self._api("POST", "events/web/items/", admission=False, **product)["id"]
        self._api("POST", "events/web/quotas/", name="all", size=None, items=[item])
        bank = {
            "_enabled": "on",
            "_restrict_to_sales_channels": "web",
            "_ack": "on",
            "_bank_details_type": "sepa",
            "_bank_details_sepa_name": "A Seller",
            "_bank_details_sepa_iban": IBAN,
            "_bank_details_sepa_bic": "COBADEFFXXX",
            "_bank_details_sepa_bank": "A Bank",
        }
        path = "/control/event/seller/web/settings/payment/banktransfer"
        self._send(path, **{f"payment_banktransfer{name}": value for name, value in bank.items()})
        self._api("PATCH", "events/web/", live=True)
        return int(item)

    def take_in(self, codes: list[str]) -> None:
        """Hand in a statement that pays these orders."""
        before = self._paid()
        statement = camt053([invoices.paid(1000, text=f"WEB-{code}") for code in codes])
        path = "/control/event/seller/web/banktransfer/import/"
        self._send(path, files={"file": ("statement.xml", statement)})
        assert self._paid() == before + len(codes)

    def _paid(self) -> int:
        return int(self._api("GET", "events/web/orders/?status=p")["count"])

    def _send(self, path: str, files: Any = None, **told: str) -> None:
        page = self._session.get(self._site + path).text
        [token] = re.findall('name="csrfmiddlewaretoken" value="([^"]*)"', page)[:1]
        told["csrfmiddlewaretoken"] = token
        answer = self._session.post(self._site + path, told, files=files)
        assert answer.ok and "has-error" not in answer.text, (path, answer.status_code)

    def _api(self, method: str, path: str, **told: Any) -> Any:
        answer = self._session.request(
            method,
            f"{self._site}/api/v1/organizers/seller/{path}",
            json=told or None,
            headers={"X-CSRFToken": str(self._session.cookies["pretix_csrftoken"])},
        )
        assert answer.ok, (path, answer.text)
        return answer.json()


@contextmanager
def _served(python: Path) -> Iterator[int]:
    """Serve pretix as the benches serve Troth, on the same PostgreSQL; its mail goes to a server.

    Without a worker, which is what pretix does where it is told of none: it makes PDFs and sends
    mail while the page waits.
    """
    port, mail = free_port(), free_port()
    told = {name: each for name, each in os.environ.items() if name.startswith("PRETIX_")}
    environment = {"PATH": os.environ["PATH"]} | told | _configured(mail)
    subprocess.run([python, "-m", "pretix", "migrate", "-v0"], env=environment, check=True)
    mails = Controller(Mailbox(), hostname="127.0.0.1", port=mail)
    mails.start()
    options = f"--interface wsgi --blocking-threads {CLIENTS} --log-level warning --port {port}"
    command = [str(python.with_name("granian")), *options.split(), "pretix.wsgi:application"]
    with subprocess.Popen(command, env=environment) as server:
        try:
            wait_for(port)
            yield port
        finally:
            server.terminate()
            mails.stop()


def _configured(mail_port: int) -> dict[str, str]:
    """pretix's configuration; whatever else is set of it, as the place of a cache, stays."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [_DATABASE])
        if not cursor.rowcount:
            cursor.execute(f"CREATE DATABASE {_DATABASE}")
    place = connection.get_connection_params()
    told = {
        "DATABASE_BACKEND": "postgresql",
        "DATABASE_NAME": _DATABASE,
        "DATABASE_HOST": place.get("host", ""),
        "DATABASE_PORT": place.get("port", ""),
        "DATABASE_USER": place.get("user", ""),
        "DATABASE_PASSWORD": place.get("password", ""),
        "PRETIX_DATADIR": str(Path(settings.TROTH_HOME, "pretix").absolute()),
        "PRETIX_URL": "http://localhost",
        "PRETIX_LOGLEVEL": "ERROR",
        "MAIL_HOST": "127.0.0.1",
        "MAIL_PORT": str(mail_port),
    }
    return {f"PRETIX_{name}": value for name, value in told.items()}


def _postgres() -> float:
    """The CPU time of PostgreSQL on this machine, of sessions that have ended too, in seconds."""
    connection.ensure_connection()
    main = psutil.Process(connection.connection.info.backend_pid).parent()
    assert main
    ended = main.cpu_times()
    living = [each.cpu_times() for each in main.children()]
    sums = (each.user + each.system for each in living)
    return float(sum(sums) + ended.children_user + ended.children_system)


if __name__ == "__main__":
    main()
