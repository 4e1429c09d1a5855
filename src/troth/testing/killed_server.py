"""Where gateways tell, and who handles what they told, in processes that are killed time and again.

    with killed_server(settings.GATEWAYS) as server: ...

One process waits for orders and makes the two that work, so that new ones begin at once. It keeps
the port: who tells meanwhile waits, or loses the connection and does not know what became of it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection

_SERVER = """
import os, sys, json, time
from datetime import UTC, datetime
from pathlib import Path
import django
from django.conf import settings
told = json.loads(sys.argv[1])
settings.DATABASES["default"]["NAME"] = told["database"]
settings.GATEWAYS = told["gateways"]
settings.JOURNAL_KEY = Path(told["key"])
django.setup()
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
import troth.urls  # who begins anew has it already
from troth.gateways.handle_open import handle_open

class Silent(WSGIRequestHandler):
    def log_message(self, *args):
        pass

server = ThreadedWSGIServer(("127.0.0.1", 0), Silent)
server.set_app(get_wsgi_application())

def work():
    while True:
        handle_open(at=datetime.now(UTC))
        time.sleep(0.01)

def begin(what):
    if not (child := os.fork()):
        try:
            what()
        finally:
            os._exit(1)
    return child

print(server.server_port, flush=True)
goes_on = True
while goes_on:
    children = [begin(server.serve_forever), begin(work), begin(work)]
    goes_on = sys.stdin.readline().strip() == "again"
    for child in children:
        os.kill(child, 9)
        os.waitpid(child, 0)
"""


class KilledServer:
    """A server of the pages, with two workers beside it that handle events."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin and process.stdout
        self._orders = process.stdin
        self.port = int(process.stdout.readline())

    def kill(self) -> None:
        """Kill them all (SIGKILL); others begin."""
        self._orders.write("again\n")
        self._orders.flush()


@contextmanager
def killed_server(gateways: Mapping[str, Any]) -> Iterator[KilledServer]:
    """It serves, from the database of the test, until the block ends; then it is killed as well."""
    told = {
        **{"database": connection.settings_dict["NAME"], "gateways": gateways},
        "key": str(settings.JOURNAL_KEY),
    }
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", _SERVER, json.dumps(told)],
        stdin=pipe,
        stdout=pipe,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "troth.testing.settings"},
    ) as process:
        yield KilledServer(process)
