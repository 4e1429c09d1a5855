import json
import os
import subprocess
import sys

import pytest

_SHOW = """
import json
from django.conf import settings
names = ("SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY",
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SECURE_HSTS_INCLUDE_SUBDOMAINS")
print(json.dumps([getattr(settings, name) for name in names]))
"""
OF_THIS_HOST = ["__Host-sessionid", "__Host-csrftoken"]


@pytest.mark.parametrize(
    ("plain", "set_to"),
    [
        ("", [31_536_000, True, True, True, True, True, *OF_THIS_HOST, True]),
        ("1", [0, False, False, False, True, True, "sessionid", "csrftoken", True]),
    ],
)
def test_unless_the_installation_is_for_trying_out(plain: str, set_to: list[object]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SHOW],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "troth.settings", "PLAIN_HTTP": plain}
        | {"HSTS_SUBDOMAINS": "1"},
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) == set_to
