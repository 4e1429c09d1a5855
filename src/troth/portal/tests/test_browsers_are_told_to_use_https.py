import json
import os
import subprocess
import sys

import pytest

_SHOW = """
import json
from django.conf import settings
names = ("SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY")
print(json.dumps([getattr(settings, name) for name in names]))
"""


@pytest.mark.promise("WM-30")
@pytest.mark.parametrize(
    ("plain", "set_to"),
    [
        ("", [31_536_000, True, True, True, True, True]),
        ("1", [0, False, False, False, True, True]),
    ],
)
def test_unless_the_installation_is_for_trying_out(plain: str, set_to: list[object]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SHOW],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "troth.settings", "PLAIN_HTTP": plain},
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) == set_to
