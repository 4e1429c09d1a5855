"""Settings of the test run: the real ones, on a server and a home of their own."""

import os

os.environ.setdefault("TROTH_HOME", ".troth/tests")
os.environ.setdefault("SECRET_KEY", "only for tests")
os.environ.setdefault("PLAIN_HTTP", "1")
os.environ.setdefault("STAFF_TWO_STEPS", "0")
# Tests do not care for what a power cut leaves behind.
os.environ.setdefault(
    "TROTH_POSTGRES_OPTIONS", "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
)

from troth.settings import *  # noqa: E402, F403

WHITENOISE_AUTOREFRESH = True  # a file is looked for when it is asked for, not all by each client
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
RECIPIENTS = {
    "registry": {"BACKEND": "troth.testing.recipient.Obedient"},
    "flaky": {"BACKEND": "troth.testing.recipient.Flaky"},
    "stubborn": {"BACKEND": "troth.testing.recipient.Stubborn"},
}
