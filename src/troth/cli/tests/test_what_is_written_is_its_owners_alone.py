"""Files under TROTH_HOME are readable by their owner only, whatever the umask."""

import os
from pathlib import Path

from troth.testing.home import troth

WRITE = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import send_mail
from troth.erasure.tasks import sign
default_storage.save("attachments/note", ContentFile(b"a note"))
send_mail("Hello", "A text.", None, ["a@customer.example"])
sign(0)
"""


def test_under_an_umask_that_opens_everything(tmp_path: Path) -> None:
    home = tmp_path / "home"
    policy = Path(__file__).parents[4] / "policies" / "softsys.md"
    former = os.umask(0)
    try:
        assert troth(home, "publish", str(policy)).returncode == 0
        written = troth(home, "manage", "shell", "-c", WRITE, MAIL_URL=f"file:{home / 'mail'}")
    finally:
        os.umask(former)
    assert written.returncode == 0, written.stderr
    found = {path.name: path for path in home.rglob("*")}
    assert {"journal.jsonl", "journal.key", "policies", "mail", "postgres", "note"} <= {*found}
    # Root's server has to pass through the home; all that lies there is closed.
    assert home.stat().st_mode & 0o066 == 0
    assert [name for name, path in found.items() if path.stat().st_mode & 0o077] == []
