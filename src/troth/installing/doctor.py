"""What may be wrong with an installation: each check says in one line that all is well, or raises
TrothError with what to do."""

import os
import shutil
import ssl
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import NamedTuple, cast
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from django.conf import settings
from django.http.request import validate_host
from django.utils.html import escape

from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.core.leave import reaching
from troth.core.machine import THIS_MACHINE
from troth.core.provider import provider, site_url
from troth.installing.last_backup import last_backup
from troth.installing.settings_file import settings_file
from troth.installing.site import site_settings
from troth.installing.try_database import try_database
from troth.installing.try_mail import try_mail

_LATE = timedelta(hours=26)  # after which what is done every night was not
_BACKUP_DAYS = 8  # after which even a weekly backup was not made
_ROOM = 2**30  # bytes on the disk
_PATIENCE = 10  # seconds for the site to answer
_PAGE = 2**20  # bytes of a page that are read
_NOT_OURS = (
    "Another site answers there; see where its name leads to, and that the proxy in front leads on "
    "to this `troth serve`."
)


class Finding(NamedTuple):
    """What was looked at; a line about it; and whether it has to be mended."""

    about: str
    line: str
    wrong: bool


def doctor(
    make_ready: Callable[[], None],
    may_serve: Callable[[], None],
    unsigned: Callable[[], list[str]],
) -> Iterator[Finding]:
    """Look over an installation whose settings are loaded, from the bottom up.

    make_ready: brings the database's tables up to date. may_serve: raises TrothError with why the
    pages would not be served. unsigned: names whom nothing is told. What rests on something that is
    wrong is left out; where there is no installation, nothing is made.
    """
    yield _found("Settings", _settings)
    if not settings.TROTH_HOME.exists():
        yield _found("Files", _no_installation)
        return
    for about, check in (("Files", _files), ("Mail server", _mail)):
        yield _found(about, check)
    database = _found("Database", lambda: _database(make_ready))
    yield database
    if not database.wrong:
        policy = _found("Policy", lambda: _policy(may_serve))
        yield policy
        if not policy.wrong:
            yield _found("Recipients", lambda: _recipients(unsigned))
            yield _found("Taxes", _taxes)
            yield _found("Payments", _payments)
        for about, check in _ON_DATABASE:
            yield _found(about, check)
    yield _found("Invoices as PDF", _pdf)
    yield _found("Site", lambda: _site(*(("", "") if database.wrong else _ours())))


