"""Settings of the test run: the real ones, on a server and a home of their own."""

import os
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir

os.environ.setdefault("TROTH_HOME", ".troth/tests")
os.environ.setdefault("SECRET_KEY", "only for tests")
os.environ.setdefault("PLAIN_HTTP", "1")
os.environ.setdefault("STAFF_TWO_STEPS", "0")
os.environ.setdefault("TAX_NUMBER", "DE123456788")
# The tests start many commands: each would translate all of Python's source anew, and so would
# the next run the source of the tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# Tests do not care for what a power cut leaves behind.
os.environ.setdefault(
    "TROTH_POSTGRES_OPTIONS", "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
)
# Whenever pytest starts, it takes the folder that all of its runs share away from other users, and
# so from a server that is just being made there for root, by the user that runs it. Each checkout,
# which has one database and so one run at a time, has a folder of its own, through which such a
# user can pass.
if "PYTEST_DEBUG_TEMPROOT" not in os.environ:
    _checkout = sha256(os.fsencode(Path.cwd())).hexdigest()[:8]
    _temporary = Path(gettempdir(), f"troth-tests-{_checkout}")
    _temporary.mkdir(mode=0o711, exist_ok=True)
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(_temporary)

from troth.settings import *  # noqa: E402, F403

# Tests switch triggers off, and make databases.
DATABASES["default"].setdefault("USER", "postgres")  # noqa: F405
WHITENOISE_AUTOREFRESH = True  # a file is looked for when it is asked for, not all by each client
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
RECIPIENTS = {
    "registry": {"BACKEND": "troth.testing.recipient.Obedient"},
    "flaky": {"BACKEND": "troth.testing.recipient.Flaky"},
    "stubborn": {"BACKEND": "troth.testing.recipient.Stubborn"},
}
