"""Any policy without a mistake renders, and shows every value of a rule where prose names it."""

from html.parser import HTMLParser

from hypothesis import given, settings

from troth.policy.describe import describe
from troth.policy.diff import diff
from troth.policy.page import page
from troth.policy.parse import Policy
from troth.policy.placeholders import value_at
from troth.policy.render import to_html, to_text
from troth.policy.tests import documents

TAGS = {"h1", "p", "ul", "li", "details", "summary", "code", "table", "thead", "tbody", "tr"}
TAGS |= {"th", "td", "a", "div", "span"}


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)


def placeholders(policy: Policy) -> list[str]:
    """The paths of all values that the rules of a policy have."""
    found = []
    for rule, table in policy.rules.items():
        for field, info in type(table).model_fields.items():
            if getattr(table, field) not in (None, (), {}):
                found.append(f"{rule}.{info.alias or field}")
    return found


@settings(max_examples=40, deadline=None)
@given(documents.documents())
def test_whatever_parses_renders(document: documents.Document) -> None:
    paths = placeholders(documents.policy(document))
    prose = "".join(f"- ({{{{ {path} }}}})\n" for path in paths)
    policy = documents.policy(document, prose)

    html, text = to_html(policy), to_text(policy)

    assert "{{" not in html and "{{" not in text
    assert Tags(html).found <= TAGS
    assert page(policy).startswith("<!doctype html>")
    for path in paths:
        assert f"- ({value_at(path, policy.tables)})" in text
    for rule, table in policy.rules.items():
        sentence = describe(table, rule.partition(".")[2], policy.tables.titles)
        written = rule.partition(".")[0] in document
        assert sentence.endswith(".")
        assert (f"[{rule}] {sentence}" in text) == written
    assert diff(policy, policy) == []
