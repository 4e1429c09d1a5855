"""What this release finds in the published policies: what stops them, and what they do not name."""

from dataclasses import dataclass
from datetime import date

from troth.policy.vocabulary import RECORDS
from troth.publishing.running import CannotRunError, Edition, editions_on, plan_of, read_edition


@dataclass(frozen=True)
class Review:
    """A published policy, and the first day of it.

    mistakes: why this release cannot run it, one a line; with them it runs nothing. unnamed: the
    records that it has no rule for, which go with whom they are about until it names them.
    """

    version: str
    start: date
    mistakes: list[str]
    unnamed: list[str]

    @property
    def line(self) -> str:
        """What to do about it, on one line; empty where nothing is to be done."""
        if self.mistakes:
            return (
                f"The policy {self.version}, in force from {self.start}, cannot run on this "
                "release; see why with troth policy check --published, and publish a corrected "
                "text: troth publish FILE"
            )
        if self.unnamed:
            tables = ", ".join(f"[keep.{record}]" for record in self.unnamed)
            return (
                f"The policy {self.version} does not name {_listed(self.unnamed)}, which go with "
                f"the account until it does; add {tables} to the next text."
            )
        return ""


def review(day: date) -> list[Review]:
    """The policy in force on a day, if there is one, and those that are published to come."""
    return [_reviewed(edition) for edition in editions_on(day) if edition]


def _reviewed(edition: Edition) -> Review:
    try:
        policy = read_edition(edition)
        plan_of(policy)
    except CannotRunError as error:
        return Review(error.version, edition.start, list(error.mistakes), [])
    return Review(policy.tables.policy.version, edition.start, [], policy.unnamed)


def _listed(records: list[str]) -> str:
    return ", ".join(f"{record} ({RECORDS[record].meaning})" for record in records)
