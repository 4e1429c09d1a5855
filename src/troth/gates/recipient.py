"""Whom plug-ins tell something, and whether the policy in force names each of them rightly.

The setting THIRD_PARTIES names the functions that say which plug-ins are switched on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

from troth.core.errors import TrothError
from troth.core.machine import THIS_MACHINE
from troth.policy.countries import ANY
from troth.policy.language import Share, Tables
from troth.policy.law import is_far

WHOLE = ("aggregated", "reorganisation")  # conditions by which nobody learns of one customer


@dataclass(frozen=True)
class Recipient:
    """A third party that is told something.

    name: the X of its `[share.X]`. title, role, function: what its rule would say of it, see
    `policy.vocabulary.ROLES`. country: where it processes what it is told (ISO 3166-1), ZZ where
    nobody knows, and then its rule says. receives: the categories without which it is of no use; it
    may be given more. address: where it is reached, as a URL; blank where that is no single place.
    delivers_mail: it runs the mail server, so that a policy may say nothing of it at all (see
    `needs_rule`), or that nobody else does (see `is_nobody`).
    """

    name: str
    title: str
    role: str
    function: str
    country: str
    receives: frozenset[str]
    address: str = ""
    delivers_mail: bool = False


class PlugIn(Protocol):
    """What a plug-in of any kind says of itself."""

    recipient: Recipient


@dataclass(frozen=True)
class ThirdParty:
    """One that is told something and has no plug-in of its own, such as a mail server."""

    recipient: Recipient


def plug_ins() -> Iterator[PlugIn]:
    """Every plug-in that is switched on and tells somebody something."""
    for name in settings.THIRD_PARTIES:
        yield from import_string(name)()


def require_rules(tables: Tables) -> None:
    """Raise TrothError with every recipient that a policy does not cover, and what to write."""
    if found := unruled(tables):
        raise TrothError("\n".join(chain(*found.values())))


def unruled(tables: Tables) -> dict[Recipient, list[str]]:
    """The recipients of plug-ins that a policy does not cover, each with what to write."""
    found = {each.recipient: [*uncovered(each.recipient, tables)] for each in plug_ins()}
    return {to: lines for to, lines in found.items() if lines}


def uncovered(to: Recipient, tables: Tables) -> Iterable[str]:
    """What a policy lacks for a recipient, a line each; mostly nothing."""
    share = tables.share.get(to.name)
    if is_nobody(to, tables):
        return
    if share is not None:
        yield from _wanting(to, share, tables)
    elif needs_rule(to, tables):
        yield (
            f"{to.title} would receive personal data, and the policy names no [share.{to.name}]; "
            f"publish a policy with this rule, or switch that off:\n{rule_for(to, tables)}"
        )
    place = urlsplit(to.address)
    if place.scheme == "http" and place.hostname not in THIS_MACHINE:
        yield f"{to.title} would be reached without TLS; give it an address with https://."


def _wanting(to: Recipient, share: Share, tables: Tables) -> Iterable[str]:
    """What is wanting in the rule of a recipient."""
    rule = f"share.{to.name}"
    if share.when in WHOLE:
        yield f'{to.title} would be told of one customer, and {rule} says when = "{share.when}".'
    elif more := sorted(to.receives - may_receive(share)):
        yield (
            f"{to.title} is of no use without {', '.join(more)}, which {rule} does not "
            "let it receive; add that to its receives, or switch it off."
        )
    if to.country != ANY and not {to.country, ANY} & {*share.country}:
        yield (
            f"{to.title} is in {to.country}, and {rule} says otherwise; "
            f'write country = "{to.country}".'
        )
    countries = share.country if to.country == ANY else (to.country,)
    far = [country for country in countries if is_far(country, tables.provider.country)]
    if far and not (share.safeguards or share.transfer):
        yield (
            f"{to.title} may be in {', '.join(far)}, where the law may protect less, and "
            f'{rule} does not say how data is protected there; add safeguards = "…", '
            "such as standard contractual clauses (GDPR Art. 46)."
        )


def is_nobody(to: Recipient, tables: Tables) -> bool:
    """Whether the policy says that what is called a recipient is the provider itself."""
    return to.delivers_mail and tables.provider.mail_server == "own"


def needs_rule(to: Recipient, tables: Tables) -> bool:
    """Whether a recipient is told nothing without a `[share.X]` of its own.

    Whoever delivers mail needs one only where the policy refuses `unlisted-sharing`; without, mail
    goes by the rule of each message.
    """
    return not to.delivers_mail or "unlisted-sharing" in tables.refuse.acts


def may_receive(share: Share) -> frozenset[str]:
    """The categories that a rule lets go."""
    return frozenset(share.receives) - frozenset(share.never)


def rule_for(to: Recipient, tables: Tables) -> str:
    """The rule that would let a recipient have what it needs, as a policy's author writes it."""
    receives = ", ".join(f'"{category}"' for category in sorted(to.receives))
    lines = [
        f"[share.{to.name}]",
        f'name = "{to.title}"',
        f'role = "{to.role}"',
        f'function = "{to.function}"',
        f'country = "{"…" if to.country == ANY else to.country}"',
        f"receives = [{receives}]",
    ]
    if to.country != ANY and is_far(to.country, tables.provider.country):
        lines.append('safeguards = "…"')
    return "\n".join(lines)
