import pytest

from troth.messaging.plain_text import plain_text


@pytest.mark.parametrize(
    ("markdown", "mailed"),
    [
        (
            "# Terms\n\n## Price\nYou **pay**\n`now`.",
            "Terms\n=====\n\nPrice\n-----\n\nYou pay now.",
        ),
        ("- one\n- two\n  - *three*", "- one\n- two\n  - three"),
        ("3. one\n\n   more\n4. two", "3. one\n\n   more\n4. two"),
        (
            "See [ours](https://a.example/x) or <me@a.example>.",
            "See ours (https://a.example/x) or me@a.example.",
        ),
        ("> said\\\n> so\n\n---\n\n<b>5 &lt; 6</b>", "> said\n> so\n\n* * *\n\n<b>5 < 6</b>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\n    as it is", "a | b\n1 | 2\n\n    as it is"),
        ("", ""),
    ],
)
def test_it_reads_without_marks(markdown: str, mailed: str) -> None:
    assert plain_text(markdown) == mailed
