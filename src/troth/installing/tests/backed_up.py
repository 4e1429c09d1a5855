"""An installation with customers, a backup of it, and what has happened since."""

from dataclasses import dataclass
from pathlib import Path

from troth.testing.home import migrated, troth

GONE, STAYS = "gone@customer.example", "stays@customer.example"
FILE = "a picture"
_MAKE = f"""
from datetime import UTC, datetime
from troth.testing import make
make.in_force()
for email in ("{GONE}", "{STAYS}"):
    account = make.full_account(attachment=b"{FILE}")
    owner = make.owner(account)
    owner.email = email
    owner.save()
"""
_LOOK = """
from troth.accounts.models import Person
from troth.support.models import TicketMessage
print(*Person.objects.values_list("email", flat=True), sep="\\n")
for message in TicketMessage.objects.exclude(attachment=""):
    print(message.attachment.read().decode())
"""


@dataclass(frozen=True)
class Installation:
    """A home, and what else its commands are called with."""

    home: Path
    more: dict[str, str]

    @property
    def mail(self) -> str:
        """Where its mail is written into files: beside its home."""
        return f"file:{self.home.parent}/mail"

    def troth(self, *arguments: str, code: int = 0) -> str:
        """Call a command; what it says. Fails where its exit code is another."""
        done = troth(self.home, *arguments, MAIL_URL=self.mail, **self.more)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def there(self) -> set[str]:
        """Who of the customers is there, and what stands in the files that they have sent."""
        told = self.troth("manage", "shell", "-v0", "-c", _LOOK)
        return {GONE, STAYS, FILE} & set(told.split("\n"))

    def signed(self) -> None:
        """As the worker does every ten minutes."""
        self.troth("journal", "checkpoint")

    def require_well(self) -> None:
        """Fails unless the journal is whole, and the doctor finds nothing wrong with the rest."""
        self.troth("journal", "verify")
        told = self.troth("doctor", code=1)
        for about in ("Files", "Database", "Policy", "Journal"):
            assert f"ok    {about}: " in told, told


def installation(home: Path, **more: str) -> Installation:
    """One with two customers, each with a file, and a journal that is signed."""
    if "DATABASE_URL" in more:
        home.mkdir()
    else:
        migrated(home)
    made = Installation(home, more)
    made.troth("manage", "migrate")
    made.troth("manage", "shell", "-v0", "-c", _MAKE)
    made.signed()
    return made
