"""The page that visitors read: the prose with its values, each rule foldable under it."""

import re
from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise
from typing import Any, NamedTuple

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from troth.policy.describe import describe
from troth.policy.headline import headline
from troth.policy.language import Share, Tables, Tell
from troth.policy.linked import linked
from troth.policy.parse import Policy
from troth.policy.placeholders import fill, say
from troth.policy.prose import is_rules, markdown, pieces
from troth.policy.standing import standing
from troth.policy.vocabulary import CATEGORIES
from troth.policy.words import gettext as _

Evidence = Callable[[str], str]
_TABLE = '<table tabindex="0">'  # a wide one scrolls, for which the keyboard has to reach it


class Heading(NamedTuple):
    """A heading of the page: by which name a link finds it, its words, and its level from 1."""

    name: str
    text: str
    level: int


def to_html(policy: Policy, evidence: Evidence = lambda rule: "", *, unfolded: bool = False) -> str:
    """The page's body as HTML: no scripts, no inline styles, everything typed is escaped.

    `evidence` gives, for a rule's id, a sentence on when the system last acted by it.
    unfolded: whether each rule stands open.
    """
    blocks = _blocks(policy)
    shown = _Shown(policy, evidence, unfolded)

    def fence(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        token = tokens[index]
        if token.map and is_rules(token):
            return shown.block(blocks[token.map[0]][1])
        return f"<pre><code>{escape(token.content)}</code></pre>\n"

    def link_close(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        said = f" {escape(_('(another site)'))}" if _leads_elsewhere(tokens, index) else ""
        return f"</a>{said}"

    def table_open(*_rest: Any) -> str:
        return _TABLE

    def text(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        plain = escapeHtml(tokens[index].content)
        return plain if _in_link(tokens, index) else linked(plain, policy.tables.provider.phone)

    md = markdown()
    md.add_render_rule("fence", fence)
    md.add_render_rule("table_open", table_open)
    md.add_render_rule("text", text)
    if "external-links" in policy.features:
        md.add_render_rule("link_close", link_close)
    return str(md.renderer.render(_page(policy), md.options, {}))


def headings(policy: Policy) -> list[Heading]:
    """The headings of the page, from the first to the last."""
    return [
        Heading(str(opened.attrs["id"]), "".join(pieces(text)), int(opened.tag[1:]))
        for opened, text in pairwise(_page(policy))
        if opened.type == "heading_open"
    ]


def to_text(policy: Policy) -> str:
    """The policy for a terminal: prose as written, each rule as an indented sentence."""
    blocks = _blocks(policy)
    out: list[str] = []
    after = 0
    for number, line in enumerate(policy.source.split("\n")):
        if number in blocks:
            after, rules = blocks[number]
            out += _told(policy, rules)
            out += [f"    [{rule}] {_sentence(policy, rule)}" for rule in rules]
        if number >= after:
            out.append(fill(line, policy.tables))
    return "\n".join(out)


def _leads_elsewhere(tokens: Sequence[Token], close: int) -> bool:
    """Whether the link that is closed here leads to another site; links hold no links."""
    opened = next(t for t in reversed(tokens[:close]) if t.type == "link_open")
    return bool(re.match(r"(?:https?:)?//", str(opened.attrs["href"])))


def _in_link(tokens: Sequence[Token], index: int) -> bool:
    """Whether a piece of text stands within a link already."""
    before = [token.type for token in tokens[:index]]
    return before.count("link_open") > before.count("link_close")


def _page(policy: Policy) -> list[Token]:
    """The tokens as the page shows them."""
    return _named(_filled(policy.tokens, policy.tables), {*policy.rules})


def _blocks(policy: Policy) -> dict[int, tuple[int, list[str]]]:
    """Each block of rules by its first line, from 0: the line after it and its rules' ids."""
    lines = {rule: policy.lines.get(tuple(rule.split(".", 1)), 0) for rule in policy.rules}
    return {
        t.map[0]: (t.map[1], [rule for rule, line in lines.items() if t.map[0] < line <= t.map[1]])
        for t in policy.tokens
        if t.map and is_rules(t)
    }


def _filled(tokens: Sequence[Token], tables: Tables) -> list[Token]:
    """The tokens with values in place of placeholders."""
    return [
        token
        if is_rules(token)
        else token.copy(children=_filled(token.children, tables))
        if token.children
        else token.copy(content=fill(token.content, tables))
        for token in tokens
    ]


def _named(tokens: list[Token], taken: set[str]) -> list[Token]:
    """The tokens, with a name at each heading by which a link finds it; no two are the same."""
    numbers: dict[str, int] = {}
    for heading, text in pairwise(tokens):
        if heading.type == "heading_open":
            words = re.findall(r"\w+", "".join(pieces(text)).casefold())
            name = plain = "-".join(words) or "section"
            while name in taken:
                numbers[plain] = numbers.get(plain, 1) + 1
                name = f"{plain}-{numbers[plain]}"
            taken.add(name)
            heading.attrSet("id", name)
    return tokens


class _Shown(NamedTuple):
    """How the rules of a policy are shown."""

    policy: Policy
    evidence: Evidence
    unfolded: bool

    def block(self, rules: list[str]) -> str:
        """A block's rules as one group, each foldable; several recipients in a table as well.

        What else is told stands as prose.
        """
        shares = [r for i in rules if isinstance(r := self.policy.rules[i], Share)]
        table = _recipients(shares) if len(shares) > 1 else ""
        told = "".join(f"<p>{escape(text)}</p>\n" for text in _told(self.policy, rules))
        folded = "".join(map(self.rule, rules))
        return told + table + (f'<div class="rules">\n{folded}</div>\n' if folded else "")

    def rule(self, rule: str) -> str:
        """A rule: its line and its id, and behind them what it does."""
        table, name = self.policy.rules[rule], rule.partition(".")[2]
        provider = self.policy.tables.provider
        last = self.evidence(rule)
        done = f'<p class="evidence">{escape(last)}</p>' if last else ""
        kept = escape(standing(rule, table))
        said = linked(escape(_sentence(self.policy, rule)), provider.phone)
        return (
            f'<details class="rule" id="{escape(rule)}"{" open" * self.unfolded}><summary>'
            f"<span>{escape(headline(table, name, self.policy.tables))}</span> "
            f"<code>{escape(rule)}</code></summary><p>{said}</p>{done}"
            f'<p class="standing">{kept}</p></details>\n'
        )


def _told(policy: Policy, rules: list[str]) -> list[str]:
    """The words of a block that stand on the page itself."""
    tells = [r for i in rules if isinstance(r := policy.rules[i], Tell)]
    return [tell.text for tell in tells if "page" in tell.at]


def _sentence(policy: Policy, rule: str) -> str:
    return describe(policy.rules[rule], rule.partition(".")[2], policy.tables.titles)


def _recipients(shares: list[Share]) -> str:
    rows = "".join(
        f"<tr><td>{escape(s.name)}</td><td>{escape(s.function)}</td>"
        f"<td>{escape(say('country', s.country))}</td>"
        f"<td>{escape(_received(s))}</td></tr>"
        for s in shares
    )
    titles = (_("Name"), _("Function"), _("Country"), _("Receives"))
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    return f"{_TABLE}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>\n"


def _received(share: Share) -> str:
    if not share.receives:
        return _("totals only")
    return ", ".join(CATEGORIES[category].word for category in share.receives)
