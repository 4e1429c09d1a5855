"""The signing key is made once, by whoever comes first, for this user's eyes only."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pytest_django import Settings

from troth.core.errors import TrothError
from troth.journal.key import public_key


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.JOURNAL_KEY = tmp_path / "new" / "journal.key"
    return tmp_path / "new"


def test_many_threads_make_one_key(home: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: public_key(), range(64)))
    assert len(keys) == 1
    (file,) = home.iterdir()
    assert file.name == "journal.key"
    assert file.stat().st_mode & 0o777 == 0o600


def test_settings_name_the_log_and_its_key(home: Path, settings: Settings) -> None:
    settings.JOURNAL_KEY = home / "elsewhere.pem"
    settings.JOURNAL_ORIGIN = "example.net/journal"
    assert public_key().startswith("example.net/journal+")
    assert [file.name for file in home.iterdir()] == ["elsewhere.pem"]
    settings.JOURNAL_ORIGIN = "Example Hosting"
    with pytest.raises(TrothError, match="no space"):
        public_key()


def test_another_kind_of_file_is_refused(key_file: Path) -> None:
    key_file.write_text("secret")
    with pytest.raises(TrothError, match="Cannot read"):
        public_key()
    rsa = generate_private_key(public_exponent=65537, key_size=2048)
    key_file.write_bytes(rsa.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(TrothError, match="Ed25519"):
        public_key()
