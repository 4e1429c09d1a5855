"""Every string of the code stands in each catalogue, translated, with its placeholders."""

import re
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.core.management import call_command
from pytest_django import Settings

import troth
from troth.testing.needs import need

CODE = Path(troth.__file__).parent
CATALOGUES = sorted(CODE.glob("locale/*/LC_MESSAGES/django.po"))
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?\w+")

pytestmark = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.parts[-3]))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def key(message: Message) -> tuple[object, str | None]:
    context: str | bytes | None = message.context  # a compiled one has it as bytes
    return _texts(message.id), (context.decode() if isinstance(context, bytes) else context) or None


def test_every_string_of_the_code_is_in_the_catalogue(
    path: Path, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    need(shutil.which("xgettext"), "gettext", "GETTEXT")
    copy, unneeded = tmp_path / "code", ("tests", "testing", "__pycache__", "static", ".troth")
    shutil.copytree(CODE, copy, ignore=shutil.ignore_patterns(*unneeded))
    settings.LOCALE_PATHS = []
    monkeypatch.chdir(copy)
    call_command("makemessages", locale=[path.parts[-3]], no_obsolete=True, verbosity=0)
    extracted = read(copy / path.relative_to(CODE))
    assert {key(m) for m in extracted} == {key(m) for m in read(path)}


def test_every_string_is_translated(path: Path) -> None:
    messages = [message for message in read(path) if message.id]
    assert not [m.id for m in messages if m.fuzzy or not all(_texts(m.string))]


def test_translations_have_the_placeholders_of_what_they_translate(path: Path) -> None:
    wrong = []
    for message in read(path):
        if not message.id or not all(_texts(message.string)):
            continue
        # Of one thing a language may leave the number out: "a day", "ein Tag".
        *_one, many = _texts(message.id)
        *few, most = _texts(message.string)
        if _in(most) != _in(many) or not all(_in(text) <= _in(many) for text in few):
            wrong.append(message.id)
    assert not wrong


def test_what_is_compiled_is_what_is_written(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as file:
        compiled = {key(m): _texts(m.string) for m in read_mo(file) if m.id}
    told = {key(m): _texts(m.string) for m in read(path) if m.id and not m.fuzzy}
    assert compiled == {known: texts for known, texts in told.items() if all(texts)}


def _texts(told: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """The text, or those of a plural, the one for many last."""
    return (told,) if isinstance(told, str) else tuple(told or ())


def _in(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))
