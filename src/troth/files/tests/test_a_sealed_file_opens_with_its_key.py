import io
import os

import pytest
from cryptography.fernet import InvalidToken

from troth.files.sealed import new_key, opening, sealing


def sealed(content: bytes, key: bytes) -> io.BytesIO:
    disk = io.BytesIO()
    with sealing(disk, key) as output:
        for start in range(0, len(content), 40_000):
            output.write(content[start : start + 40_000])
    disk.seek(0)
    return disk


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 1_000_000])
def test_as_it_was_written(size: int) -> None:
    content, key = os.urandom(size), new_key()
    assert opening(sealed(content, key), key).read() == content


def test_with_no_other() -> None:
    with pytest.raises(InvalidToken):
        opening(sealed(b"a secret", new_key()), new_key()).read()


def test_closing_it_closes_the_file() -> None:
    key = new_key()
    disk = sealed(b"a secret", key)
    opening(disk, key).close()
    assert disk.closed
