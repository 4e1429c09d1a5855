from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from troth.core.errors import UsageError
from troth.core.setting import colour
from troth.testing import make

pytestmark = pytest.mark.django_db


def test_one_colour_makes_both_schemes(settings: Settings) -> None:
    settings.BRAND_ACCENT = "#ffcc00"
    answer = Client().get("/brand.css")
    assert (
        answer["Content-Type"] == "text/css; charset=utf-8"
        and "max-age=3600" in answer["Cache-Control"]
    )
    light, dark = answer.content.decode().splitlines()
    assert "--accent: #7f6600; --on-accent: #ffffff" in light
    assert "prefers-color-scheme: dark" in dark
    assert "--accent: #ffcc00; --on-accent: #101418" in dark


def test_pages_and_errors_carry_it(settings: Settings, tmp_path: Path) -> None:
    make.in_force("softsys")
    logo = tmp_path / "logo.svg"
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    settings.BRAND_ACCENT, settings.BRAND_LOGO = "#0b5d57", str(logo)
    for path in ("/", "/nowhere/"):
        html = Client().get(path).content.decode()
        assert 'href="/brand.css"' in html and 'src="/brand/logo"' in html
    assert 'alt="Softsys Hosting"' in Client().get("/").content.decode()
    answer = Client().get("/brand/logo")
    assert b"".join(answer) == logo.read_bytes()
    assert answer["Content-Type"] == "image/svg+xml"


def test_without_one_nothing_more_is_fetched(settings: Settings) -> None:
    settings.BRAND_ACCENT = settings.BRAND_LOGO = ""
    assert "brand" not in Client().get("/").content.decode().replace('class="brand"', "")
    assert Client().get("/brand.css").status_code == Client().get("/brand/logo").status_code == 404


@pytest.mark.parametrize("typed", ["red", "#fff", "#12345g", "#0b5d57; }"])
def test_what_is_no_colour_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="BRAND_ACCENT must be a colour such as #0b5d57"):
        colour("BRAND_ACCENT", typed)
