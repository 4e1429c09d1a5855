"""Have a witness sign our last checkpoint: c2sp.org/tlog-witness.

So that nobody, not even who has our key and our database, shows two journals to two people.
"""

from contextlib import suppress
from datetime import datetime

from troth.core.ask_outside import ask_outside
from troth.core.leave import reaching
from troth.core.provider import provider
from troth.journal.cosignature import cosigned_at
from troth.journal.models import Checkpoint, Witness
from troth.journal.note import NoteError
from troth.journal.prove_growth import prove_growth

LONGEST = 1 << 16  # bytes of an answer that are read


def unasked() -> list[str]:
    """The witnesses, by their public keys, who have not signed the last checkpoint yet."""
    latest = Checkpoint.objects.order_by("size").last()
    if latest is None:
        return []
    signed = _lines(latest)
    return [key for key in provider().witnesses if key not in signed]


def ask_witness(key: str, *, at: datetime) -> bool:
    """Send what was signed since to a witness, and keep what comes of it.

    key: the witness's public key, as the setting WITNESSES has it; one that is no longer there is
    not asked. True when it has, for the first time, seen another journal than ours. Raises as
    `prove_growth`.
    """
    address = provider().witnesses.get(key)
    if address is None:
        return False
    known, _ = Witness.objects.get_or_create(key=key)
    was = known.failure
    try:
        note, answer = _grown(f"{address}/add-checkpoint", known.size)
        line = _line_of(key, note, answer)
        known.size, known.line, known.at = int(note.split("\n")[1]), line, at
        known.failure, known.failed_at = "", None
    except _Failed as failed:
        known.failure = failed.why
        known.failed_at = known.failed_at if was == failed.why else at
    known.save()
    return known.failure == Witness.Failure.CONTRADICTS != was


def with_cosignatures(checkpoint: Checkpoint) -> str:
    """The note of a checkpoint, with the signatures of the witnesses who have signed it."""
    return checkpoint.note + "".join(_lines(checkpoint).values())


def _lines(checkpoint: Checkpoint) -> dict[str, str]:
    """The signatures of witnesses under a checkpoint, by their public keys."""
    lines = {}
    for witness in Witness.objects.filter(size=checkpoint.size).order_by("pk"):
        with suppress(NoteError):  # it may be of another tree, which was withdrawn or rewritten
            cosigned_at(checkpoint.note, witness.line, witness.key)
            lines[witness.key] = witness.line
    return lines


class _Failed(Exception):
    def __init__(self, why: Witness.Failure) -> None:
        self.why = why


def _grown(address: str, size: int) -> tuple[str, str]:
    """The checkpoint that was sent, and what the witness answered to it."""
    for tried in (1, 2):
        if not Checkpoint.objects.filter(size__gte=size).exists():
            raise _Failed(Witness.Failure.CONTRADICTS)  # it has seen more than was signed here
        growth = prove_growth(size)
        status, answer = _post(address, str(growth))
        if status == 200:
            return growth.checkpoint, answer
        if status == 409 and tried == 1 and answer.strip().isdecimal():
            size = int(answer.strip()[:18])
        elif status in (403, 404):
            raise _Failed(Witness.Failure.STRANGER)
        elif status in (409, 422):
            raise _Failed(Witness.Failure.CONTRADICTS)
        else:
            break
    raise _Failed(Witness.Failure.UNREACHABLE)


def _post(address: str, body: str) -> tuple[int, str]:
    head = {"Content-Type": "text/plain; charset=utf-8"}
    try:
        with reaching("a witness, who is sent hashes and signatures of the journal"):
            status, said = ask_outside(
                "POST", address, longest=LONGEST, data=body.encode(), headers=head
            )
    except (OSError, ValueError):
        raise _Failed(Witness.Failure.UNREACHABLE) from None
    return status, str(said, "utf-8", "replace")


def _line_of(key: str, note: str, answer: str) -> str:
    """The witness's own signature among the lines of an answer."""
    for line in answer.splitlines():
        with suppress(NoteError):
            cosigned_at(note, line, key)
            return f"{line}\n"
    raise _Failed(Witness.Failure.STRANGER)
