"""The wording of messages about requests: shipped, or the provider's own in its place.

Placeholders are fixed words in braces that are replaced in one pass. No template engine sees
what a person typed, and an unknown word in braces stays as it is.
"""

import re
from collections.abc import Mapping

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from troth.accounts.verified import has_verified_email
from troth.core.day import day
from troth.core.text import unlinked
from troth.messaging.language import language_of
from troth.messaging.letter import closing, greeting
from troth.policy.parse import Policy
from troth.policy.placeholders import either
from troth.requests.authorities import authorities
from troth.requests.models import AnswerTemplate, RightsRequest
from troth.requests.rules import rule_of
from troth.requests.verify import accepted
from troth.requests.words import PROOFS, RIGHTS

# What each placeholder stands for.
PLACEHOLDERS = {
    "greeting": _("the first line, with the name of whoever asks if it is known"),
    "closing": _("the last lines: your company, and where it is reached"),
    "name": _("the name of whoever asks"),
    "right": _("what was asked for"),
    "asked": _("the day on which it was asked"),
    "due": _("the last day for the answer"),
    "provider": _("your company"),
    "contact": _("the address that answers about privacy"),
    "authorities": _("the authorities that take complaints, with their sites"),
    "proofs": _("the proofs that the policy takes"),
    "reason": _("the reason that you give, or what was done"),
    "whose": _("about whose data it is, where that is somebody else’s"),
    "reseller": _("of a request that was handed over: the reseller"),
    "link": _("of an erasure: where its receipt is"),
}
KINDS = {
    "done": _("Answer"),
    "by-hand": _("Answer about somebody else’s data"),
    "refused": _("Refusal"),
    "proof": _("Request for a proof"),
    "question": _("Question to whoever asks"),
    "extended": _("More time is needed"),
    "handed-over": _("Handed over to the reseller"),
}
_HELLO = _("{greeting}\n\nYou asked us on {asked} for: {right}.\n\n")
_BYE = _("\n\nIf anything is unclear, write to {contact}.\n\n{closing}")
_COPY = _(
    "We are making a copy of all that we hold about you. As soon as it is ready, another mail "
    "tells you where to fetch it: signed in, once, and within 24 hours."
)
_SHIPPED: dict[tuple[str, str], str | Promise] = {
    ("done", ""): _("It is done."),
    ("done", "information"): _("This is what we process about you, why and how:\n\n"),
    ("done", "access"): _COPY,
    ("done", "export"): _COPY,
    ("done", "rectify"): _("We have corrected your data."),
    ("done", "erase"): _(
        "Your data is erased. The receipt says what is gone, what the law makes us keep and "
        "until when, and proves it:\n{link}"
    ),
    ("done", "restrict"): _(
        "Processing is restricted: your data is stored, and nothing else is done with it. We "
        "tell you before the restriction is lifted."
    ),
    ("done", "object"): _("No marketing reaches you from now on."),
    ("done", "object-to-use"): _(
        "We have weighed your reasons. What you object to is done with your data no more."
    ),
    ("done", "review-decision"): _(
        "Somebody of our staff has looked at the decision and at what you say:\n\n{reason}"
    ),
    ("done", "opt-out"): _(
        "Nothing of yours is sold from now on, nor shared for advertising elsewhere."
    ),
    ("done", "withdraw"): _("Your consent is withdrawn and holds no longer."),
    ("done", "recover"): _("You receive a link by which you choose a new password."),
    ("done", "transfer-copy"): _(
        "These are the safeguards under which your data leaves the country:\n\n{reason}"
    ),
    ("done", "unpublish"): _("Your personal information is gone from our public pages."),
    ("by-hand", ""): _("It is about the data of {whose}. This is what we did:\n\n{reason}"),
    ("by-hand", "report-minor"): _(
        "Thank you for telling us about the data of {whose}. We have looked into it:\n\n{reason}"
    ),
    ("refused", ""): _(
        "We cannot do this:\n\n{reason}\n\nYou may complain to {authorities}, or go to court."
    ),
    ("refused", "unpublish"): _(
        "We cannot take your personal information out:\n\n{reason}\n\nYou may complain to "
        "{authorities}, or go to court."
    ),
    ("refused", "object-to-use"): _(
        "We have weighed your reasons against ours, and go on: our grounds are compelling and "
        "override your interests, rights and freedoms, or we need the data for legal claims (GDPR "
        "Art. 21(1)).\n\n{reason}\n\nYou may complain to {authorities}, or go to court."
    ),
    ("proof", ""): _(
        "So that nobody else gets hold of your data, we must make sure that it is you who asks. "
        "What proves it to us: {proofs}."
    ),
    ("question", ""): _("To go on we need an answer from you:\n\n{reason}"),
    ("extended", ""): _("It takes us longer, until {due}, because:\n\n{reason}"),
    ("handed-over", ""): _(
        "You are a customer of {reseller}, who decides about your data. We have passed your "
        "request on; they answer you."
    ),
}


def suggested(kind: str, request: RightsRequest, policy: Policy, **values: str) -> str:
    """The text of a message about a request, in the language of whoever asked.

    `values` fill placeholders that the request does not; the rest of those stay for later.
    """
    language, us = language_of(request.person, policy), policy.tables.provider
    unconfirmed = request.person and not has_verified_email(request.person)
    with translation.override(language):
        known = {
            "greeting": greeting(request.person.name if request.person else "", language, us),
            "closing": closing(language, us),
            "name": (request.person and request.person.written_name) or gettext("customer"),
            "right": str(RIGHTS.get(request.right, request.right)),
            "asked": day(request.asked_at),
            "due": day(request.due_on) if request.due_on else "",
            # Before an address is confirmed, what was typed may be meant for whoever reads there.
            "whose": unlinked(request.whose) if unconfirmed else request.whose,
            "proofs": _proofs(request, policy),
            "provider": us.name,
            "contact": us.privacy_contact,
            "authorities": _authorities(request, policy),
        }
        return fill(wording(kind, request.right, language), known | values)


def _proofs(request: RightsRequest, policy: Policy) -> str:
    """The proofs that the request's rule takes, in words."""
    taken = accepted(rule_of(request.rule, policy))
    return either(str(PROOFS[proof]) for proof in taken) if taken else ""


def _authorities(request: RightsRequest, policy: Policy) -> str:
    """Where whoever asked may complain, in words."""
    found = [str(each) for each in authorities(policy, request.person)]
    settles = policy.tables.provider.dispute_body
    known = found or [gettext("your supervisory authority for data protection")]
    return either([*known, settles] if settles else known)


def wording(kind: str, right: str, language: str) -> str:
    """The text with its placeholders: the provider's own for the right, for all, or the shipped."""
    own = AnswerTemplate.objects.filter(kind=kind, right__in=("", right), language=language)
    if found := own.order_by("-right").first():
        return found.text
    with translation.override(language):
        text = _SHIPPED.get((kind, right), _SHIPPED[kind, ""])
        return f"{_HELLO}{text}{_BYE}".replace("\r", "")


def reword(kind: str, right: str, language: str, text: str) -> None:
    """Put the provider's own text in the place of the shipped one; an empty one gives it back."""
    if text:
        AnswerTemplate.objects.update_or_create(
            kind=kind, right=right, language=language, defaults={"text": text}
        )
    else:
        AnswerTemplate.objects.filter(kind=kind, right=right, language=language).delete()


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in place of `{word}`s, once: what a value holds is never looked at again."""
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), text)


def own_wordings() -> set[tuple[str, str, str]]:
    """Kind, right and language of every text that the provider has made its own."""
    return set(AnswerTemplate.objects.values_list("kind", "right", "language"))
