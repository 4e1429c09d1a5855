from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller

from troth.testing.mail import Mailbox
from troth.testing.port import free_port


@pytest.fixture
def mail_server() -> Iterator[str]:
    """The address of a mail server that is on another machine, as far as addresses tell."""
    port = free_port()
    server = Controller(Mailbox(), hostname="127.0.0.2", port=port)
    server.start()
    yield f"smtp://127.0.0.2:{port}"
    server.stop()
