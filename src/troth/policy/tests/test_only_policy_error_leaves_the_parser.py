"""Whatever bytes a file holds, it is a policy that renders, or PolicyError tells why not."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.policy.errors import PolicyError
from troth.policy.parse import LARGEST, parse, read
from troth.policy.render import to_html, to_text
from troth.policy.shipped import shipped
from troth.policy.tests.documents import HOSTILE

SHIPPED = [path.read_bytes() for path in shipped().values()]
# What has a meaning in Markdown, in TOML or in the language.
PIECES = [
    *(text.encode() for text in HOSTILE),
    *(b"```toml\n", b"```\n", b"~~~", b"> ", b"- ", b"    ", b"|", b"\n\n", b"\r", b"\t"),
    *(b"[", b"]", b"{{", b"}}", b"{", b"=", b'"', b'"""', b"'''", b"#", b".", b"\\", b"\\u0000"),
    *(b"[keep.account]\n", b"[[keep]]\n", b"keep = 1\n", b'with = "account"\n', b"{{ keep }}"),
    *(b"9" * 5000, b"9999-12-31", b"0000-00-00", b"-1", b"nan", b"true", b"\xff\xfe", b"\0"),
]


def parses_or_tells(data: bytes) -> None:
    try:
        policy = parse(data)
    except PolicyError as error:
        assert error.mistakes
        assert all(1 <= m.line <= data.count(b"\n") + data.count(b"\r") + 1 for m in error.mistakes)
    else:
        assert "{{" not in to_html(policy) + to_text(policy)


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400)
    | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))
)
def test_arbitrary_bytes(data: bytes) -> None:
    parses_or_tells(data)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_pieces_of_policies_in_any_order(pieces: list[bytes]) -> None:
    parses_or_tells(b"".join(pieces))
    parses_or_tells(b"```toml\n" + b"".join(pieces))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_shipped_policies_with_pieces_cut_out_and_put_in(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(SHIPPED))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 40))
        piece = data.draw(st.sampled_from([b"", *PIECES]) | st.binary(max_size=4))
        text = text[:at] + piece + text[at + cut :]
    parses_or_tells(text)


def filled(piece: bytes) -> bytes:
    return (piece * (LARGEST // len(piece) + 1))[:LARGEST]


@pytest.mark.parametrize(
    "data",
    [
        filled(b"["),
        filled(b"!["),
        filled(b"[a]("),
        filled(b"*a **a "),
        filled(b"> "),
        filled(b"* a\n "),
        filled(b"&#123;"),
        filled(b"{{ x }}\n"),
        filled(b"```toml\n```\n"),
        filled(b"```toml\n[keep.x]\n```\n"),
        filled(b"30 days "),
        filled(b"\n"),
        b"```toml\nx = " + b"[" * 100_000,
        b"```toml\nx = " + b"{a=" * 300 + b"1" + b"}" * 300,
        b"```toml\n[" + b"a." * 60_000 + b"a]",
        b"```toml\n" + b"a." * 60_000 + b"a = 1",
        SHIPPED[0] + b"# a\n" * 22_000,
        b'```toml\nx = """\n[' + b" " * 120_000 + b'\n"""',
        b"```toml\n" + b"".join(b"[keep.k%d]\nx=1\n" % n for n in range(6000)),
        b"| a " * 6000 + b"\n" + b"|---" * 6000 + b"\n" + b"| b " * 6000,
    ],
    ids=lambda data: repr(data[:16]),
)
def test_a_file_made_to_take_long_does_not(data: bytes) -> None:
    start = time.process_time()
    parses_or_tells(data)
    assert time.process_time() - start < 20  # seconds; about 2 when the machine is free


def test_a_file_of_10_mb_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "policy.md"
    path.write_bytes(b"a\n" * 5_000_000)
    with pytest.raises(PolicyError, match="too-large"):
        read(path)
    with pytest.raises(PolicyError, match="too-large"):
        read(Path("/dev/zero"))


def test_rules_that_refer_to_each_other_in_a_circle_are_told() -> None:
    keeps = b'[keep.account]\nwith = "person"\n[keep.person]\nwith = "account"\n'
    with pytest.raises(PolicyError, match="account goes with nothing else"):
        parse(b"```toml\n" + keeps + b"```\n")
