"""A worker is told of new jobs through a session of its own, where a pooler stands in front."""

from typing import Any

import pytest
from django.db import connection
from procrastinate import App
from psycopg.conninfo import make_conninfo
from pytest_django import Settings

from troth.cli import main
from troth.core.errors import UsageError
from troth.core.setting_url import database_from_url
from troth.testing import make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_loop")]


def test_by_the_direct_url(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    server = connection.get_connection_params()
    known = {
        key: server[key]
        for key in ("host", "port", "user", "password", "dbname")
        if server.get(key)
    }
    settings.DIRECT_DATABASE_URL = make_conninfo(**known, application_name="direct")
    asked = []

    async def look(app: App, **options: Any) -> None:
        row = await app.connector.execute_query_one_async(
            "SELECT current_setting('application_name') AS name"
        )
        asked.append(row["name"])

    monkeypatch.setattr(App, "run_worker_async", look)
    make.in_force()
    assert main(["worker"]) == 0
    assert set(asked) == {"direct"}  # one for each queue


def test_what_is_no_url_is_said_with_its_name() -> None:
    with pytest.raises(UsageError, match="DIRECT_DATABASE_URL must look like"):
        database_from_url("mysql://host/name", "DIRECT_DATABASE_URL", "unset it without a pooler")
