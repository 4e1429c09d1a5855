"""Page and behaviour cannot drift: every rule of a file is on its page, under its own prose."""

from troth.policy.parse import parse
from troth.policy.render import to_html, to_text
from troth.policy.tests import documents


def test_a_rule_is_foldable_under_its_prose() -> None:
    policy = documents.policy(documents.SMALLEST, "The end.")
    html = to_html(policy)
    for rule in ("provider", "policy", "purpose.service", "keep.account", "keep.rest", "change"):
        assert f'<details class="rule" id="{rule}"><summary>' in html
    assert html.index('id="change"') < html.index("The end.")


def test_rules_written_in_other_ways_of_toml_stand_there_too() -> None:
    text = documents.markdown(documents.SMALLEST)
    block = (
        '```toml\npurpose.a.basis = "contract"\npurpose.a.description = "to a"\n'
        'cookie = { b = { purpose = "c", lasts = "session" } }\n```\n'
    )
    html = to_html(parse(f"{text}\n{block}".encode()))
    assert 'id="purpose.a"' in html and 'id="cookie.b"' in html


def test_a_block_in_a_list_or_a_quotation_is_a_block_of_rules() -> None:
    text = documents.markdown(documents.SMALLEST)
    for lead in ("> ", "  "):
        block = f"{lead}```toml\n{lead}[feature.whois]\n{lead}```\n"
        policy = parse(f"{text}\n- a\n\n{block}".encode())
        assert 'id="feature.whois"' in to_html(policy)
        assert "[feature.whois]" in to_text(policy) and "```" not in to_text(policy)


def test_a_table_that_the_file_leaves_out_does_not_stand_there() -> None:
    html = to_html(documents.policy(documents.SMALLEST))
    assert 'id="staff"' not in html and 'id="refuse"' not in html


def test_the_page_says_when_the_system_last_acted_by_a_rule() -> None:
    html = to_html(
        documents.policy(documents.SMALLEST),
        lambda rule: f"Last <ran> by {rule}." * (rule == "change"),
    )
    assert html.count('<p class="evidence">Last &lt;ran&gt; by change.</p>') == 1
    assert html.count('class="evidence"') == 1
