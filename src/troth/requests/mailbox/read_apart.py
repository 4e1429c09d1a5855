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
from troth.requests.mailbox.mail import Mail, read_mail

logger = logging.getLogger(__name__)

_CPU = 5  # seconds of work
_WAIT = 30  # seconds in all
_MEMORY = 1 << 30  # bytes


def read_apart(raw: bytes, *, authserv: str) -> Mail:
    """Read a mail as `read_mail` does, as far as that came."""
    # `-P`: no directory that this happens to run in is looked into for modules.
    command = [sys.executable, "-P", "-m", __name__, authserv]
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
    *readings, _rest = said.split(b"\n")
    return Mail(**json.loads(readings[-1])) if readings else Mail()


def _read_here(authserv: str) -> None:
    for limit, most in (
        (resource.RLIMIT_CPU, _CPU),
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    for mail in read_mail(sys.stdin.buffer.read(), authserv=authserv):
        print(json.dumps(asdict(mail)), flush=True)


if __name__ == "__main__":
    _read_here(sys.argv[1])
