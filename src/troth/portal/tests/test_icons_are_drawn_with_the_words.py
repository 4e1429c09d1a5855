"""Icons: each file of the set is used, each is drawn in the page, and none is said aloud."""

import re
from pathlib import Path

import pytest
from django.test import Client

import troth
from troth.portal.templatetags.icons import ICONS, icon
from troth.testing import make
from troth.testing.browser import customer

CODE = Path(troth.__file__).parent
NAMES = sorted(path.stem for path in ICONS.glob("*.svg"))


def test_every_icon_is_used() -> None:
    pages = [path.read_text() for path in CODE.rglob("*.html")]
    code = [path.read_text() for path in CODE.rglob("*.py") if "tests" not in path.parts]
    text = "\n".join((*pages, *code))
    assert [name for name in NAMES if f'"{name}"' not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_hidden_from_readers_of_the_screen(name: str) -> None:
    drawn = icon(name)
    assert 'aria-hidden="true"' in drawn
    assert "<path" in drawn or "<circle" in drawn or "<rect" in drawn
    assert not re.search(r"<script|<style|href|\bon\w+=", drawn)


@pytest.mark.django_db
def test_the_ways_of_the_account_area_have_each_their_own(client: Client) -> None:
    make.in_force("softsys")
    client.force_login(customer())
    page = client.get("/", follow=True).content.decode()
    side = page.partition('<nav class="side"')[2].partition("</nav>")[0]
    drawn = re.findall(r"<svg.*?</svg>", side)
    assert len(drawn) == len(set(drawn)) == side.count("<li>")
