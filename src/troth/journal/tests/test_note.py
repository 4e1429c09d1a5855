"""Notes are read and written as the reference implementation in Go does."""

from base64 import b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from troth.journal.note import Head, NoteError, open_head, open_note, public_text, sign

# From golang.org/x/mod/sumdb/note.
NAME = "PeterNeumann"
PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PRIVATE = Ed25519PrivateKey.from_private_bytes(
    b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
)
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
SIGNATURE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpR"
    "Zb6KE6RyyBwJnAM=\n"
)
HEAD = Head("PeterNeumann", 3, bytes(range(32)))


def test_the_reference_note() -> None:
    assert public_text(NAME, PRIVATE.public_key()) == PUBLIC
    assert sign(TEXT, NAME, PRIVATE) == f"{TEXT}\n{SIGNATURE}"
    assert open_note(f"{TEXT}\n{SIGNATURE}", PUBLIC) == TEXT


def test_a_text_may_have_blank_lines() -> None:
    assert open_note(sign("one\n\ntwo\n", NAME, PRIVATE), PUBLIC) == "one\n\ntwo\n"


def test_signatures_of_witnesses_are_passed_over() -> None:
    witness = Ed25519PrivateKey.generate()
    note = sign(TEXT, NAME, PRIVATE)
    for name in ("witness.example", NAME):
        note += sign(TEXT, name, witness).removeprefix(f"{TEXT}\n")
    assert open_note(note, PUBLIC) == TEXT
    assert open_note(note, public_text("witness.example", witness.public_key())) == TEXT


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("", "not a signed note"),
        (TEXT, "not a signed note"),
        (f"{TEXT}\n{SIGNATURE}".removesuffix("\n"), "not a signed note"),
        (f"{TEXT}\t\n{SIGNATURE}", "not a signed note"),
        (f"{TEXT}\n{SIGNATURE}x\n", "malformed"),
        (f"{TEXT}\n{SIGNATURE.replace('=', '')}", "base64"),
        (f"{TEXT}\n{SIGNATURE.replace('Peter', 'Paul')}", "not signed by"),
        (f"{TEXT}\n{SIGNATURE.replace('x08g', 'y08g')}", "not signed by"),
        (f"{TEXT}\n{SIGNATURE.replace('JnAM', 'JnAN')}", "base64"),
        (f"{TEXT}\n{SIGNATURE.replace('JnAM', 'JnBM')}", "does not fit"),
        (f"{TEXT.upper()}\n{SIGNATURE}", "does not fit"),
        (f"{TEXT}\n{SIGNATURE}{SIGNATURE.replace('JnAM', 'JnBM')}", "does not fit"),
    ],
)
def test_a_note_that_cannot_be_trusted(note: str, reason: str) -> None:
    with pytest.raises(NoteError, match=reason):
        open_note(note, PUBLIC)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "PeterNeumann",
        PUBLIC.replace("c74f20a3", "c74f20a4"),
        PUBLIC.replace("c74f20a3", "C74F20A3"),
        PUBLIC.replace("ARpc", "AhPc"),
        PUBLIC.replace("10TW", ""),
        PUBLIC.replace("Peter", "Peter "),
        PUBLIC.replace("10TW", "10Tü"),
    ],
)
def test_a_public_key_that_is_none(key: str) -> None:
    with pytest.raises(NoteError):
        open_note(f"{TEXT}\n{SIGNATURE}", key)


def test_a_key_name_has_no_space_and_no_plus() -> None:
    for name in ("", "a b", "a+b", "a\u00a0b"):
        with pytest.raises(NoteError, match="no plus"):
            public_text(name, PRIVATE.public_key())


def test_a_head_is_read_back() -> None:
    assert str(HEAD) == "PeterNeumann\n3\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    assert open_head(sign(str(HEAD), NAME, PRIVATE), PUBLIC) == HEAD
    assert Head.parse(f"{HEAD}an extension\n") == HEAD


@pytest.mark.parametrize("text", ["", TEXT, str(HEAD).replace("3", "03"), f"{HEAD}\n"])
def test_a_note_that_is_no_checkpoint(text: str) -> None:
    with pytest.raises(NoteError, match="no checkpoint"):
        Head.parse(text)


def test_a_checkpoint_of_another_log() -> None:
    other = Head("other.example", 3, bytes(32))
    with pytest.raises(NoteError, match="another log"):
        open_head(sign(str(other), NAME, PRIVATE), PUBLIC)
