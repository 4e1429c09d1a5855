"""`true` reads as off to who compares with 1, and then the wrong tax stands on invoices."""

import re
from pathlib import Path

import pytest

import troth
from troth.core.errors import UsageError
from troth.core.setting import flag, read

SETTINGS = (Path(troth.__file__).parent / "settings.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(("typed", "on"), [("1", True), ("0", False), ("", False)])
def test_it_is_on_or_off(typed: str, on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAX_SMALL_BUSINESS", typed)
    assert read(flag, "TAX_SMALL_BUSINESS", "1") is on


@pytest.mark.parametrize("typed", ["true", "yes", "on", "2", " 1"])
def test_another_word_is_refused(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAX_SMALL_BUSINESS", typed)
    with pytest.raises(UsageError, match="TAX_SMALL_BUSINESS must be 1, or 0"):
        read(flag, "TAX_SMALL_BUSINESS")


def test_each_switch_is_read_so() -> None:
    assert len(re.findall(r"read\(flag,", SETTINGS)) >= 10
    assert not re.search(r"[!=]= \"[01]\"", SETTINGS), "read it as a flag, which refuses `true`"
