"""Django's PostgreSQL backend, on the embedded server under `TROTH_HOME`."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import client

from troth.core.database import base
from troth.core.postgres import server


class DatabaseClient(client.DatabaseClient):
    """`psql` for `manage.py dbshell`."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        """The command that opens a shell on the embedded server, starting that if need be."""
        address = {name.upper(): value for name, value in _address(settings_dict).items()}
        command, environment = super().settings_to_cmd_args_env(
            settings_dict | address, list(parameters)
        )
        return [str(server.binaries() / command[0]), *command[1:]], environment


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded server, which the first one starts."""

    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        """What to connect with; the server runs and has the database when this returns.

        Raises TrothError when there can be no server.
        """
        return super().get_connection_params() | _address(self.settings_dict)


def _address(configured: dict[str, Any]) -> dict[str, str]:
    database, user = configured["NAME"], configured["USER"]
    home = settings.TROTH_HOME
    # Django names no database when it creates and drops others.
    socket_dir = server.create_database(home, database) if database else server.start(home)
    return {"host": str(socket_dir), "port": str(server.PORT), "user": user or server.PLATFORM}
