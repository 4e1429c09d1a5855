"""A copy opens with a page for people: no network, their language, real dates, nothing empty."""

import io
import re
import zipfile

import pytest

from troth.copies.export import export
from troth.policy.rights import formats_of
from troth.policy.shipped import shipped
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def copied(policy: str = "softsys", language: str = "en") -> zipfile.ZipFile:
    make.in_force(policy)
    person = make.owner(make.full_account(attachment=b"a screenshot"))
    person.language = language
    person.save()
    output = io.BytesIO()
    format, *_others = formats_of("right.export", make.policy(policy))
    export(person, output, format=format, at=make.NOW)
    return zipfile.ZipFile(output)


def test_it_needs_nothing_from_elsewhere() -> None:
    page = copied().read("index.html").decode()
    assert not re.search(r'(?:src=|@import|url\()|<script|<link|href="(?:https?:)?//', page)


@pytest.mark.parametrize("name", shipped())
def test_each_link_leads_to_a_file_of_the_copy_and_none_is_empty(name: str) -> None:
    archive = copied(name)
    page = archive.read("index.html").decode()
    links = set(re.findall(r'href="([^"#:]+)"', page))
    assert links | {"index.html"} == {*archive.namelist()}
    assert all(info.file_size > 10 for info in archive.infolist())


def test_it_tells_values_as_people_write_them() -> None:
    page = copied().read("index.html").decode()
    assert "invoices.json" in page and "11.90" in page and "It does not work." in page
    assert not re.search(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d", page)
    assert '/screenshot.png">screenshot.png</a>' in page
    assert "What is left out, and why" in page and "Passwords" in page
    assert "What we hold nothing of" in page


def test_it_speaks_their_language() -> None:
    page = copied(language="de").read("index.html").decode()
    assert '<html lang="de"' in page and "Ihre Daten" in page and "invoices.json" in page
