import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.core.duration import Duration

UNITS = ["day", "business day", "week", "month", "year"]


@pytest.mark.parametrize("unit", UNITS)
def test_a_length_reads_as_it_was_written(unit: str) -> None:
    for text in (f"0 {unit}s", f"1 {unit}", f"12 {unit}s", f"200 {unit}s"):
        assert str(Duration.parse(text)) == text


def test_the_plural_is_not_insisted_on() -> None:
    assert Duration.parse("7 year") == Duration.parse("7 years") == Duration(7, "year")


@pytest.mark.parametrize("text", ["200 years", "2400 months", "73000 days", "10428 weeks"])
def test_two_hundred_years_is_the_longest(text: str) -> None:
    count, _, unit = text.partition(" ")
    assert Duration.parse(text).count == int(count)
    with pytest.raises(ValueError, match="at most 200 years"):
        Duration.parse(f"{int(count) + 1} {unit}")


@pytest.mark.parametrize(
    "text",
    [
        *("", "7", "years", "7years", "7  years", " 7 years", "7 years ", "-7 years", "+7 years"),
        *("1.5 years", "seven years", "7 decades", "7 Years", "٧ years", "100000 days", "1e3 days"),
        *("7 years\n", None, 7, 7.0, True, ["7 years"], {"7": "years"}),
    ],
)
def test_anything_else_is_refused_with_the_form(text: object) -> None:
    with pytest.raises(ValueError, match='such as "7 years"'):
        Duration.parse(text)


@given(st.text(max_size=12))
def test_arbitrary_text_is_read_or_refused(text: str) -> None:
    try:
        length = Duration.parse(text)
    except ValueError:
        return
    assert Duration.parse(str(length)) == length
