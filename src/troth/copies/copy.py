"""A copy of a person's data that a worker makes, and that its person fetches once within a day.

The link has a secret that stands nowhere: it follows from the request and the installation's
key. Whoever has it must also be signed in as the person whose copy it is. The file is encrypted
with a key of its own, which is destroyed when the copy is fetched or removed.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, cast

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from troth.accounts.locked import GoneError, lock_or_refuse
from troth.accounts.models import Person
from troth.accounts.owned import subjects_of
from troth.copies.events import FETCHED
from troth.copies.export import Format, export
from troth.copies.held import totals
from troth.copies.models import Copy, copy_path
from troth.core.conflicts import act
from troth.core.database.alone import alone
from troth.core.errors import TrothError
from troth.core.limits import LONG, limited
from troth.core.provider import salt
from troth.files.doom import doom
from troth.files.sealed import Damaged, new_key, opening, sealing
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.link import link
from troth.messaging.send import send
from troth.policy.rights import copy_rule
from troth.publishing.evidence import note
from troth.publishing.running import plan_on, policy_on

VALID = timedelta(hours=24)
SMALL = 5000  # rows that are handed out within a request
_FILE = 100  # rows that take as long as a stored file


def is_small(person: Person, *, at: datetime) -> bool:
    """Whether a copy is made while the person waits for the page."""
    held = totals(subjects_of(person), plan_on(at).extracts)
    return sum(total.rows + _FILE * total.files for total in held) <= SMALL


@limited(LONG)
def make_copy(number: int, *, at: datetime) -> Copy | None:
    """Make a copy that was asked for, and tell its person; None when that is done, or whoever
    asked is gone, or it is no longer offered.

    It can be killed anywhere and run again. While it is being made, nobody else begins it.
    """
    with alone(f"copy {number}") as free:
        return _make(number, at=at) if free else None


def _make(number: int, *, at: datetime) -> Copy | None:
    copy = Copy.objects.filter(pk=number, ready_at=None).select_related("person").first()
    if copy is None:
        return None
    # The name is noted before there is a file, so that none is left behind without its row.
    name, key = copy_path(copy, ""), new_key()
    mine = Copy.objects.filter(pk=number, ready_at=None)
    if not _begin(copy, name, key):
        return None
    with TemporaryFile() as file:
        try:
            with sealing(file, key) as sealed:
                format = cast(Format, copy.format)
                export(copy.person, sealed, format=format, at=at, by=copy.person, rule=copy.rule)
        # The policy has changed meanwhile and offers another format, or the person is gone.
        except TrothError:
            mine.delete()
            return None
        file.seek(0)
        default_storage.save(name, File(file))
    copy.file, copy.key = name, key
    return copy if _offer(copy, at=at) else None


@act
def _begin(copy: Copy, name: str, key: bytes) -> bool:
    """Note the file that is to be made in place of one that was begun; whether nobody else has."""
    doom([copy.file.name or ""])
    mine = Copy.objects.filter(pk=copy.pk, ready_at=None, file=copy.file.name)
    return bool(mine.update(file=name, key=key))


@act
def _offer(copy: Copy, *, at: datetime) -> bool:
    """Let a copy that is made be fetched, and tell its person; whether it is still waited for."""
    name = copy.file.name or ""
    mine = Copy.objects.filter(pk=copy.pk, ready_at=None, file=name)
    try:
        lock_or_refuse(copy.person)
    except GoneError:
        mine.delete()
    copy.ready_at, copy.expires_at = at, at + VALID
    if not mine.update(ready_at=copy.ready_at, expires_at=copy.expires_at):
        doom([name])
        return False
    _tell(copy, at=at)
    return True


def _tell(copy: Copy, *, at: datetime) -> None:
    with in_language_of(copy.person, at=at):
        text = _(
            "The copy of your data that you asked for is ready.\n\n"
            "Download it within 24 hours. You have to be signed in, and the link works once:\n\n"
            "%(link)s\n\n"
            "If you did not ask for it, sign in, end the other sessions and change your password."
        ) % {"link": link("fetch_copy", secret_of(copy))}
        send(
            copy.person,
            subject=_("Your copy is ready"),
            body=letter(copy.person, text, at=at),
            at=at,
            secret=True,
        )


def secret_of(copy: Copy) -> str:
    """The secret of the link by which a copy is fetched."""
    return secret_for(copy.person_id, copy.asked_at)


@act
def fetch_copy(person: Person, secret: str, *, at: datetime) -> IO[bytes]:
    """Hand out a copy, once: the open file, which is gone from the disk, and its key with it.

    Raises TrothError for a link that is used, expired or somebody else's, and for a copy that
    is damaged; of such a one nothing is handed out.
    """
    mine = Copy.objects.filter(person=person, digest=digest_of(secret))
    ready = mine.filter(ready_at__isnull=False, fetched_at=None, expires_at__gt=at)
    with suppress(FileNotFoundError):
        if copy := ready.select_for_update().first():
            try:
                file = opening(default_storage.open(copy.file.name or ""), bytes(copy.key))
            except Damaged:
                raise TrothError(
                    _("The stored copy has been damaged. Please request a new copy.")
                ) from None
            mine.update(fetched_at=at, key=b"")
            doom([copy.file.name or ""])
            rule = copy_rule(policy_on(at), copy.rule)
            note(FETCHED, at=at, rule=rule, subject=person.pseudonym)
            return file
    raise TrothError(_("This link has been used or has expired. Please request a new copy."))


def waiting_copies(*, before: datetime) -> list[int]:
    """The numbers of the copies that were asked for before a moment and are not made yet."""
    waiting = Copy.objects.filter(ready_at=None, asked_at__lt=before).order_by("pk")
    return list(waiting.values_list("pk", flat=True))


@act
def remove_expired_copies(*, at: datetime) -> int:
    """Remove every copy whose day is over, fetched or not; how many there were."""
    over = Copy.objects.filter(ready_at__isnull=False, expires_at__lte=at)
    return remove_copies(list(over.select_for_update(skip_locked=True)))


def remove_copies(copies: list[Copy]) -> int:
    """Remove these copies and their files; how many there were."""
    doom(copy.file.name or "" for copy in copies)
    return Copy.objects.filter(pk__in=[copy.pk for copy in copies]).delete()[0]


def secret_for(person: int, asked_at: datetime) -> str:
    """The secret of the link of a copy, by the key of its person and when it was asked for."""
    what = f"{person} {asked_at.isoformat()}"
    return salted_hmac(salt("troth.privacy.copy"), what, algorithm="sha256").hexdigest()


def digest_of(secret: str) -> str:
    """The hex SHA-256 of a link's secret."""
    return sha256(secret.encode()).hexdigest()
