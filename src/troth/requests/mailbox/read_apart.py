"""Read a mail in a process of its own, which may end in any way and takes nothing along.

Whoever writes a mail chooses what its parsers see. The process knows no secret, opens no
connection, and ends when it has taken its share of time or memory.
"""

import json
import logging
import os
import resource
import subprocess
import sys
from dataclasses import asdict

from troth.core.leave import reaching
from troth.requests.mailbox.files import MailFile, files_of
from troth.requests.mailbox.mail import Mail, read_mail
from troth.requests.mailbox.mask import masked, masked_plainly

logger = logging.getLogger(__name__)

_CPU = {"read": 5, "files": 10, "mask": 20}  # seconds of work
_WAIT = 30  # seconds in all
_MEMORY = 1 << 30  # bytes


def read_apart(raw: bytes, *, authserv: str) -> Mail:
    """Read a mail as `read_mail` does, as far as that came."""
    said, _ended = _apart("read", authserv, raw=raw)
    *readings, _rest = said.split(b"\n")
    return Mail(**json.loads(readings[-1])) if readings else Mail()


def mask_apart(raw: bytes) -> bytes:
    """Mask the card numbers of a mail as `masked` does; if that fails, as `masked_plainly` does."""
    said, ended = _apart("mask", raw=raw)
    return said if ended else masked_plainly(raw)


def files_apart(raw: bytes) -> list[MailFile]:
    """The files of a mail as `files_of` finds them, as far as that came."""
    said, _ended = _apart("files", raw=raw)
    *lines, _rest = said.split(b"\n")
    return [MailFile.of_line(line) for line in lines]


def _apart(*arguments: str, raw: bytes) -> tuple[bytes, bool]:
    """What the process says of a mail, and whether it came to its end."""
    # `-P`: no directory that this happens to run in is looked into for modules.
    command = [sys.executable, "-P", "-m", __name__, *arguments]
    path = os.pathsep.join(each for each in sys.path if each)
    try:
        with reaching("a process of the platform's own, which reads a mail"):
            done = subprocess.run(
                command,
                input=raw,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # it would hold what the mail holds
                env={"PYTHONPATH": path, "PYTHONUTF8": "1"},
                timeout=_WAIT,
            )
        said, ended = done.stdout, str(done.returncode)
    except subprocess.TimeoutExpired as late:
        said, ended = late.stdout or b"", "time"
    if ended != "0":
        logger.warning("a mail could not be read to its end: %s", ended)
    return said, ended == "0"


def _read_here(what: str, authserv: str = "") -> None:
    for limit, most in (
        (resource.RLIMIT_CPU, _CPU[what]),
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    raw = sys.stdin.buffer.read()
    if what == "mask":
        sys.stdout.buffer.write(masked(raw))
        return
    if what == "files":
        for file in files_of(raw):
            print(file.as_line(), flush=True)
        return
    for mail in read_mail(raw, authserv=authserv):
        print(json.dumps(asdict(mail)), flush=True)


if __name__ == "__main__":
    _read_here(*sys.argv[1:])
