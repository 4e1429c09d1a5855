"""What a room does for its kind of calls: the setting CALLS names a class for each.

Nothing of it runs within a transaction of ours but `done` and `refused`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol, runtime_checkable

from django.conf import settings
from django.utils.module_loading import import_string

from troth.calls.models import Call


@dataclass(frozen=True)
class Answer:
    """What the third party said: its own reference, and what `write` makes of it here.

    `write` runs in the transaction that says of the call that it is done. told: what nobody keeps,
    for who waits for the answer, such as where to go on. alike: what a kind that is `Alike` writes
    with others of its like, instead of `write`.
    """

    reference: str
    write: Callable[[datetime], Any] = lambda at: None
    told: str = ""
    alike: Any = None


Ask = Callable[[], Answer]  # asks the third party, as `make` does


class Kind(Protocol):
    """Raises of `calls.errors`; whatever else is raised leaves the call in doubt."""

    def make(self, call: Call, *, at: datetime) -> Answer:
        """Ask the third party."""

    def look_up(self, call: Call, *, at: datetime) -> Answer | None:
        """What came of it when it was made before; None where it never arrived."""

    def refused(self, call: Call, *, at: datetime) -> None:
        """Write down that it will not be done."""


@runtime_checkable
class Alike(Protocol):
    """A kind of whose calls many are alike, so that a night of them takes few statements."""

    def read(self, calls: Sequence[Call], *, at: datetime) -> Mapping[int, Ask]:
        """By its key, how each is asked of which everything is read that it needs. The others are
        for `make`, each by itself; so is whatever nobody can be sure of here."""

    def write(self, alike: Sequence[Any], *, at: datetime) -> None:
        """What `Answer.write` of each would."""


@cache
def kind_of(name: str) -> Kind:
    """The class of a kind, made once."""
    kind: Kind = import_string(settings.CALLS[name])()
    return kind
