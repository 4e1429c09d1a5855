"""`troth setup`: make an installation, from an empty folder to one that can be served."""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from email.headerregistry import Address
from email.utils import parseaddr
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

from django.http.request import split_domain_port, validate_host

from troth.cli.email import email
from troth.cli.line import line
from troth.cli.platform import ready
from troth.cli.policy import LANGUAGES
from troth.cli.serve import unsigned
from troth.core.errors import TrothError, UsageError
from troth.core.machine import THIS_MACHINE
from troth.installing.in_front import write_in_front
from troth.installing.settings_file import keep_settings, kept_settings, settings_file
from troth.installing.site import site_settings
from troth.installing.try_database import try_database
from troth.installing.try_mail import try_mail
from troth.policy.countries import COUNTRIES
from troth.policy.start_policy import OWN, Answers, start_policy

if TYPE_CHECKING:
    from troth.policy.language import Tables


class Question(NamedTuple):
    """What setup has to know. Secrets come from the environment, never from the command line.

    asks: in which words; enter: what Enter stands for, where it is an answer; check: gives its
    canonical form, or raises TrothError; setting: the name of the setting that it answers, too.
    """

    word: str
    asks: str
    check: Callable[[str], str]
    enter: str | None = None
    setting: str = ""
    secret: bool = False


def _some(typed: str) -> str:
    if not typed:
        raise UsageError("Nothing was typed; it is needed.")
    return typed


def _country(typed: str) -> str:
    if typed.upper() not in COUNTRIES:
        raise UsageError("That is no country; use its code of ISO 3166, such as DE.")
    return typed.upper()


def _sender(typed: str) -> str:
    name, _, address = typed.rpartition("<")
    local, _, domain = email(address.removesuffix(">")).rpartition("@")
    # In quotes where it has a comma or a dot, as in *Example, Inc.*: RFC 5322.
    return str(Address(name.strip().strip('"'), local, domain))


def _language(typed: str) -> str:
    if typed not in LANGUAGES:
        raise UsageError("There is no policy to start from in that language; use en or de.")
    return typed


def _site(typed: str) -> str:
    return site_settings(typed)["SITE_URL"]


def _database(typed: str) -> str:
    if typed:
        try_database(typed)
    return typed


def _mail(typed: str) -> str:
    try_mail(typed)
    return typed


def _mail_to_others(typed: str) -> str:
    if _some(typed).startswith("file:"):
        raise UsageError(
            "Nobody gets what is written into files; name a mail server, in MAIL_URL where nobody "
            "is asked."
        )
    return _mail(typed)


NAME = Question("name", "What is your company called?", _some)
COUNTRY = Question("country", "In which country is it (ISO 3166, such as DE)?", _country)
EMAIL = Question("email", "To which address does one write about personal data?", email)
LANGUAGE = Question("language", "In which language is your privacy policy, en or de?", _language)
SITE = Question(
    "site",
    "Where do customers open the site? Enter tries it out on this machine; otherwise an address "
    "such as https://my.example.com:",
    _site,
    enter="http://localhost:8000",
    setting="SITE_URL",
)
DATABASE = Question(
    "database",
    "Which PostgreSQL? Enter takes one that Troth runs itself; otherwise "
    "postgresql://user:password@host:5432/name (not shown):",
    _database,
    enter="",
    setting="DATABASE_URL",
    secret=True,
)
MAIL = Question(
    "mail",
    "Which mail server, as smtp://user:password@host:587?tls=starttls (not shown)?",
    _mail,
    setting="MAIL_URL",
    secret=True,
)
MAIL_FROM = Question(
    "mail-from",
    "From which address does mail come, such as Example Hosting <service@example.com>?",
    _sender,
    setting="MAIL_FROM",
)
MAIL_BY = Question(
    "mail-by",
    "Who runs that mail server? own (Enter) for yourselves, otherwise the name of their company:",
    _some,
    enter=OWN,
)
MAIL_COUNTRY = Question("mail-country", "In which country do they (ISO 3166)?", _country)
OWNER = Question("owner", "Your own e-mail address, as the owner of the desk:", email)

