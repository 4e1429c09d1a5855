"""What lies in a backup, and whether it is all there as it was written.

A directory with `database.dump`, a custom archive of `pg_dump`; `home/`, what lay in `TROTH_HOME`;
and `backup.json`, written last, with the SHA-256 of each file.
"""

import json
from hashlib import file_digest
from pathlib import Path
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from troth.core.errors import TrothError

DUMP = "database.dump"
HOME = "home"
LIST = "backup.json"


class Contents(BaseModel):
    """version: of Troth. made: when it was begun. postgresql: the major version of `pg_dump`.

    migrations: those that the database had, as `room.name`. files: the SHA-256 of each, by its
    path in the backup.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: str
    made: AwareDatetime
    postgresql: int
    migrations: tuple[str, ...]
    files: dict[str, str]

    @classmethod
    def of(cls, backup: Path) -> Self:
        """What the list in a backup says, and what is there is it.

        Raises TrothError where there is no such list, and where a file is missing or differs.
        """
        try:
            found = cls.model_validate_json((backup / LIST).read_bytes())
        except (OSError, ValidationError):
            raise TrothError(
                f"{backup} holds no whole backup; name a directory that `troth backup` made."
            ) from None
        for path, digest in found.files.items():
            if digest_of(backup / path) != digest:
                raise TrothError(
                    f"{backup / path} is not as it was backed up, and nothing was restored; take "
                    "another copy of this backup, or an earlier one."
                )
        return found

    def write(self, backup: Path) -> None:
        """Write the list into a backup."""
        text = json.dumps(self.model_dump(mode="json"), indent=1)
        (backup / LIST).write_text(f"{text}\n", encoding="utf-8")


def digest_of(path: Path) -> str:
    """The SHA-256 of a file; blank where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
