"""Where stored files lie: below the directory of the provider that this works for."""

import os

from django.core.files.storage import FileSystemStorage

from troth.core.provider import provider


class Storage(FileSystemStorage):
    """A backend for STORAGES. Django's own remembers the directory of whoever came first."""

    @property
    def base_location(self) -> str:
        """The directory."""
        return str(provider().files)

    @property
    def location(self) -> str:
        """The directory, as a whole path."""
        return os.path.abspath(self.base_location)
