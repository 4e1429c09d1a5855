"""A real IMAP server for tests: Debian's dovecot, with a mailbox in a temporary directory."""

import grp
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pytest
from imap_tools import BaseMailBox, MailBoxUnencrypted
from pytest_django import Settings

from troth.core.setting_url import mailbox_from_url
from troth.testing.needs import need
from troth.testing.port import free_port

_DOVECOT = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
_numbers = count(1)
_USER, _PASSWORD = "privacy@provider.example", "p:a/ss@w0rd"
# As root, dovecot insists on users of its own; else everything runs as whoever runs the tests.
_CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
ssl = no
auth_failure_delay = 0
mail_location = maildir:{home}/Maildir
first_valid_uid = 0
first_valid_gid = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {login}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
}}
service anvil {{
  chroot =
}}
auth_mechanisms = plain xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}
}}
"""


_OAUTH = """
introspection_url = {tokens}/introspect
introspection_mode = post
username_attribute = username
active_attribute = active
active_value = true
"""


@dataclass
class PostBox:
    """The mailbox that the platform reads."""

    url: str
    port: int
    home: Path
    server: subprocess.Popen[bytes]

    def drop(self, mail: EmailMessage | bytes, *, at: datetime | None = None) -> None:
        """A mail arrives, now unless another moment is given.

        That may be one to come, which IMAP would not take: it is put where a delivery puts it.
        """
        if at is None:
            with self.open() as box:
                box.append(bytes(mail))
            return
        file = self.home / "Maildir" / "new" / f"{next(_numbers)}.delivered"
        file.write_bytes(bytes(mail))
        file.chmod(0o666)
        os.utime(file, (at.timestamp(), at.timestamp()))

    def unread(self) -> int:
        """How many mails are not marked as read."""
        with self.open() as box:
            return len(box.uids("UNSEEN"))

    def open(self) -> BaseMailBox:
        """The mailbox, as its owner's mail program opens it."""
        return MailBoxUnencrypted("127.0.0.1", self.port).login(_USER, _PASSWORD)


@pytest.fixture(scope="session")
def imap_server(token_server: str) -> Iterator[PostBox]:
    dovecot = need(_DOVECOT, "dovecot-imapd", "IMAP")
    root = os.getuid() == 0
    user = pwd.getpwnam("dovecot") if root else pwd.getpwuid(os.getuid())
    group = grp.getgrgid(user.pw_gid).gr_name
    with TemporaryDirectory() as name:
        port = free_port()
        home = Path(name)
        config = home / "conf"
        (home / "oauth").write_text(_OAUTH.format(tokens=token_server))
        config.write_text(
            _CONFIG.format(
                home=home,
                user=user.pw_name,
                group=group,
                login="dovenull" if root else user.pw_name,
                port=port,
                password=_PASSWORD,
            )
        )
        if root:
            home.chmod(0o755)
            shutil.chown(home, user.pw_name, group)
        server = subprocess.Popen([dovecot, "-F", "-c", str(config)], stderr=subprocess.DEVNULL)
        url = f"imap://{quote(_USER)}:{quote(_PASSWORD, safe='')}@127.0.0.1:{port}/INBOX"
        try:
            yield _awake(PostBox(url, port, home, server))
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture
def post_box(imap_server: PostBox, settings: Settings) -> PostBox:
    """An empty mailbox that MAILBOX_URL names."""
    with imap_server.open() as box:
        box.delete(box.uids())
    settings.MAILBOX = mailbox_from_url(imap_server.url)
    return imap_server


def _awake(box: PostBox) -> PostBox:
    """The mailbox, once its server answers."""
    for _ in range(300):
        try:
            box.open().logout()
            return box
        except OSError:
            time.sleep(0.1)
    log = box.home / "log"
    pytest.fail(f"dovecot does not start: {log.read_text() if log.exists() else 'no log'}")
