"""Show the files that came with a message as its own."""

from collections.abc import Iterable

from troth.support.models import TicketMessage


def together(
    messages: Iterable[TicketMessage],
) -> list[tuple[TicketMessage, list[TicketMessage]]]:
    """Messages, the newest first, each with those that hold the files which came with it.

    A further file of a mail is a message without words, of the same moment: see `say`.
    """
    found: list[tuple[TicketMessage, list[TicketMessage]]] = []
    for message in messages:
        files: list[TicketMessage] = []
        if found and not found[-1][0].body and _came_at_once(found[-1][0], message):
            _without_words, files = found.pop()
        found.append((message, [message, *files] if message.attachment else files))
    return found


def _came_at_once(one: TicketMessage, other: TicketMessage) -> bool:
    return (one.at, one.author_id, one.came_by) == (other.at, other.author_id, other.came_by)
