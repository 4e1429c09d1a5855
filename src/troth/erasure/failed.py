"""Rules that a sweep could not keep: written down, and told to the staff who can see to it.

What an error says may hold personal data, so that only its kind is kept: the class of the error
and PostgreSQL's SQLSTATE.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.utils.translation import gettext_lazy as _

from troth.core.conflicts import act
from troth.erasure.alarm import alarm
from troth.erasure.events import FAILED
from troth.messaging.link import link
from troth.publishing.evidence import note

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failed:
    """A rule that was not kept for a record, and the kind of the error."""

    rule: str
    record: str
    kind: str

    @classmethod
    def by(cls, rule: str, record: str, error: BaseException) -> Self:
        """That it was not kept because of an error; the log gets its kind and where it was."""
        cause: BaseException | None = error
        state = ""
        while cause is not None and not state:
            state = getattr(cause, "sqlstate", None) or ""
            cause = cause.__cause__
        kind = f"{type(error).__name__}.{state}" if state else type(error).__name__
        logger.error("the rule %s could not be kept for %s: %s", rule, record, kind)
        return cls(rule, record, kind)

    def __str__(self) -> str:
        return f"{self.rule} ({self.record}): {self.kind}"


@act
def tell_failed(failed: Sequence[Failed], *, at: datetime) -> None:
    """Write down what failed, and mail it to owners and to who answers for privacy; at most once
    for a sweep."""
    for each in failed:
        counts = {"record": each.record, "error": each.kind}
        note(FAILED, at=at, rule=each.rule, counts=counts)
    if failed:
        alarm(
            _("The policy was not kept"),
            _(
                "Data that is due by these rules of the policy could not be removed tonight:\n\n"
                "%(rules)s\n\n"
                "All other rules were kept. What is due stays until this is mended: have whoever "
                "runs the platform look at its log, and run `troth keep`.\n\n%(link)s"
            ),
            {"rules": "\n".join(map(str, failed)), "link": link("platform")},
            at=at,
        )
