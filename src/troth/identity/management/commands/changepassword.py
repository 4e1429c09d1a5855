"""`troth manage changepassword`: Django's, after which nobody who knew the old password is in."""

from typing import Any

from django.contrib.auth.management.commands import changepassword

from troth.accounts.models import Person
from troth.identity.end_access import end_access


class Command(changepassword.Command):
    """Sets a password; sessions, what sites are told, and a proposed address end with the old."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Raises CommandError where none was set; then nothing ends."""
        told = super().handle(*args, **options)
        person = Person.objects.by_email(options["username"])
        assert person
        end_access(person)
        return told
