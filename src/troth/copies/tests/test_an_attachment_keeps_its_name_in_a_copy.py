"""What somebody sent is found in a copy by the name that they gave it, on every computer."""

import pytest

from troth.copies.file_names import attached_name


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("Übersicht (2).pdf", "Übersicht (2).pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\notes.txt", "C_notes.txt"),
        ("a\nb .png", "a b .png"),
        ("NUL.txt", "_NUL.txt"),
        ("...", "_"),
        ("x" * 200 + ".jpeg", "x" * 45 + ".jpeg"),
    ],
)
def test_it_is_a_file_of_its_own_folder(called: str, name: str) -> None:
    assert attached_name("attachments/1", called) == f"attachments/1/{name}"


def test_what_has_no_name_is_called_as_it_is_stored() -> None:
    assert attached_name("proofs/1", "") == "proofs/1"
