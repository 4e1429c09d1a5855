"""Made-up people of many countries. Every name, address and number comes from Faker."""

import random
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from faker import Factory

from troth.demo.texts import BROWSERS
from troth.gates.inputs.phone import stored

_LOCALES = {
    "en_IN": ("IN", "INR"),
    "en_US": ("US", "USD"),
    "en_GB": ("GB", "GBP"),
    "de_DE": ("DE", "EUR"),
    "fr_FR": ("FR", "EUR"),
    "es_ES": ("ES", "EUR"),
    "nl_NL": ("NL", "EUR"),
    "pl_PL": ("PL", "PLN"),
    "pt_BR": ("BR", "BRL"),
    "ja_JP": ("JP", "JPY"),
    "tr_TR": ("TR", "TRY"),
    "sv_SE": ("SE", "SEK"),
    "uk_UA": ("UA", "UAH"),
    "el_GR": ("GR", "EUR"),
    "cs_CZ": ("CZ", "CZK"),
}
CURRENCIES = sorted({currency for _country, currency in _LOCALES.values()})
_PROVIDERS = [
    f"faker.providers.{name}"
    for name in ("person", "address", "company", "phone_number", "internet")
]


@dataclass(frozen=True)
class Who:
    """A person or a company as they would fill in a form."""

    name: str
    email: str
    phone: str
    company: str
    tax_id: str
    street: str
    postcode: str
    city: str
    region: str
    country: str
    currency: str
    site: str
    browser: str


class People:
    """Makes people one by one; the same seed makes the same people."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._fakes: dict[str, Any] = {}
        self._made = 0
        for locale in _LOCALES:
            fake = Factory.create(locale, providers=_PROVIDERS)
            fake.seed_instance(rng.getrandbits(32))
            self._fakes[locale] = fake

    def one(self, *, locale: str | None = None, business: bool = False) -> Who:
        """A new person, of any country unless one is asked for."""
        locale = locale or self._rng.choice(list(_LOCALES))
        fake, (country, currency) = self._fakes[locale], _LOCALES[locale]
        self._made += 1
        name = fake.name()
        company = fake.company() if business else ""
        site = f"{_ascii(company) or _ascii(name) or fake.user_name()}{self._made}.example"
        return Who(
            name=name,
            email=f"{_ascii(fake.user_name()) or 'mail'}@{site}",
            phone=_phone(fake, country),
            company=company,
            tax_id=f"{country}{self._rng.randrange(10**8, 10**9)}" if business else "",
            street=fake.street_address().replace("\n", ", "),
            postcode=fake.postcode()[:20],
            city=fake.city(),
            region="TN" if country == "IN" else "",
            country=country,
            currency=currency,
            site=site,
            browser=self._rng.choice(BROWSERS),
        )

    def address(self) -> str:
        """An Internet address of those kept for examples (RFC 5737, RFC 3849)."""
        if self._rng.random() < 0.2:
            return f"2001:db8::{self._rng.getrandbits(16):x}:{self._rng.getrandbits(16):x}"
        net = self._rng.choice(("192.0.2", "198.51.100", "203.0.113"))
        return f"{net}.{self._rng.randrange(1, 255)}"


def _phone(fake: Any, country: str) -> str:
    """A telephone number as it is stored; some of Faker's are none."""
    while True:
        with suppress(ValidationError):
            return stored(fake.phone_number(), country)


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]
