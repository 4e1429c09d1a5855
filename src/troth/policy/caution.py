"""What runs, and is yet worth another look: rules that the law may not bear, or that mislead.

None of it stops a policy. What is meant as it stands may stay; `docs/policy-language.md` tells
each warning.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from troth.core.duration import Duration
from troth.policy.countries import ANY, COUNTRIES
from troth.policy.errors import Caution, CautionCode
from troth.policy.explain import line_of, short
from troth.policy.language import Keep, Tables
from troth.policy.law import BOOKS, EU, GDPR, ONE_STOP_SHOP, Books, is_far
from troth.policy.lengths import lengths
from troth.policy.parse import Policy
from troth.policy.placeholders import join, say
from troth.policy.prose import typed
from troth.policy.regions import lies_in
from troth.policy.rights import BY_LAW, LAW
from troth.policy.vies import RECIPIENT, may_ask

_DUTY = re.compile(
    r"\b(?:invoic\w+|billing|to bill|account(?:ing|ancy)|tax\w*|bookkeeping|(?:keep )?the books|"
    r"legal (?:requirement|obligation|dut)\w*|required by law|payments?|zahlung\w*|"
    r"perform\w* the (?:contract|agreement)|provide (?:the|our|its) services?|"
    r"rechnung\w*|abrechn\w+|buchhaltung\w*|buchführung\w*|steuer\w*|gesetzlich\w*|"
    r"vertragserfüllung|erfüllung des vertrag\w*)\b",
    re.I,
)
_MARKETING = re.compile(
    r"\b(?:marketing|advert\w*|promotion\w*|newsletters?|campaigns?|discounts?|special offers?|"
    r"offers?|new products?|other (?:goods|products|services)|"
    r"werb\w*|rabatt\w*|aktionen|gewinnspiel\w*|(?:sonder)?angebote?n?|"
    r"neue[ns]? (?:produkt|dienst|leistung)\w*|produktneuheit\w*)\b",
    re.I,
)
_TRACKING = re.compile(
    r"\b(?:track\w*|statisti\w*|analytic\w*|analys\w*|counts?|counting|measures|advert\w*|"
    r"marketing|social media|retarget\w*|"
    r"auswert\w*|zähl\w*|mess(?:en|t|ung)|werb\w*|verfolg\w*|reichweite\w*)\b",
    re.I,
)
_SHORT_MONTH = date(2025, 2, 1)  # a month is never shorter than from here
_LONG_MONTH = date(2025, 7, 1)  # a month is never longer than from here
_LIVING = {"account": "inactivity", "membership": "", "service": "cancellation"}


class Doubt(NamedTuple):
    """A warning by its rule, and the key of it that is meant."""

    rule: str
    key: str
    code: CautionCode
    message: str


def cautions(policy: Policy) -> list[Caution]:
    """What a policy without a mistake is warned of, in the order of the file."""
    found = {
        Caution(line_of(policy.lines, (*d.rule.split(".", 1), d.key)), d.code, d.message)
        for d in _doubts(policy.tables)
    }
    return sorted(found | set(_typed(policy)))


def _doubts(tables: Tables) -> Iterator[Doubt]:
    yield from _consents_to_duties(tables)
    yield from _marketing(tables)
    yield from _invoices(tables)
    yield from _numbers(tables)
    yield from _terms(tables)
    yield from _shares(tables)
    yield from _reached(tables)
    yield from _deadlines(tables)
    yield from _changes(tables)
    yield from _cookies(tables)


def _consents_to_duties(tables: Tables) -> Iterator[Doubt]:
    paying = {p for _, rule in tables.collected_by("billing") for p in rule.purposes}
    for name, purpose in tables.purpose.items():
        if purpose.basis == "consent" and (name in paying or _DUTY.search(purpose.description)):
            yield Doubt(
                f"purpose.{name}",
                "basis",
                "consent-for-duty",
                f"purpose.{name} rests on consent, which can be withdrawn, though a contract or "
                'the law seems to demand it; write basis = "contract" or "legal-obligation"',
            )


def _marketing(tables: Tables) -> Iterator[Doubt]:
    for name, message in tables.message.items():
        words = [found[0] for text in message.about if (found := _MARKETING.search(text))]
        if words and message.consent is None:
            yield Doubt(
                f"message.{name}",
                "about",
                "marketing-without-consent",
                f"message.{name} is about {join(words)} and goes to everybody; give it a consent, "
                "which people can decline, or a message of its own",
            )


def _invoices(tables: Tables) -> Iterator[Doubt]:
    country = tables.provider.country
    kept = tables.kept_by("invoice")
    law = BOOKS.get(country)
    if law and (rule := too_short(kept, law)):
        counted = " from the end of the year of issue" if law.from_the_end else ""
        yield Doubt(
            rule,
            "for",
            "kept-too-short",
            f"{rule} may end invoices before the law of {COUNTRIES[country]} lets them go, which "
            f"has them kept for {law.years} years{counted} ({law.source}); {_write(law)}",
        )
    elif _sells_to_the_union(tables) and (rule := too_short(kept, ONE_STOP_SHOP)):
        where = "other countries of the EU" if country in EU else "the EU"
        yield Doubt(
            rule,
            "for",
            "kept-too-short",
            f"{rule} may end invoices too early if you sell to consumers in {where} by the One "
            f"Stop Shop ({ONE_STOP_SHOP.source}, ten years from the end of the year); "
            f"{_write(ONE_STOP_SHOP)}, or leave it if you do not",
        )


def too_short(kept: Sequence[tuple[str, Keep]], law: Books) -> str:
    """The first of the rules on invoices that may end one before the law lets it go."""
    for rule, keep in kept:
        if keep.for_ is None or Duration(law.asked, "year").can_outlast(keep.for_):
            return rule
    return "" if any(keep.basis for _, keep in kept) else kept[0][0]


def _write(law: Books) -> str:
    return f'write for = "{law.asked} years", basis = "legal-obligation"'


def _sells_to_the_union(tables: Tables) -> bool:
    """Whether consumers in the EU may buy: of a provider elsewhere, as far as its policy speaks of
    them, since the One Stop Shop has a scheme for non-Union sellers (Art. 358a)."""
    speaks_of_it = any("eea" in right.in_ for _, _, right in tables.rights())
    return (tables.provider.country in EU or speaks_of_it) and _takes_consumers(tables)


def _takes_consumers(tables: Tables) -> bool:
    """Whether signing up insists on nothing that only a business has."""
    asked = [rule.required for _, rule in tables.collected_by("account") if rule.by == "form"]
    return not any({"company", "tax_id"} & set(required) for required in asked)


def _numbers(tables: Tables) -> Iterator[Doubt]:
    if tables.provider.country not in EU or may_ask(tables):
        return
    for name, rule in tables.collect.items():
        if "tax_id" in (*rule.required, *rule.optional):
            yield Doubt(
                f"collect.{name}",
                "required" if "tax_id" in rule.required else "optional",
                "vies-not-asked",
                f"collect.{name} takes tax numbers, and nobody asks whether they are valid, so "
                "that businesses in other countries of the EU pay the tax of consumers (Directive "
                f"2006/112/EC Art. 196); write a table [share.{RECIPIENT}] that receives "
                '"company" whenever it is needed',
            )


def _terms(tables: Tables) -> Iterator[Doubt]:
    for record, other in _LIVING.items():
        for rule, keep in tables.kept_by(record):
            if keep.from_ == "creation":
                fix = f'from = "{other}"' if other else 'with = "account"'
                yield Doubt(
                    rule,
                    "from",
                    "takes-the-living",
                    f"{rule} counts from the day it was made, and so takes the {record} of "
                    f"customers who still use it; write {fix}",
                )
            elif keep.from_ == "inactivity" and keep.for_ and _is_short(keep.for_):
                yield Doubt(
                    rule,
                    "for",
                    "takes-the-living",
                    f"{rule} takes the {record} of whoever has no service and did not sign in for "
                    f"{keep.for_}, and so of those who only just came; write a month or more",
                )


def _is_short(length: Duration) -> bool:
    """Whether a length of time is less than a month."""
    return length.after(_SHORT_MONTH) < Duration(1, "month").after(_SHORT_MONTH)


def _shares(tables: Tables) -> Iterator[Doubt]:
    for name, share in tables.share.items():
        rule = f"share.{name}"
        far = [each for each in share.country if is_far(each, tables.provider.country)]
        said = share.safeguards or share.transfer
        if far and share.when == "needed" and not said:
            places = ", ".join(COUNTRIES[country] for country in far)
            where = "any country" if ANY in far else places
            yield Doubt(
                rule,
                "country",
                "no-safeguards",
                f"{rule} is abroad ({where}), where the law may protect less, and says nothing of "
                'how data is protected there; add safeguards = "…", such as standard contractual '
                "clauses",
            )
        reached = share.role == "advertiser" and "contact" in share.receives
        if reached and "sale" in tables.refuse.acts:
            yield Doubt(
                rule,
                "receives",
                "sold-to-advertiser",
                f"{rule} hands an advertiser how to reach people, while [refuse] promises never "
                'to sell; take contact out of receives, or "sale" out of the promise',
            )


def _reached(tables: Tables) -> Iterator[Doubt]:
    provider = tables.provider
    told = {"letter": ("address", provider.address), "phone": ("phone", provider.phone)}
    for rule, _word, right in tables.rights():
        for way, (key, value) in told.items():
            if way in right.ask and not value and right.answered_by != "reseller":
                yield Doubt(
                    rule,
                    "ask",
                    "unreachable",
                    f"{rule} is asked {say('ask', (way,))}, and nothing says where to; write "
                    f"provider.{key}, or leave that way out",
                )


def _deadlines(tables: Tables) -> Iterator[Doubt]:
    for rule, word, right in tables.rights():
        if word not in BY_LAW or right.concerns or right.answered_by == "reseller":
            continue  # of a reseller's customers, the reseller is who owes the answer
        if right.in_ and not _under_gdpr(tables.provider.country, right.in_):
            continue
        for key, ours in (("within", right.within), ("extension", right.extension)):
            law = getattr(LAW, key)
            if ours and ours.after(_LONG_MONTH) > law.after(_LONG_MONTH):
                yield Doubt(
                    rule,
                    key,
                    "late-answer",
                    f"{rule}: {ours} is longer than the {law} of GDPR Art. 12(3), which holds for "
                    f'customers in the EEA wherever you are; write {key} = "{law}" or less',
                )


def _under_gdpr(provider: str, regions: Sequence[str]) -> bool:
    """Whether the GDPR holds for whoever lives there (Art. 3), or for all of the provider's."""
    return provider in GDPR or any(lies_in(home, regions) for home in GDPR)