def _found(about: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(about, check(), False)
    except TrothError as error:
        return Finding(about, str(error), True)


def _settings() -> str:
    wanted = site_settings(site_url())
    host = urlsplit(site_url()).hostname
    asked = f"[{host}]" if ":" in str(host) else str(host)
    if not validate_host(asked, settings.ALLOWED_HOSTS):
        raise TrothError(
            f"SITE_URL names {host}, for which requests are refused; set ALLOWED_HOSTS={host}."
        )
    if settings.DEBUG:
        raise TrothError("DEBUG=1 shows the inside to visitors; unset it.")
    if settings.PLAIN_HTTP and host not in THIS_MACHINE:
        raise TrothError("PLAIN_HTTP=1 lets others read passwords on their way; unset it.")
    if wanted["PLAIN_HTTP"] == "0" and not settings.TRUSTED_PROXIES:
        raise TrothError(
            "The proxy in front that speaks HTTPS is not believed; set TRUSTED_PROXIES=1."
        )
    return f"the site is {site_url()}"


def _no_installation() -> str:
    raise TrothError(
        f"There is no installation in {settings.TROTH_HOME}; go to the folder of yours, set "
        "TROTH_HOME, or run: troth setup"
    )


def _files() -> str:
    home = settings.TROTH_HOME
    for path in (settings_file(), home / "secret.key", provider().journal_key, home / "files"):
        with suppress(FileNotFoundError):
            if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise TrothError(f"Others may read {path}; run: chmod go= {path}")
    if not os.access(home, os.W_OK):
        raise TrothError(f"{home} cannot be written by this user; make that possible.")
    free = shutil.disk_usage(home).free
    if free < _ROOM:
        raise TrothError(f"The disk of {home} has {free // 2**20} MB left; make room.")
    return f"{home}, {free // 2**30} GB are free"


def _mail() -> str:
    sender = parseaddr(provider().mail_from)[1]
    if "@" not in sender:
        raise TrothError(
            "MAIL_FROM is no single address; write it like service@yours.example, or like "
            '"Example, Inc." <service@yours.example> with the name in quotes.'
        )
    try_mail(settings.MAIL_URL, sender=sender)
    here = urlsplit(site_url()).hostname in THIS_MACHINE
    if settings.MAIL_URL.startswith("file:"):
        if not here:
            raise TrothError("MAIL_URL writes mail into files, and nobody gets any; name a server.")
        return "mail is written into files"
    if sender.endswith("@localhost") and not here:
        raise TrothError("Mail would come from nowhere; set MAIL_FROM to an address of yours.")
    return f"takes our mail, from {provider().mail_from}"


def _database(make_ready: Callable[[], None]) -> str:
    if url := os.environ.get("DATABASE_URL"):
        try_database(url)
    if direct := settings.DIRECT_DATABASE_URL:
        try_database(direct)
    make_ready()
    return "its tables are up to date" if url else "Troth's own, its tables are up to date"


def _policy(may_serve: Callable[[], None]) -> str:
    from troth.publishing.review import review
    from troth.publishing.running import policy_on

    may_serve()
    now = datetime.now(UTC)
    running = policy_on(now)
    for each in review(now):
        if each.line:
            raise TrothError(each.line)
    return f"version {running.tables.policy.version} of {running.tables.provider.name} runs"


def _recipients(unsigned: Callable[[], list[str]]) -> str:
    if lines := unsigned():
        raise TrothError(" ".join(lines))
    return "none waits for a signature"


def _taxes() -> str:
    """Whether we lack nothing that an invoice to a consumer next door needs."""
    from troth.catalog.models import Product
    from troth.publishing.running import policy_on
    from troth.tax.decide import SellerError, TaxError
    from troth.tax.table import Kind
    from troth.tax.try_at_home import try_at_home

    sold = Product.objects.filter(hidden=False, retired_at=None, group__hidden=False)
    kinds = sorted({*sold.values_list("supply", flat=True)})
    if not kinds:
        return "nothing is for sale yet; before that, TAX_NUMBER and the rates should be there"
    now = datetime.now(UTC)
    try:
        try_at_home(policy_on(now), (cast(Kind, kind) for kind in kinds), at=now)
    except SellerError:
        raise
    except TaxError:  # alone where home has states, which decide, and ours is not known
        raise TrothError(
            "Taxes rest on the state in which you are; set TAX_REGION to its code."
        ) from None
    return "what is for sale can be invoiced"


def _payments() -> str:
    """Whether who is invoiced can pay."""
    from troth.billing.without_account import without_account
    from troth.catalog.shop import currencies
    from troth.gateways.offered import named
    from troth.publishing.running import policy_on

    now = datetime.now(UTC)
    if by := sorted(named(policy_on(now))):
        return f"customers can pay through {', '.join(by)}"
    sold = currencies(on=day_at(now))
    if without := without_account(sold):
        raise TrothError(
            f"Invoices in {', '.join(without)} say no way to pay; enter a bank account at the desk "
            f"({site_url()}/desk/bank/accounts/), or switch a gateway on: docs/gateways/README.md"
        )
    if not sold:
        return "nothing is for sale yet; before that, a bank account or a gateway should be there"
    return "customers pay by bank transfer"


def _owner() -> str:
    from troth.accounts.models import Person
    from troth.gates.roles import OWNER

    owners = Person.objects.filter(is_staff=True, staff_role=OWNER)
    if not owners:
        raise TrothError("Nobody owns the desk; run: troth staff add EMAIL --role owner")
    if not any(owner.has_usable_password() for owner in owners):
        raise TrothError(
            "No owner has chosen a password; run `troth setup` again, which prints a new link, or: "
            "troth manage changepassword EMAIL"
        )
    return "can sign in"


def _worker() -> str:
    from procrastinate.contrib.django.models import ProcrastinateJob

    from troth.core.worker import is_missing, last_seen

    now = datetime.now(UTC)
    seen = last_seen()
    if seen is None or is_missing(at=now):
        raise TrothError("No worker runs, so no mail goes out and nothing is erased: troth worker")
    if failed := ProcrastinateJob.objects.filter(status="failed").count():
        raise TrothError(
            f"Jobs that failed: {failed}. The worker's log says why; once that is mended, have "
            "each tried again in `troth manage procrastinate shell`, by: list_jobs status=failed, "
            "and: retry NUMBER"
        )
    return f"told {max(now - seen, timedelta()).seconds} s ago that it runs"


def _mails() -> str:
    from troth.messaging.models import Message

    since = datetime.now(UTC) - timedelta(days=1)
    if failed := Message.objects.filter(failed_at__gte=since).count():
        raise TrothError(
            f"Mails that could not be sent since yesterday: {failed}. The worker's log says why."
        )
    return "none failed since yesterday"


def _journal() -> str:
    from troth.journal.agree import agree_with_host
    from troth.journal.models import Checkpoint, Entry

    now = datetime.now(UTC)
    agree_with_host()
    oldest = Entry.objects.filter(seq=None).order_by("at").first()
    if oldest and now - oldest.at > _LATE:
        raise TrothError(
            "The journal was not signed last night; see that a worker runs, or run: "
            "troth journal checkpoint"
        )
    last = Checkpoint.objects.order_by("size").last()
    return f"{last.size} entries are signed" if last else "nothing was to be signed yet"


def _backup() -> str:
    known = last_backup()
    if known is None:
        return "none was made by `troth backup` yet; docs/operating.md has how, and other ways"
    at, place = known
    days = (datetime.now(UTC) - at).days
    if days > _BACKUP_DAYS:
        raise TrothError(f"The last one was made {days} days ago; make one: troth backup DIR")
    return f"the last one is of {at:%Y-%m-%d %H:%M} UTC, in {place}"


def _pdf() -> str:
    from troth.einvoice.pdf import printer

    printer()
    return "can be made"


def _ours() -> tuple[str, str]:
    """A page of this installation, and what no other site says there; blank where none is known."""
    from troth.journal.key import public_key
    from troth.journal.models import Checkpoint
    from troth.publishing.running import policy_on

    with suppress(TrothError):
        if Checkpoint.objects.exists():
            return "journal/key", public_key(make=False)
        if running := policy_on(datetime.now(UTC), missing_ok=True):
            return "privacy/", escape(running.tables.provider.name)
    return "", ""


def _site(page: str, says: str) -> str:
    """Open a page of the site as a visitor does, through whatever stands in front; `says` has to
    stand there."""
    host = urlsplit(site_url()).hostname
    request = Request(f"{site_url()}/{page}", headers={"User-Agent": "troth doctor"})
    straight = build_opener(ProxyHandler({}))  # a proxy for what this machine asks of others
    try:
        with reaching("the site itself"), straight.open(request, timeout=_PATIENCE) as answer:
            if says not in answer.read(_PAGE).decode(errors="replace"):
                raise TrothError(_NOT_OURS)
    except HTTPError as error:
        raise TrothError(_refused(error.code, host)) from None
    except URLError as error:
        if isinstance(error.reason, ssl.SSLError):
            raise TrothError(
                f"The certificate of {host} is not believed; have one made, by certbot or Caddy."
            ) from None
        raise TrothError(
            f"Nobody answers at {site_url()}; see that `troth serve` runs, and the proxy in front."
        ) from None
    except (OSError, ValueError):
        raise TrothError(f"{site_url()} does not speak HTTP; see what stands in front.") from None
    return "answers"


def _refused(code: int, host: str | None) -> str:
    """What an answer of the site itself tells."""
    if code == 400:
        return f"Requests for {host} are refused; add it to ALLOWED_HOSTS, and start again."
    if code in (301, 302, 308):
        return (
            "The site sends visitors round in a circle; have the proxy set X-Forwarded-Proto, and "
            "set TRUSTED_PROXIES=1."
        )
    if code == 404:
        return _NOT_OURS
    if code in (502, 504):
        return "The proxy in front reaches no `troth serve`; start it."
    if code == 503:
        return "No policy that runs is in force; see what stands under Policy."
    return f"The site answers {code}; see the log of `troth serve`."


_ON_DATABASE: tuple[tuple[str, Callable[[], str]], ...] = (
    ("Owner", _owner),
    ("Worker", _worker),
    ("Mails", _mails),
    ("Journal", _journal),
    ("Backup", _backup),
)
