import pytest

from troth.core.errors import UsageError
from troth.core.setting import public_keys, witnesses

KEY = "w.example/w1+5ac1d0ff+" + "B" * 44
OTHER = "v.example+00000000+" + "A+/9" * 11


def test_keys_and_addresses_are_read() -> None:
    assert public_keys("NAME", "") == [] and witnesses("NAME", " ") == {}
    assert public_keys("NAME", f"{KEY}, {OTHER},") == [KEY, OTHER]
    typed = f"{KEY} https://w.example/witness/,{OTHER}  http://localhost:1/w"
    assert witnesses("NAME", typed) == {
        KEY: "https://w.example/witness",
        OTHER: "http://localhost:1/w",
    }


@pytest.mark.parametrize("typed", ["w.example", KEY[:-1], f"{KEY} https://w.example", "++"])
def test_what_is_no_list_of_keys_is_one_line(typed: str) -> None:
    with pytest.raises(UsageError, match="^WITNESSED_LOGS must be public keys such as"):
        public_keys("WITNESSED_LOGS", typed)


@pytest.mark.parametrize("typed", [KEY, "https://w.example", f"{KEY} ftp://w", f"{KEY} /etc x"])
def test_what_is_no_list_of_witnesses_is_one_line(typed: str) -> None:
    with pytest.raises(UsageError, match="^WITNESSES must be pairs such as"):
        witnesses("WITNESSES", typed)
