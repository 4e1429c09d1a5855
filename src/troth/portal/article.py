"""The text of a policy on a page, in the policy's own language and direction."""

from collections.abc import Mapping

from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from troth.policy.parse import Policy
from troth.policy.render import to_html
from troth.portal.evidence import evidence


def article(policy: Policy, *, with_evidence: bool = False) -> SafeString:
    """The prose with each rule foldable under it, and what was last done by it if wanted."""
    language = policy.tables.policy.language
    with translation.override(language):
        done: Mapping[str, str] = evidence(policy) if with_evidence else {}
        return format_html(
            '<article class="policy" lang="{}" dir="{}">\n{}</article>',
            language,
            "rtl" if translation.get_language_bidi() else "ltr",
            # It escapes whatever was typed.
            mark_safe(to_html(policy, evidence=lambda rule: done.get(rule, ""))),  # noqa: S308
        )