def _changes(tables: Tables) -> Iterator[Doubt]:
    if others := [way for way in tables.change.told if way not in ("page", "email", "portal")]:
        yield Doubt(
            "change",
            "told",
            "told-by-hand",
            f"change.told promises that changes are told {say('told', tuple(others))}, which the "
            "platform does not do; take it out, or have people of yours see to it",
        )


def _cookies(tables: Tables) -> Iterator[Doubt]:
    for name, cookie in tables.cookie.items():
        if not cookie.consent and (found := _TRACKING.search(f"{name} {cookie.purpose}")):
            yield Doubt(
                f"cookie.{name}",
                "purpose",
                "cookie-without-consent",
                f"cookie.{name} seems to track or count people ({short(found[0])}), and is set "
                "without asking; add consent = true (Directive 2002/58/EC Art. 5(3))",
            )


def _typed(policy: Policy) -> Iterator[Caution]:
    """Lengths of time in prose that no rule stands for, in the policy's language."""
    language = policy.tables.policy.language
    for line, text in typed(policy.tokens):
        for found in lengths(text, language):
            words = short(" ".join(found[0].split()))
            message = (
                f'"{words}" is typed by hand; write {{{{ RULE.KEY }}}}, or {{{{ "{words}" }}}} '
                "where it is of no rule"
            )
            yield Caution(line + text.count("\n", 0, found.start()), "typed-length", message)
