"""The tools of gettext look into no f-string: what is marked inside of one is never translated."""

from pathlib import Path

import troth


def test_no_string_is_marked_within_another() -> None:
    code = Path(troth.__file__).parent.rglob("*.py")
    assert not [
        file for file in code if file != Path(__file__) and "{_(" in file.read_text("utf-8")
    ]
