"""A page runs as its reader's language is written; the policy as the policy's own is."""

import pytest
from django.test import Client
from pytest_django import Settings

from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hebrew(settings: Settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("he", "עברית")]


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("he", "rtl")])
def test_a_page_runs_as_its_language_is_written(language: str, direction: str) -> None:
    make.in_force("softsys")
    answer = Client(headers={"accept-language": language}).get("/")
    assert f'<html lang="{language}" dir="{direction}">' in answer.content.decode()


def test_the_policy_runs_as_it_was_written() -> None:
    make.in_force("softsys")
    answer = Client(headers={"accept-language": "he"}).get("/privacy/")
    assert '<article class="policy" lang="en" dir="ltr">' in answer.content.decode()
