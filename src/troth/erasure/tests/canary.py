"""Fill every classified column of every row with a value that stands nowhere else; look for it."""

import io
import os
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from functools import singledispatch
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.db import connection, models, transaction

from troth.core.postgres.server import binaries
from troth.files.sealed import new_key, sealing
from troth.policy.declare import PersonalData, declarations
from troth.policy.tables import table_of
from troth.testing import make

Model = type[models.Model]

BLANK = (None, "")


@dataclass(frozen=True)
class Place:
    """Where a canary sits: the column of a row.

    label: how its value reads in a dump; "" where the column has so few values that none stands
    nowhere else, and the cell itself is looked at.
    """

    model: Model
    column: str
    key: Any
    label: str

    @property
    def table(self) -> str:
        return table_of(self.model)


def watched() -> dict[Model, list[str]]:
    """The columns of each table that hold personal data, and those that name files with it."""
    return {
        model: list(dict.fromkeys((*data.classified, *data.files)))
        for model, data in declarations().items()
        if isinstance(data, PersonalData) and (data.classified or data.files)
    }


def fill(token: str) -> list[Place]:
    """Write a value of its own, with `token` where there is room, into each of these cells.

    Fails by name for a column of a type without a canary.
    """
    places: list[Place] = []
    with transaction.atomic(), connection.cursor() as cursor:
        # Nobody changes what is in the books, but for this.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model, columns in watched().items():
            keys = list(model._default_manager.values_list("pk", flat=True))
            for key in keys:
                places += _fill_row(model, columns, key, token, len(places))
        cursor.execute("SET LOCAL session_replication_role = origin")
    return places


def _fill_row(model: Model, columns: list[str], key: Any, token: str, number: int) -> list[Place]:
    written: dict[str, Any] = {}
    labels: dict[str, str] = {}
    sealed = declarations()[model].sealed  # type: ignore[union-attr]
    for name in columns:
        field: Any = model._meta.get_field(name)
        number += 1
        if _has_few_values(field, token):
            labels[name] = ""
            if type(field) is models.DateField:
                written[name] = make.NOW.date()
        elif name == sealed:
            written[name] = new_key()
            labels[name] = written[name].hex()
        else:
            written[name], labels[name] = value(field, f"{token}{number:04}z", number)
    for name in columns:
        if isinstance(field := model._meta.get_field(name), models.FileField):
            content = _content(labels[name], written.get(sealed or ""))
            written[name] = field.storage.save(labels[name], ContentFile(content))
    model._default_manager.filter(pk=key).update(**written)
    key = written.get(str(model._meta.pk.name), key)
    return [Place(model, name, key, labels[name]) for name in columns]


def _has_few_values(field: Any, token: str) -> bool:
    short = field.max_length and field.max_length <= len(token) + 4
    few = isinstance(field, models.BooleanField) or type(field) is models.DateField
    return bool(field.choices or short) or few


def _content(label: str, key: bytes | None) -> bytes:
    if key is None:
        return label.encode()
    output = io.BytesIO()
    with sealing(output, key) as stream:
        stream.write(label.encode())
    return output.getvalue()


@singledispatch
def value(field: Any, label: str, number: int) -> tuple[Any, str]:
    """A value of the field's type that stands nowhere else, and how it reads in a dump."""
    raise AssertionError(f"{field} needs a canary: no value of a {type(field).__name__} is known")


@value.register(models.CharField)
@value.register(models.TextField)
@value.register(models.FileField)
def _text(field: Any, label: str, number: int) -> tuple[Any, str]:
    return label, label


@value.register(models.EmailField)
def _email(field: Any, label: str, number: int) -> tuple[Any, str]:
    return f"{label}@customer.example", label


@value.register(ArrayField)
def _array(field: Any, label: str, number: int) -> tuple[Any, str]:
    made, reads = value(field.base_field, label, number)
    return [made], reads


@value.register(models.JSONField)
def _json(field: Any, label: str, number: int) -> tuple[Any, str]:
    return {"canary": label}, label


@value.register(models.BinaryField)
def _binary(field: Any, label: str, number: int) -> tuple[Any, str]:
    return label.encode(), label.encode().hex()


@value.register(models.UUIDField)
def _uuid(field: Any, label: str, number: int) -> tuple[Any, str]:
    made = uuid4()
    return made, str(made)


@value.register(models.GenericIPAddressField)
def _ip(field: Any, label: str, number: int) -> tuple[Any, str]:
    made = f"2001:db8::ca:{0x1000 + number:x}"
    return made, made


@value.register(models.DateTimeField)
def _moment(field: Any, label: str, number: int) -> tuple[Any, str]:
    # The dump leaves out zeros at the end, and tells the hour of the server's own zone.
    fraction = 100001 + 10 * number
    return make.NOW + timedelta(microseconds=fraction), f":00.{fraction}"


def blank(places: list[Place]) -> list[Place]:
    """The places that hold nothing: no token fits in there, and their row was made without."""
    cells = _cells(places)
    return [place for place in places if cells[place] in BLANK]


def left(places: list[Place], text: str) -> set[Place]:
    """The places whose value is somewhere in the dump `text`, or still in its cell."""
    cells = _cells([place for place in places if not place.label])
    return {
        place
        for place in places
        if (place.label in text if place.label else cells[place] not in BLANK)
    }


def _cells(places: list[Place]) -> dict[Place, Any]:
    """What stands in the cell of each place, None where its row is gone. One query a row."""
    rows: dict[tuple[Model, Any], list[Place]] = {}
    for place in places:
        rows.setdefault((place.model, place.key), []).append(place)
    found: dict[Place, Any] = {}
    for (model, key), of_row in rows.items():
        row = model._default_manager.filter(pk=key).values(*(p.column for p in of_row)).first()
        found |= {place: row and row[place.column] for place in of_row}
    return found


def dump() -> str:
    """The whole database as pg_dump writes it."""
    database = connection.get_connection_params()
    command = [str(binaries() / "pg_dump"), "--inserts"]
    for option, key in (("-h", "host"), ("-p", "port"), ("-U", "user")):
        if database.get(key):
            command += [option, str(database[key])]
    environment = {**os.environ, "PGPASSWORD": str(database.get("password", ""))}
    done = subprocess.run(
        [*command, str(database["dbname"])], capture_output=True, env=environment, check=True
    )
    return done.stdout.decode()


def files() -> dict[Path, bytes]:
    """Every file of the installation but the database's own, which `dump` reads, and its log."""
    database = Path(settings.TROTH_HOME) / "postgres"
    paths = [database / "log"]
    for home in (settings.TROTH_HOME, settings.MEDIA_ROOT):
        for folder, below, names in os.walk(home):
            if Path(folder) == database.parent:
                below.remove(database.name)  # thousands of files
            paths += (Path(folder, name) for name in names)
    return {path: path.read_bytes() for path in paths if path.is_file()}