QUESTIONS = (
    *(NAME, COUNTRY, EMAIL, LANGUAGE, SITE, DATABASE, MAIL, MAIL_FROM),
    *(MAIL_BY, MAIL_COUNTRY, OWNER),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes: an answer to each question that is no secret."""
    parser.description = (
        "Makes a policy in your own name, settings, tables and an owner. What no option answers is "
        "asked for. Secrets are asked for too, or come from DATABASE_URL and MAIL_URL. Run again, "
        "it goes on where it was, and changes what you answer anew."
    )
    parser.add_argument(
        "--policy", type=Path, metavar="FILE", help="a policy that you have written already"
    )
    for question in QUESTIONS:
        if not question.secret:
            asks = question.asks.replace("Enter ", "left out, ").rstrip(":")
            parser.add_argument(f"--{question.word}", type=line, metavar="…", help=asks)


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 where a server does not take us or a policy cannot run, 2 for a wrong answer.

    What was answered before that stays, so that the next run goes on from there.
    """
    home = settings_file().parent
    before = kept_settings()
    settings = _settings(args)
    keep_settings(settings)
    os.environ.update(settings)
    stays = ", as they were" if before and kept_settings() == before else ""
    print(f"Settings: {settings_file()}{stays}", flush=True)
    print(
        "Database: bringing its tables up to date; the first time that takes a minute or two.",
        flush=True,
    )
    ready()
    _refuse_the_demo()
    print("Database: its tables are up to date.", flush=True)
    _publish(args)
    _take_rates()
    for each in unsigned():
        print(f"Mail: {each}")
    _appoint(args)
    _say_what_comes_next(settings["SITE_URL"], home)
    _say_what_invoices_need()
    return 0


def _refuse_the_demo() -> None:
    """Raise TrothError where the database is the demo's, whose passwords anybody can read."""
    from troth.demo.make import is_made

    if is_made():
        raise TrothError(
            "Here lies the demo, with customers that it made up and passwords that it prints; "
            "set up yours in another folder, and with another database."
        )


def _settings(args: argparse.Namespace) -> dict[str, str]:
    """What is to stand in the file of settings, all of it tried. What somebody types stands there
    at once, so that whoever ends it in the middle has only the rest to answer."""
    home = settings_file().parent
    site = _answer(args, SITE)
    settings = _kept(_of_site(site))
    if not _has_its_own(home) and (database := _answer(args, DATABASE)):
        settings |= _kept({"DATABASE_URL": database})
    host = urlsplit(site).hostname or ""
    by_mail = MAIL._replace(check=_mail_to_others)
    if host in THIS_MACHINE:
        by_mail = MAIL._replace(
            asks=f"{MAIL.asks} To try it out on this machine, Enter writes mail into files:",
            enter=f"file:{quote(str(home / 'mail'))}",
        )
    mail = _answer(args, by_mail)
    settings |= _kept({"MAIL_URL": mail})
    domain = "localhost" if host in THIS_MACHINE else host

    def takes_from(typed: str) -> str:
        found = MAIL_FROM.check(typed)
        try_mail(mail, sender=parseaddr(found)[1])
        return found

    sender = _answer(args, MAIL_FROM._replace(enter=f"service@{domain}", check=takes_from))
    return settings | _kept({"MAIL_FROM": sender})


def _of_site(site: str) -> dict[str, str]:
    """What follows from the address of the site. Where that is the one that is kept, what somebody
    has written there since stays, such as the number of proxies or a second name; not what is of
    another site, as where the address alone was changed by hand, or half of it was kept."""
    follows, kept = site_settings(site), kept_settings()
    stays = {name: kept[name] for name in ("ALLOWED_HOSTS", "TRUSTED_PROXIES") if name in kept}
    host, _port = split_domain_port(urlsplit(site).netloc)
    hosts = stays.get("ALLOWED_HOSTS", host).split(",")
    is_of_it = kept.get(SITE.setting) == site and validate_host(host, hosts)
    return follows | stays if is_of_it else follows


def _kept(settings: dict[str, str]) -> dict[str, str]:
    """The same; where somebody types them, once they stand in the file."""
    if sys.stdin.isatty():
        keep_settings(settings)
    return settings


def _has_its_own(home: Path) -> bool:
    """Whether Troth runs the database of this installation, and nothing says otherwise by now."""
    told = DATABASE.setting in os.environ or DATABASE.setting in kept_settings()
    return settings_file().exists() and (home / "postgres").exists() and not told


def _answer(args: argparse.Namespace, question: Question) -> str:
    """An answer that passed its check: from the command line, the environment, the file of
    settings, or whoever sits here, who is asked until it does."""
    given = getattr(args, question.word.replace("-", "_"), None)
    if given is None and question.setting:
        given = os.environ.get(question.setting)
    if given is not None:
        return question.check(given)
    somebody = sys.stdin.isatty()
    if (kept := kept_settings().get(question.setting)) is not None:
        try:
            return question.check(kept)
        except TrothError as error:
            if not somebody:
                raise
            print(f"What is kept as {question.setting} will not do: {error}", file=sys.stderr)
    if somebody:
        return _ask(question)
    if question.enter is not None:
        return question.check(question.enter)
    how = f"set {question.setting}" if question.secret else f"give --{question.word}"
    raise UsageError(f"troth setup: nobody is here to be asked; {how}")


def _ask(question: Question) -> str:
    """The answer of whoever sits here. Raises UsageError where they end it (Ctrl-D)."""
    ask = getpass if question.secret else input
    while True:
        try:
            typed = line(ask(f"{question.asks} ")) or question.enter or ""
            return question.check(typed)
        except EOFError:
            print()
            raise UsageError(f"Nothing more was typed; run it again, and it {_goes_on()}") from None
        except KeyboardInterrupt:
            print(f"\nRun it again, and it {_goes_on()}", file=sys.stderr)
            raise
        except (TrothError, argparse.ArgumentTypeError) as error:
            print(f"  {error}", file=sys.stderr)
        except UnicodeDecodeError:
            print("  This is no UTF-8; please type it again.", file=sys.stderr)


def _goes_on() -> str:
    """From where it does: a setting that is kept is not asked for again, but corrected there."""
    return f"goes on from {settings_file()}." if kept_settings() else "goes on."


def _publish(args: argparse.Namespace) -> None:
    """Put a policy in force, the provider's or one to start from, unless one is."""
    from troth.cli.publish import put_in_force
    from troth.core.conflicts import act
    from troth.core.day import day_at
    from troth.policy.parse import read
    from troth.publishing.running import policy_on

    at = datetime.now(UTC)
    if running := policy_on(at, missing_ok=True):
        print(f"Policy: version {running.tables.policy.version} is in force, and stays.")
        _say_who_mails(running.tables)
        return
    file = args.policy or Path("policy.md")
    if not args.policy and not file.exists():
        told = {q.word: _answer(args, q) for q in (NAME, COUNTRY, EMAIL, LANGUAGE)}
        by, there = _mail_by(args)
        text = start_policy(Answers(**told, mail_by=by, mail_country=there), on=day_at(at))
        try:
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            reason = (error.strerror or "cannot be written").lower()
            raise TrothError(f"{file}: {reason}; run this in a folder of your own.") from None
    policy = read(file)
    if policy.tables.policy.effective > day_at(at):
        raise TrothError(
            f"{file} is in force from {policy.tables.policy.effective} only, and nothing is served "
            "before; write an effective day into it that has come."
        )
    published = act(put_in_force)(policy, at=at)
    print(f"Policy: {file}, version {published.version}, is in force. Read it, and make it yours.")


def _take_rates() -> None:
    """Take over today's rates of tax, without which nothing can be ordered."""
    from troth.tax.take_rates import take_rates

    new, _by_hand = take_rates(at=datetime.now(UTC))
    if new:
        print(f"Tax rates: {len(new)} are new.")


def _mail_by(args: argparse.Namespace) -> tuple[str, str]:
    """Who runs the mail server, and where; blank for one on this machine."""
    host = urlsplit(os.environ["MAIL_URL"]).hostname
    if not host or host in THIS_MACHINE:
        return "", ""
    # What the policy says of it is a promise: it is told, not taken for granted.
    by = _answer(args, MAIL_BY if sys.stdin.isatty() else MAIL_BY._replace(enter=None))
    return (by, "") if by == OWN else (by, _answer(args, MAIL_COUNTRY))


def _say_who_mails(tables: "Tables") -> None:
    """Say it where the policy in force names nobody for a mail server on another machine."""
    from troth.gates.recipient import is_nobody, rule_for
    from troth.messaging.carriers import mail_carrier

    to = mail_carrier()
    if to and to.name not in tables.share and not is_nobody(to, tables):
        print(
            'Mail: the policy does not say who runs the mail server. Write mail_server = "own" '
            f"into its [provider], or this, and publish it:\n{rule_for(to, tables)}"
        )


def _appoint(args: argparse.Namespace) -> None:
    """Make the owner, unless there is one who has a password, and say how they choose one."""
    from troth.accounts.models import Person
    from troth.gates.roles import OWNER as ROLE
    from troth.people.appoint import appoint
    from troth.people.new_password import link_to_new_password

    owners = Person.objects.filter(is_staff=True, staff_role=ROLE).order_by("pk")
    if any(owner.has_usable_password() for owner in owners):
        print("Owner: there is one, and stays; see: troth staff list")
        return
    owner = owners.first() or appoint(_answer(args, OWNER), ROLE, at=datetime.now(UTC))
    print("Owner: once the site is served, open this within the hour and choose a password:")
    print(f"  {link_to_new_password(owner)}")


def _say_what_comes_next(site: str, home: Path) -> None:
    parts = urlsplit(site)
    here = parts.scheme == "http"
    port = f" --port {parts.port or 80}" if here and parts.port != 8000 else ""
    print(f"\nStart these, each in a terminal of its own:\n  troth serve{port}\n  troth worker")
    if not here:
        to = write_in_front(site=site, home=home)
        print(
            f"What stands in front and starts them is written for you in {to}:\n"
            "  nginx.conf or Caddyfile, troth-serve.service, troth-worker.service"
        )
    print("`troth doctor` says what is still wrong.")


def _say_what_invoices_need() -> None:
    """Say it where nobody could order yet, since an invoice would name no tax number, or pay, since
    it would name no account."""
    from troth.billing.models import BankAccount
    from troth.core.provider import provider
    from troth.gateways.offered import named
    from troth.publishing.running import policy_on

    if not provider().taxes.number:
        print(
            f"Before the first sale, write TAX_NUMBER=… into {settings_file()}, and start both "
            "again."
        )
    by_gateway = named(policy_on(datetime.now(UTC)))
    if not by_gateway and not BankAccount.objects.filter(closed_at=None).exists():
        print("Before the first invoice, enter at the desk the bank account that customers pay to.")
