"""Pages of right-to-left languages are mirrored by `dir` alone: every property is a logical one."""

import re
from pathlib import Path

import pytest
from django.http import Http404, HttpRequest
from django.test import Client
from django.utils import translation

from troth.portal import errors

CSS = (Path(errors.__file__).parent / "static" / "portal" / "troth.css").read_text()
SIDE = re.compile(r"\b(left|right|top|bottom)\b|^(min-|max-)?(width|height)$")
SIDELESS = ("inset", "margin", "padding", "scroll-margin", "scroll-padding")


def physical(css: str) -> list[str]:
    """The declarations that name a side of the screen or give the two sides of a line apart."""
    plain = re.sub(r"/\*.*?\*/|@[^{]*", "", css, flags=re.S)
    while plain != (less := re.sub(r"\([^()]*\)", "", plain)):
        plain = less
    return [
        f"{name}: {value}"
        for name, value in re.findall(r"([\w-]+)\s*:\s*([^;{}]+)[;}]", plain)
        if SIDE.search(name)
        or value.strip() in ("left", "right")
        or (name in SIDELESS and _apart(value.split()))
        or (name == "border-radius" and len(value.split()) > 1)
    ]


def _apart(values: list[str]) -> bool:
    return len(values) == 4 and values[1] != values[3]


def test_properties_are_logical() -> None:
    assert physical(CSS) == []


@pytest.mark.parametrize(
    "rule",
    [
        "a { margin-left: 1px; }",
        "a { text-align: right; }",
        "a { width: 1px }",
        "a { padding: 1px 2px 3px 4px; }",
        "a { border-radius: 0 1px 1px 0; }",
        "a { top: 0 }",
        "a { inset: 0 auto 0 1px; }",
        "a { border-left-width: 1px; }",
    ],
)
def test_a_physical_one_would_be_found(rule: str) -> None:
    assert physical(rule)


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
@pytest.mark.django_db
def test_the_page_says_which_way_it_is_read(language: str, direction: str) -> None:
    with translation.override(language):
        html = errors.not_found(HttpRequest(), Http404()).content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert 'dir="ltr"' in Client().get("/").content.decode()
