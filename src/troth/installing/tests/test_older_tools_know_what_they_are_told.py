"""PostgreSQL's programs may be older than the libpq of this process, and take no word it adds."""

import psycopg
import pytest
from django.db import connection

from troth.installing.postgres_tools import _reached


@pytest.mark.django_db
def test_what_libpq_fills_in_by_itself_is_not_passed_on() -> None:
    connection.ensure_connection()
    assert isinstance(server := connection.connection, psycopg.Connection)
    assert "sslcertmode" in server.info.get_parameters()
    assert "sslcertmode" not in _reached(server)[0]
