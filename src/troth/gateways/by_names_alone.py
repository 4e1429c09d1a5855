"""Leave to ask a third party by names alone: its own, and our keys for payments."""

from collections.abc import Iterator
from contextlib import contextmanager

from troth.core.leave import reaching
from troth.gates.recipient import PlugIn


@contextmanager
def by_names_alone(of: PlugIn) -> Iterator[None]:
    """Within this a plug-in reaches its third party, which is told nothing about anybody that it
    does not know already. Whatever tells it more is `gates.share`'s to let go."""
    with reaching(of.recipient.name):
        yield
