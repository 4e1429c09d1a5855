"""The provider's accent colour, in tones that can be read on light and on dark pages.

Contrast is WCAG 2.2's: 4.5 at least for text, on each of the backgrounds that pages have.
"""

import colorsys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

Colour = tuple[float, float, float]  # red, green and blue, each from 0 to 1

READABLE = 4.5
_WHITE, _BLACK = "#ffffff", "#101418"
# The backgrounds of troth.css: paper, surface and sunk.
_LIGHT = ("#faf9f6", "#ffffff", "#f1efe9")
_DARK = ("#12161a", "#1a2026", "#20272e")


@dataclass(frozen=True)
class Tones:
    """An accent on one kind of page: for text and lines, what is written on it, and a tint."""

    accent: str
    on_accent: str
    soft: str


def tones(accent: str, *, dark: bool) -> Tones:
    """The tone of an accent nearest to it that can be read on light, or on dark, pages."""
    backgrounds = _DARK if dark else _LIGHT
    for tone in _nearest_first(parse(accent), lighter=dark):
        soft = _mix(tone, parse(backgrounds[1]), 0.12)
        if all(contrast(tone, parse(on)) >= READABLE for on in (*backgrounds, written(soft))):
            break
    on_accent = max(_WHITE, _BLACK, key=lambda on: contrast(tone, parse(on)))
    return Tones(written(tone), on_accent, written(soft))


@cache
def stylesheet(accent: str) -> str:
    """The tokens of an accent, over those of troth.css."""
    light, dark = (_tokens(tones(accent, dark=dark)) for dark in (False, True))
    return f"""\
:root {{ {light} }}
@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}
"""


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def parse(colour: str) -> Colour:
    """A colour written as `#0b5d57`."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def written(colour: Colour) -> str:
    """A colour as `#0b5d57`."""
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def _tokens(of: Tones) -> str:
    return f"--accent: {of.accent}; --on-accent: {of.on_accent}; --accent-soft: {of.soft};"


def _nearest_first(accent: Colour, *, lighter: bool) -> Iterator[Colour]:
    """An accent, then the same hue in steps of a hundredth up to white or down to black."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*accent)
    while 0 < lightness < 1:
        # What is written is rounded, and it is what must be readable.
        yield parse(written(colorsys.hls_to_rgb(hue, lightness, saturation)))
        lightness += 0.01 if lighter else -0.01
    yield (1.0, 1.0, 1.0) if lighter else (0.0, 0.0, 0.0)


def _mix(colour: Colour, into: Colour, share: float) -> Colour:
    red, green, blue = (a * share + b * (1 - share) for a, b in zip(colour, into, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
