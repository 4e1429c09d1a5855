"""Benches: what Troth costs beside hand-written SQL that does the same.

Importing this package sets Django up on a database of the benches' own, so that the processes
which a bench starts find themselves ready as well.
"""

import os

import django

os.environ.setdefault("TROTH_HOME", ".troth/bench")
os.environ.setdefault("PLAIN_HTTP", "1")
os.environ.setdefault("TAX_NUMBER", "DE123456788")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth.settings")

from django.conf import settings  # noqa: E402

NAME = "troth_bench"  # never the database that DATABASE_URL names: a bench empties it
settings.DATABASES["default"] |= {"NAME": NAME, "TEST": {"NAME": NAME}}
settings.DATABASES["default"].setdefault("USER", "postgres")  # it switches triggers off

django.setup()
