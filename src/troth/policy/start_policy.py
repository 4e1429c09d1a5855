"""A policy to start from, in a provider's own name: complete, and without a warning."""

import json
from datetime import date
from pathlib import Path
from string import Template
from typing import NamedTuple

from troth.core.errors import TrothError
from troth.policy.countries import COUNTRIES
from troth.policy.errors import PolicyError
from troth.policy.examine import examine
from troth.policy.law import BOOKS, EU, GDPR, ONE_STOP_SHOP, is_far

_TEXTS = Path(__file__).with_name("start")
OWN = "own"  # who runs a mail server that is the provider's
# What mostly stands between the provider and a processor abroad, Decision (EU) 2021/914.
_CLAUSES = {"en": "standard contractual clauses", "de": "Standardvertragsklauseln"}
_LONG_ENOUGH = 10  # years, where no law is known here


class Answers(NamedTuple):
    """What has to be known of a provider. country: its ISO 3166 code. email: for privacy.

    language: `en` or `de`. mail_by: who runs the mail server, `own` for the provider; mail_country:
    where they do; blank where nothing is said of it.
    """

    name: str
    country: str
    email: str
    language: str
    mail_by: str = ""
    mail_country: str = ""


def start_policy(answers: Answers, *, on: date) -> str:
    """The text of a policy that is in force from a day.

    Raises TrothError with what is wrong with the answers.
    """
    country = answers.country.upper()
    rights = "gdpr" if country in GDPR else "elsewhere"
    years, law = _books(country)
    text = Template(_read(answers.language)).substitute(
        name=_quoted(answers.name),
        country=_quoted(country),
        email=_quoted(answers.email),
        version=on.isoformat(),
        effective=on.isoformat(),
        books=f"{years} years",
        law=law,
        vies=_read(f"{answers.language}-vies") + "\n" if country in EU else "",
        rights=_read(f"{answers.language}-rights-{rights}"),
        own_mail='mail_server = "own"\n' if answers.mail_by == OWN else "",
        mail=_mail(answers),
    )
    try:
        examine(text.encode(), "")
    except PolicyError as error:
        raise TrothError("; ".join(mistake.message for mistake in error.mistakes)) from None
    return text


def _mail(answers: Answers) -> str:
    """The rule of whoever runs the mail server; blank where that is nobody else."""
    if answers.mail_by in ("", OWN):
        return ""
    there, here = answers.mail_country.upper(), answers.country.upper()
    far = is_far(there, here)
    return Template(_read(f"{answers.language}-mail")).substitute(
        name=_quoted(answers.mail_by),
        country=_quoted(there),
        safeguards=f"safeguards = {_quoted(_CLAUSES[answers.language])}\n" if far else "",
    )


def _books(country: str) -> tuple[int, str]:
    """For how many years invoices are to be kept, and why."""
    law = BOOKS.get(country)
    if country in EU and (law is None or law.asked < ONE_STOP_SHOP.asked):
        law = ONE_STOP_SHOP
    if law is None:
        return _LONG_ENOUGH, f"see what the law asks ({COUNTRIES.get(country, country)})"
    return law.asked, law.source


def _quoted(text: str) -> str:
    """A text as TOML has it."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _read(name: str) -> str:
    return (_TEXTS / f"{name}.md").read_text(encoding="utf-8")
