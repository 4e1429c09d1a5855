"""The text of a policy on a page, in the policy's own language and direction."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from troth.policy.parse import Policy
from troth.policy.render import Heading, headings, to_html
from troth.portal.evidence import evidence

_TITLE_ENDS = "</h1>\n"


class Parts(NamedTuple):
    """A policy's text for a page that puts something between its title and the rest.

    direction: of its language, `rtl` or `ltr`. contents: the headings below the title.
    """

    language: str
    direction: str
    title: SafeString
    text: SafeString
    contents: list[Heading]


def article(policy: Policy) -> SafeString:
    """The prose with each rule foldable under it."""
    parts = parts_of(policy)
    return format_html(
        '<article class="policy" lang="{}" dir="{}">\n{}{}</article>',
        parts.language,
        parts.direction,
        parts.title,
        parts.text,
    )


def parts_of(policy: Policy, *, with_evidence: bool = False, unfolded: bool = False) -> Parts:
    """The same in parts, with what was last done by each rule if wanted, or with all rules open."""
    language = policy.tables.policy.language
    with translation.override(language):
        done: Mapping[str, str] = evidence(policy) if with_evidence else {}
        html = to_html(policy, evidence=lambda rule: done.get(rule, ""), unfolded=unfolded)
        direction = "rtl" if translation.get_language_bidi() else "ltr"
    # What comes before the title, if anything does, stays with it.
    before, ends, after = html.partition(_TITLE_ENDS)
    title, text = (before + ends, after) if ends else ("", html)
    return Parts(
        language,
        direction,
        # It escapes whatever was typed.
        mark_safe(title),  # noqa: S308
        mark_safe(text),  # noqa: S308
        [heading for heading in headings(policy) if heading.level == 2],
    )
