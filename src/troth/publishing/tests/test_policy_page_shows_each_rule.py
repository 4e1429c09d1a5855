import re
from datetime import timedelta
from html import escape, unescape

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from troth.erasure.keep import keep
from troth.gates.consent import give
from troth.policy.describe import describe
from troth.policy.parse import parse
from troth.policy.shipped import shipped
from troth.publishing.publish import publish
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", shipped())
def test_each_rule_stands_under_the_prose_with_its_sentence(name: str) -> None:
    make.in_force(name)
    html = Client().get("/privacy/").content.decode()
    text = unescape(re.sub("</?a[^>]*>", "", html))  # addresses are links
    for rule, table in make.policy(name).rules.items():
        if rule not in ("refuse", "staff", "backup") or f'id="{rule}"' in html:
            assert f'id="{escape(rule)}"' in html, rule
            assert describe(table, rule.partition(".")[2]) in text, rule


def test_a_change_stands_there_at_once_with_its_date() -> None:
    make.in_force("soffront")
    source = make.policy("soffront").source
    today = date_format(timezone.now().date(), "DATE_FORMAT")
    assert f"Last changed on {today}" not in Client().get("/privacy/").content.decode()
    publish(parse((source + "\nThank you.\n").encode()), at=timezone.now())
    text = Client().get("/privacy/").content.decode()
    assert f"Last changed on {today}" in text and "Thank you." in text


def test_the_day_from_which_it_holds_is_the_real_one_not_the_typed_one() -> None:
    make.in_force("ispsystem")
    source = make.policy("ispsystem").source
    publish(parse((source + "\nThank you.\n").encode()), at=timezone.now() - timedelta(days=20))
    since = date_format(timezone.now().date() - timedelta(days=6), "DATE_FORMAT")
    assert f"In force since {since}" in Client().get("/privacy/").content.decode()


def test_it_says_when_the_system_last_acted_by_a_rule() -> None:
    make.in_force("softsys")
    old = make.account(at=make.NOW - timedelta(days=3000))
    make.invoice(old, at=make.NOW - timedelta(days=3000))
    make.service(old, at=make.NOW - timedelta(days=3000))
    give(make.owner(old), "marketing", at=make.NOW)
    assert "Last done" not in block("keep.invoice")
    keep(on=make.NOW.date(), at=make.NOW)
    assert "Last done 15 June 2026: 3 invoice entries stripped of personal data." in block(
        "keep.invoice"
    )
    assert "Last done 15 June 2026: a consent was given." in block("consent.marketing")


def block(rule: str) -> str:
    html = Client().get("/privacy/").content.decode()
    return html.partition(f'id="{rule}"')[2].partition("</details>")[0]
