import os
import subprocess
import sys
from pathlib import Path

_SHOW = """
import django
django.setup()
from django.conf import settings
from django.core.signing import dumps, loads
import sys
print(settings.SECRET_KEY, loads(sys.argv[1]) if sys.argv[1:] else dumps("signed"))
"""


def show(home: Path, *args: str) -> list[str]:
    """What a process of an installation without SECRET_KEY signs with."""
    environment = {k: v for k, v in os.environ.items() if k != "SECRET_KEY"}
    environment |= {"TROTH_HOME": str(home), "DJANGO_SETTINGS_MODULE": "troth.settings"}
    done = subprocess.run(
        [sys.executable, "-c", _SHOW, *args], env=environment, capture_output=True, check=True
    )
    return done.stdout.decode().split()


def test_all_processes_sign_with_the_secret_in_the_file(tmp_path: Path) -> None:
    key, signed = show(tmp_path)
    assert key == (tmp_path / "secret.key").read_text().strip()
    assert len(key) >= 50
    assert show(tmp_path, signed) == [key, "signed"]
