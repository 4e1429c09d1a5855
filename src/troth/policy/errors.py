"""What is wrong with a policy file: every mistake at once, each with its line and its fix."""

from typing import Literal, NamedTuple

from troth.core.errors import TrothError

Code = Literal[
    # the file
    "unreadable",
    "too-large",
    "not-text",
    # its TOML
    "bad-toml",
    "duplicate-key",
    "duplicate-table",
    # one table
    "unknown-table",
    "unknown-key",
    "unknown-word",
    "missing-table",
    "missing-key",
    "no-country",
    "bad-value",
    # between tables
    "unknown-record",
    "unknown-clock",
    "unknown-reference",
    "no-keep-rule",
    "no-message",
    "contradiction",
    # its prose
    "typed-duration",
    "unresolved-placeholder",
    "misplaced-placeholder",
    # the models that it is to run on
    "cannot-run",
]


CautionCode = Literal[
    "consent-for-duty",
    "marketing-without-consent",
    "kept-too-short",
    "vies-not-asked",
    "takes-the-living",
    "no-safeguards",
    "sold-to-advertiser",
    "unreachable",
    "late-answer",
    "told-by-hand",
    "cookie-without-consent",
    "typed-length",
]


class Caution(NamedTuple):
    """A warning: it stops nothing."""

    line: int
    code: CautionCode
    message: str


class Mistake(NamedTuple):
    line: int
    code: Code
    message: str


class PolicyError(TrothError):
    """A policy that cannot run.

    `mistakes` holds all of them in the order of the file; the text has one line for each, as
    `FILE:LINE: code message`.
    """

    def __init__(self, file: str, mistakes: list[Mistake]) -> None:
        self.file = file
        self.mistakes = sorted(set(mistakes))
        super().__init__("\n".join(f"{file}:{m.line}: {m.code} {m.message}" for m in self.mistakes))
