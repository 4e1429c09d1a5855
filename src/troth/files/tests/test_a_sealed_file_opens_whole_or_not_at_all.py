import io
import os
from collections.abc import Callable

import pytest
from cryptography.fernet import Fernet

from troth.files.sealed import Damaged, new_key, opening, sealing

PIECE = 65_536 + 16  # bytes of an encrypted piece, but for the last
HEAD = 15 + 16


def sealed(content: bytes, key: bytes) -> bytes:
    disk = io.BytesIO()
    with sealing(disk, key) as output:
        for start in range(0, len(content), 40_000):
            output.write(content[start : start + 40_000])
    return disk.getvalue()


def refused(stored: bytes, key: bytes) -> None:
    disk = io.BytesIO(stored)
    with pytest.raises(Damaged, match="damaged or changed"):
        opening(disk, key)  # not a byte of it is handed on
    assert disk.closed


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 1_000_000])
def test_as_it_was_written(size: int) -> None:
    content, key = os.urandom(size), new_key()
    assert opening(io.BytesIO(sealed(content, key)), key).read() == content


def test_written_at_once_it_is_the_same() -> None:
    content, key, disk = os.urandom(200_000), new_key(), io.BytesIO()
    with sealing(disk, key) as output:
        output.write(content)
    assert opening(io.BytesIO(disk.getvalue()), key).read() == content


def test_with_no_other_key() -> None:
    refused(sealed(b"a secret", new_key()), new_key())


def test_the_same_key_and_content_are_another_file() -> None:
    key = new_key()
    assert sealed(b"a secret", key)[HEAD:] != sealed(b"a secret", key)[HEAD:]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda p: [p[1], p[0], p[2]], id="moved"),
        pytest.param(lambda p: [p[0], p[2]], id="dropped"),
        pytest.param(lambda p: p[1:], id="the first dropped"),
        pytest.param(lambda p: [p[0], p[0], *p[1:]], id="doubled"),
        pytest.param(lambda p: [*p, p[2]], id="the last doubled"),
        pytest.param(lambda p: p[:2], id="cut off at a piece's end"),
        pytest.param(lambda p: [*p[:2], p[2][:-1]], id="cut off within a piece"),
        pytest.param(lambda p: [], id="cut off behind the head"),
        pytest.param(lambda p: [*p, b"more"], id="added"),
        pytest.param(lambda p: [p[0], bytes([p[1][0] ^ 1]) + p[1][1:], p[2]], id="a bit turned"),
    ],
)
@pytest.mark.parametrize("last", [10_000, 65_536])
def test_not_when_pieces_were(change: Callable[[list[bytes]], list[bytes]], last: int) -> None:
    key = new_key()
    stored = sealed(os.urandom(2 * 65_536 + last), key)
    pieces = [stored[start : start + PIECE] for start in range(HEAD, len(stored), PIECE)]
    assert len(pieces) == 3
    refused(stored[:HEAD] + b"".join(change(pieces)), key)


def test_not_when_it_is_of_another_file() -> None:
    key = new_key()
    one, other = sealed(os.urandom(100_000), key), sealed(os.urandom(100_000), key)
    refused(one[: HEAD + PIECE] + other[HEAD + PIECE :], key)


@pytest.mark.parametrize("stored", [b"", b"troth", b"PK\3\4 a file that is not sealed"])
def test_not_when_it_is_no_sealed_file(stored: bytes) -> None:
    refused(stored, new_key())


def test_not_when_writing_it_failed() -> None:
    disk, key = io.BytesIO(), new_key()
    with pytest.raises(OSError), sealing(disk, key) as output:
        output.write(os.urandom(70_000))
        raise OSError
    refused(disk.getvalue(), key)


def test_of_a_file_that_changes_while_it_is_read_the_rest_stays_back() -> None:
    key = new_key()
    disk = io.BytesIO(sealed(b"a" * 200_000, key))
    opened = opening(disk, key)
    disk.getbuffer()[HEAD + 2 * PIECE] ^= 1
    read = b""
    with pytest.raises(Damaged):
        while piece := opened.read(1000):
            read += piece
    assert set(read) == {ord("a")} and len(read) <= 2 * 65_536


def test_closing_it_closes_the_file() -> None:
    key = new_key()
    disk = io.BytesIO(sealed(b"a secret", key))
    opening(disk, key).close()
    assert disk.closed


def test_files_of_before_still_open() -> None:
    key, content = Fernet.generate_key(), os.urandom(100_000)
    lines = [Fernet(key).encrypt(content[:65_536]), Fernet(key).encrypt(content[65_536:])]
    stored = b"".join(line + b"\n" for line in lines)
    assert opening(io.BytesIO(stored), key).read() == content
    assert opening(io.BytesIO(lines[0]), key).read() == content[:65_536]  # one token, no line end
    refused(stored, Fernet.generate_key())
    refused(stored[:-2], key)


def test_a_new_file_is_not_exchanged_for_one_of_before() -> None:
    refused(Fernet(Fernet.generate_key()).encrypt(b"a secret"), new_key())
    refused(b"", new_key())
