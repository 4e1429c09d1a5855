"""What an export wrote, bringing in reads; whatever else somebody sends is refused in one line."""

import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from troth.accounts.models import Person
from troth.copies.bring_in import UnreadableError, read_copy
from troth.copies.export import export
from troth.testing import make

WANTED = {"person": ("name", "phone"), "account": ("id", "company")}
NAMES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30
)


def zipped(files: dict[str, Any], **options: Any) -> io.BytesIO:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return output


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("format", ["json", "csv"])
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=NAMES, title=st.sampled_from(["=", "-", "+", "@", "\t", "\r", "'", "''", ""]))
@example(name="-1", title="")
@example(name="'-1", title="")
@example(name='x,"y"\r\nz', title="=")
def test_every_text_comes_back(format: Any, name: str, title: str) -> None:
    if not Person.objects.exists():
        make.in_force("soffront")
        make.account()
    Person.objects.update(name=title + name)
    output = io.BytesIO()
    export(Person.objects.get(), output, format=format, at=make.NOW)
    assert read_copy(output, WANTED)["person"] == [{"name": title + name}]


PERSON = json.dumps([{"name": "A"}])
HOSTILE = {
    "nothing": b"",
    "a picture": b"\x89PNG\r\n\x1a\n" + b"x" * 100,
    "a broken zip": zipped({"person.json": PERSON}).getvalue()[:-30],
    "another zip": zipped({"readme.txt": "hello"}).getvalue(),
    "a way out": zipped({"person.json": PERSON, "../../etc/passwd": "x"}).getvalue(),
    "a way out by backslash": zipped({"person.json": PERSON, "..\\x": "x"}).getvalue(),
    "an absolute name": zipped({"person.json": PERSON, "/etc/passwd": "x"}).getvalue(),
    "no list": zipped({"person.json": '{"name": "A"}'}).getvalue(),
    "a list of lists": zipped({"person.json": "[[1]]"}).getvalue(),
    "a value that is a list": zipped({"person.json": '[{"name": ["A"]}]'}).getvalue(),
    "a value that is true": zipped({"person.json": '[{"name": true}]'}).getvalue(),
    "deep JSON": zipped({"person.json": "[" * 100_000}).getvalue(),
    "no JSON": zipped({"person.json": "name=A"}).getvalue(),
    "half a character": zipped({"person.json": r'[{"name": "\ud800"}]'}).getvalue(),
    "another encoding": zipped({"person.json": '[{"name": "é"}]'.encode("latin-1")}).getvalue(),
    "UTF-16": zipped({"person.csv": "name\r\nA\r\n".encode("utf-16")}).getvalue(),
    "a bomb": zipped({"person.json": b"[" + b" " * 50_000_000}).getvalue(),
    "a broken CSV": zipped({"person.csv": 'name\n"A"B"\n'}).getvalue(),
    "a huge cell": zipped({"person.csv": f"name\n{'A' * 200_000}\n"}).getvalue(),
    "too many files": zipped({f"{n}": "" for n in range(10_001)}).getvalue(),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_copy_is_refused_in_one_line(content: bytes) -> None:
    with pytest.raises(UnreadableError) as refusal:
        read_copy(io.BytesIO(content), WANTED)
    text = str(refusal.value)
    assert "\n" not in text and text.endswith(".") and len(text) < 120


def test_two_files_of_one_name_are_refused() -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("person.json", PERSON)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("person.json", PERSON)
    with pytest.raises(UnreadableError, match="two files of the same name"):
        read_copy(output, WANTED)


def test_other_packings_are_refused() -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("person.json", PERSON)
    with pytest.raises(UnreadableError, match="zip file that we can read"):
        read_copy(output, WANTED)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(content: bytes) -> None:
    start = zipped({"person.json": PERSON}).getvalue()
    for file in (content, start + content, content + start, start[: len(start) // 2] + content):
        try:
            read_copy(io.BytesIO(file), WANTED)
        except UnreadableError:
            continue


def test_a_mark_of_the_encoding_and_unknown_columns_do_no_harm() -> None:
    text = "\ufeffname,unknown\r\nA,B,C\r\n".encode()
    assert read_copy(zipped({"person.csv": text}), WANTED) == {"person": [{"name": "A"}]}


def test_numbers_are_text_and_blanks_are_left_out() -> None:
    rows = '[{"id": 12, "company": "", "name": "x"}, {"id": null, "company": "B"}]'
    found = read_copy(zipped({"account.json": rows}), WANTED)
    assert found == {"account": [{"id": "12"}, {"company": "B"}]}
