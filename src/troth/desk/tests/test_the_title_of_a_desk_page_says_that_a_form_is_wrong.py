"""The title is read first aloud: it says when a form was refused (WCAG 2.2 technique G199)."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["/desk/holds/new/", "/desk/customers/", "/desk/requests/new/"])
def test_a_refused_form_is_in_the_title(page: str) -> None:
    make.in_force("softsys")
    desk = signed_in(make.staff("owner"))
    assert "<title>Error: " not in desk.get(page).text
    assert "<title>Error: " in desk.post(page, {}).text


def test_each_page_of_the_desk_with_a_form_has_it() -> None:
    lacking = [
        str(template)
        for room in apps.get_app_configs()
        for template in Path(room.path).glob("**/templates/*/desk/*.html")
        if re.search(r"\{\{ form[ .]", text := template.read_text())
        and "block title" in text
        and not re.search(r"block title %\}\{% if (form\.errors|wrong)", text)
    ]
    assert lacking == []
