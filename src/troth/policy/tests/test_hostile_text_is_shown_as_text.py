"""What someone types into a policy reaches the page as text, never as markup."""

from troth.policy.page import page
from troth.policy.parse import parse
from troth.policy.render import to_html
from troth.policy.tests import documents

SCRIPT = "<script>alert('x')</script>"
ESCAPED = "&lt;script&gt;"


def test_markup_in_prose_is_escaped() -> None:
    html = to_html(documents.policy(documents.SMALLEST, f"{SCRIPT}\n\n    {SCRIPT}\n\n`{SCRIPT}`"))
    assert "<script" not in html and html.count(ESCAPED) == 3


def test_markup_in_a_rule_is_escaped_in_the_sentence_and_in_prose() -> None:
    document = documents.with_key("provider", "name", SCRIPT)
    html = page(documents.policy(document, "{{ provider.name }}"))
    assert "<script" not in html and html.count(ESCAPED) == 3  # and in the title


def test_markup_in_the_table_of_recipients_is_escaped() -> None:
    share = {"role": "processor", "country": "IN", "receives": ["contact"]}
    share |= {"name": SCRIPT, "function": SCRIPT}
    document = {**documents.SMALLEST, "share": {"a": share, "b": share}}
    text = documents.markdown(document).replace("```\n\n```toml\n[share.b]", "[share.b]")
    html = to_html(parse(text.encode()))
    assert "<td>&lt;script&gt;" in html and "<script" not in html


def test_a_value_is_not_read_as_markdown() -> None:
    document = documents.with_key("provider", "name", "*a* [b](http://c) `d` &amp;")
    html = to_html(documents.policy(document, "By {{ provider.name }}."))
    assert "<p>By *a* [b](http://c) `d` &amp;amp;.</p>" in html


def test_a_link_cannot_run_a_script() -> None:
    html = to_html(documents.policy(documents.SMALLEST, "[a](javascript:alert(1)) <javascript:b>"))
    assert html.count("href") == html.count('href="mailto:')


def test_a_block_of_another_language_is_shown_as_it_is() -> None:
    html = to_html(
        documents.policy(documents.SMALLEST, f"```sh\n{SCRIPT} {{{{ provider.name }}}}\n```")
    )
    assert "<pre><code>&lt;script&gt;" in html and "Example\n</code>" in html
