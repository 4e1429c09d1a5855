import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from troth.accounts.models import Person
from troth.copies import copy as module
from troth.copies.ask_copy import ask_copy
from troth.copies.copy import (
    fetch_copy,
    make_copy,
    remove_copies,
    remove_expired_copies,
    secret_of,
    waiting_copies,
)
from troth.copies.export import export
from troth.copies.models import Copy
from troth.core.errors import TrothError
from troth.erasure.erase import erase
from troth.journal.models import Entry
from troth.policy.vocabulary import CATEGORIES, RECORDS
from troth.testing import make
from troth.testing.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def stored() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def ready(name: str = "soffront") -> Copy:
    make.in_force(name)
    person = make.owner(make.full_account())
    made = make_copy(ask_copy(person, "json", at=make.NOW).pk, at=make.NOW)
    assert made
    return made


def remove_all(person: Person, *, at: Any) -> None:
    remove_copies(list(Copy.objects.filter(person=person)))


def refused(copy: Copy, *, at: Any = make.NOW, who: Any = None, secret: str = "") -> None:
    with pytest.raises(TrothError, match="used or has expired"):
        fetch_copy(who or copy.person, secret or secret_of(copy), at=at)


def test_it_is_fetched_once_and_then_gone() -> None:
    copy = ready()
    assert len(stored()) == 1 and copy.person.email not in stored()[0].name
    with fetch_copy(copy.person, secret_of(copy), at=make.NOW) as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    assert copy.person.email in archive.read("person.json").decode()
    assert stored() == []
    refused(copy)
    assert Entry.objects.filter(event="copy.fetched", subject=copy.person.pseudonym).count() == 1


def test_what_lies_on_the_disk_tells_nothing_and_its_key_goes_with_it() -> None:
    copy = ready()
    # The zip is compressed: its names and its mark are what would be seen.
    on_disk = stored()[0].read_bytes()
    assert not [known for known in (b"person.json", b"PK\3\4", b"site.example") if known in on_disk]
    with fetch_copy(copy.person, secret_of(copy), at=make.NOW) as file:
        assert zipfile.ZipFile(io.BytesIO(file.read())).testzip() is None
    copy.refresh_from_db()
    assert copy.key == b""


def test_it_explains_itself_in_its_persons_language() -> None:
    make.in_force("soffront")
    person = make.owner(make.full_account())
    person.language = "de"
    person.save()
    copy = make_copy(ask_copy(person, "json", at=make.NOW).pk, at=make.NOW)
    assert copy
    with fetch_copy(person, secret_of(copy), at=make.NOW) as file:
        manifest = zipfile.ZipFile(io.BytesIO(file.read())).read("manifest.json").decode()
    with translation.override("de"):
        about, category = RECORDS["invoice"].meaning, CATEGORIES["contact"].meaning
    assert about != RECORDS["invoice"].meaning
    assert about in manifest and category in manifest
    (invoices,) = (f for f in json.loads(manifest)["files"] if f["file"] == "invoices.json")
    assert invoices["called"] == "Rechnungen"
    assert invoices["labels"]["party_address"] == "Anschrift auf der Rechnung"


def test_nobody_else_fetches_it_and_nobody_without_the_secret() -> None:
    copy = ready()
    refused(copy, who=make.person())
    refused(copy, secret="0" * 64)
    assert secret_of(copy) not in str(Copy.objects.values().get())
    fetch_copy(copy.person, secret_of(copy), at=make.NOW).close()


def test_after_a_day_it_is_not_handed_out_and_then_removed() -> None:
    copy = ready()
    day_after = make.NOW + timedelta(hours=24)
    assert remove_expired_copies(at=day_after - timedelta(seconds=1)) == 0
    refused(copy, at=day_after)
    assert len(stored()) == 1
    assert remove_expired_copies(at=day_after) == 1
    assert stored() == [] and not Copy.objects.exists()


def test_one_that_waits_is_not_removed_and_is_found_again() -> None:
    make.in_force("soffront")
    copy = ask_copy(make.owner(make.account()), "json", at=make.NOW)
    later = make.NOW + timedelta(days=3)
    assert remove_expired_copies(at=later) == 0
    assert waiting_copies(before=later) == [copy.pk]
    made = make_copy(copy.pk, at=later)
    assert made and made.expires_at == later + timedelta(hours=24)
    assert waiting_copies(before=later) == []


def test_asking_twice_is_one_copy_and_asking_anew_removes_the_first() -> None:
    make.in_force("soffront")
    person = make.owner(make.account())
    first = ask_copy(person, "json", at=make.NOW)
    assert ask_copy(person, "csv", at=make.NOW + timedelta(seconds=1)) == first
    make_copy(first.pk, at=make.NOW)
    second = ask_copy(person, "json", at=make.NOW + timedelta(hours=1))
    assert stored() == [] and secret_of(second) != secret_of(first)
    refused(first)


def test_it_goes_with_its_person() -> None:
    copy = ready()
    erase(copy.person, at=make.NOW)
    assert stored() == [] and not Copy.objects.exists()


def test_a_copy_holds_no_copies() -> None:
    copy = ready()
    again = io.BytesIO()
    export(copy.person, again, format="json", at=make.NOW)
    assert not [n for n in zipfile.ZipFile(again).namelist() if n.startswith("copies/")]


def test_a_worker_that_dies_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    make.in_force("soffront")
    copy = ask_copy(make.owner(make.account()), "json", at=make.NOW)

    def full(*args: Any, **more: Any) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(module, "export", full)
        with pytest.raises(OSError, match="no space"):
            make_copy(copy.pk, at=make.NOW)
    assert stored() == []
    assert make_copy(copy.pk, at=make.NOW) and len(stored()) == 1


@pytest.mark.parametrize("meanwhile", [erase, remove_all])
def test_what_nobody_waits_for_any_more_is_not_left_behind(
    meanwhile: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    make.in_force("soffront")
    copy = ask_copy(make.owner(make.account()), "json", at=make.NOW)

    def overtaken(*args: Any, **more: Any) -> Any:
        rows = export(*args, **more)
        meanwhile(copy.person, at=make.NOW)
        return rows

    monkeypatch.setattr(module, "export", overtaken)
    assert make_copy(copy.pk, at=make.NOW) is None
    assert stored() == [] and not Copy.objects.exists()


def test_while_one_worker_makes_it_no_other_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    make.in_force("soffront")
    copy = ask_copy(make.owner(make.account()), "json", at=make.NOW)

    def slow(*args: Any, **more: Any) -> Any:
        monkeypatch.setattr(module, "export", export)
        assert at_once(lambda: make_copy(copy.pk, at=make.NOW)) == [None]
        return export(*args, **more)

    monkeypatch.setattr(module, "export", slow)
    assert make_copy(copy.pk, at=make.NOW)
    assert len(stored()) == 1
    fetch_copy(copy.person, secret_of(copy), at=make.NOW).close()


def test_a_format_that_is_no_longer_offered_ends_the_request() -> None:
    make.in_force("soffront")
    copy = ask_copy(make.owner(make.account()), "json", at=make.NOW)
    make.in_force("ispsystem")
    assert make_copy(copy.pk, at=make.NOW) is None
    assert not Copy.objects.exists()
