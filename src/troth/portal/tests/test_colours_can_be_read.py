"""Contrast as WCAG 2.2 AA wants it: 4.5 for text, 3 for the edges of what is operated."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.core.brand import contrast, parse, tones
from troth.portal import public

CSS = (Path(public.__file__).parent / "static" / "portal" / "troth.css").read_text()
BACKGROUNDS = ("paper", "surface", "sunk")
TEXT = [
    *((text, on) for text in ("ink", "quiet", "accent", "good", "bad") for on in BACKGROUNDS),
    *((text, on) for text in ("ink", "quiet", "accent") for on in ("accent-soft",)),
    *((text, on) for text in ("ink", "good") for on in ("good-soft",)),
    *((text, on) for text in ("ink", "bad") for on in ("bad-soft",)),
    *((text, on) for text in ("ink", "warn") for on in ("warn-soft",)),
    ("on-accent", "accent"),
    ("on-bad", "bad"),
]


MEDIA = re.compile(r"@media([^{]*)\{((?:[^{}]*\{[^{}]*\})*)\s*\}")


def tokens(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))


def within(medium: str) -> str:
    return "".join(rules for condition, rules in MEDIA.findall(CSS) if medium in condition)


LIGHT = tokens(MEDIA.sub("", CSS))
DARK = LIGHT | tokens(within("prefers-color-scheme: dark"))
PRINT = LIGHT | tokens(within("print"))
SCHEMES = {"light": LIGHT, "dark": DARK, "print": PRINT}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "on"), TEXT)
def test_text_can_be_read(scheme: str, text: str, on: str) -> None:
    colours = SCHEMES[scheme]
    assert contrast(parse(colours[text]), parse(colours[on])) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("on", BACKGROUNDS)
def test_edges_of_fields_can_be_seen(scheme: str, on: str) -> None:
    assert contrast(parse(SCHEMES[scheme]["edge"]), parse(SCHEMES[scheme][on])) >= 3


def test_every_rule_takes_its_colours_from_the_tokens() -> None:
    rules = re.sub(r":root \{.*?\}", "", CSS, flags=re.S)
    rules = rules.replace(".qr { background: #fff;", "")  # cameras want it dark on white
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgb|\bhsl", rules) == []


@given(st.integers(0, 0xFFFFFF))
def test_any_accent_becomes_tones_that_can_be_read(number: int) -> None:
    for dark, colours in ((False, LIGHT), (True, DARK)):
        found = tones(f"#{number:06x}", dark=dark)
        accent = parse(found.accent)
        for background in (*(colours[name] for name in BACKGROUNDS), found.soft):
            assert contrast(accent, parse(background)) >= 4.5
        for text in (colours["ink"], colours["quiet"]):
            assert contrast(parse(text), parse(found.soft)) >= 4.5
        assert contrast(accent, parse(found.on_accent)) >= 4.5


@pytest.mark.parametrize(
    ("ratio", "one", "other"),
    [(21, "#000000", "#ffffff"), (1, "#808080", "#808080"), (4.48, "#777777", "#ffffff")],
)
def test_contrast_is_that_of_the_standard(ratio: float, one: str, other: str) -> None:
    assert round(contrast(parse(one), parse(other)), 2) == ratio
