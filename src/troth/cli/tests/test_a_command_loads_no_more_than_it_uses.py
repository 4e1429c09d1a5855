"""Who types a command does not wait for what only the worker, the pages or the invoices need."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
from troth.cli import main
main(sys.argv[1:])
print(*sys.modules)
"""
FOR_OTHERS = {
    "holidays": "the clock of a request",
    "imap_tools": "the mailbox",
    "jwt": "the mailbox, and who signs in by OpenID",
    "segno": "the code on an invoice",
    "weasyprint": "invoices as PDF",
    "facturx": "invoices as XML",
    "troth.demo": "the demo",
    "troth.urls": "the pages",
}


def test_what_others_need_is_not_loaded(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "doctor"],
        env=os.environ | {"TROTH_HOME": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=True,
    )
    modules = set(done.stdout.splitlines()[-1].split())
    assert "troth.installing.doctor" in modules  # it has looked
    assert not modules & FOR_OTHERS.keys()
    jobs = {name for name in modules if name.startswith("troth.") and name.endswith(".tasks")}
    assert not jobs
