from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.signing import Signer
from pytest_django import Settings

from troth.core.errors import TrothError
from troth.gates.unsubscribe import named_by, token_for
from troth.testing import make

pytestmark = pytest.mark.django_db


def test_a_link_that_was_mailed_before_providers_had_names_holds() -> None:
    person = make.person()
    of_old = Signer(sep=".", salt="troth.privacy.unsubscribe")
    link = of_old.sign(f"{person.pseudonym.hex}.newsletter")
    assert named_by(link) == (person.pseudonym, "newsletter")
    assert token_for(person, "newsletter") == link


def test_a_link_holds_where_it_was_made_only(settings: Settings) -> None:
    person = make.person()
    of_the_first = token_for(person, "newsletter")
    settings.PROVIDER = "second"
    with pytest.raises(TrothError, match="incomplete"):
        named_by(of_the_first)
    of_the_second = token_for(person, "newsletter")
    assert named_by(of_the_second) == (person.pseudonym, "newsletter")
    settings.PROVIDER = "main"
    with pytest.raises(TrothError, match="incomplete"):
        named_by(of_the_second)


def test_what_is_counted_for_one_is_not_for_another(settings: Settings) -> None:
    cache.set("attempts", 5)
    settings.PROVIDER = "second"
    assert cache.get("attempts") is None
    cache.set("attempts", 1)
    settings.PROVIDER = "main"
    assert cache.get("attempts") == 5


def test_files_lie_where_the_provider_has_them(settings: Settings, tmp_path: Path) -> None:
    name = default_storage.save("mine", ContentFile(b"of the first"))
    settings.MEDIA_ROOT = tmp_path / "second"
    assert not default_storage.exists(name)
    default_storage.save("mine", ContentFile(b"of the second"))
    assert (tmp_path / "second" / "mine").read_bytes() == b"of the second"
