"""`troth serve`: serve the pages."""

import argparse
import signal
import socket
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.core.handlers.asgi import ASGIHandler

from troth.cli.end_with_parent import end_with_parent
from troth.cli.platform import ready
from troth.core.errors import TrothError
from troth.core.leave import reaching
from troth.core.machine import THIS_MACHINE

_HEADERS = 10_000  # milliseconds in which a request has to say what it asks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--host", default="127.0.0.1", help="the address (default: 127.0.0.1)")
    add_port(parser)
    parser.add_argument(
        "--workers", type=positive, default=1, metavar="N", help="processes (default: 1)"
    )


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when stopped; 1 when the platform may not start."""
    require_free(args.host, args.port)
    ready()
    require_policy()
    require_encryption(args.host)
    for line in [*published(), *unsigned(), *untaxed(), *unfit_for_authorities()]:
        print(line)
    from django.conf import settings

    if not settings.PLAIN_HTTP and not settings.TRUSTED_PROXIES:
        print(
            "Pages are for HTTPS only: put a proxy in front and set TRUSTED_PROXIES=1, or set "
            "PLAIN_HTTP=1 to try it out without."
        )
    serve(args.host, args.port, workers=args.workers)
    return 0


def serve(host: str, port: int, *, workers: int = 1, patience: int = 30) -> None:
    """Serve until interrupted, then finish answers that take no longer than `patience` seconds."""
    from django.db import connections
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    # The processes that serve must not share this one's connections.
    connections.close_all()
    server = Granian(
        "troth.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=workers,
        # A connection that has not said which version it speaks is waited for without an end.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADERS),
        websockets=False,
        workers_kill_timeout=patience,
        log_level=LogLevels.warning,
    )
    server.on_startup(lambda: print(f"Serving at http://{_named(host)}:{port}/", flush=True))
    server.serve(target_loader=_application, wrap_loader=False)


def _application() -> ASGIHandler:
    """What a serving process serves; called there."""
    # Ctrl-C reaches every process of the terminal. This one is told to stop by the one that
    # started it, and being told twice at once it could miss both.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    end_with_parent()
    from troth.asgi import application

    return application


def require_policy() -> None:
    """Raise TrothError unless a policy is in force, runs on the models, covers all columns, and
    names whom plug-ins tell something."""
    from django.core import checks

    from troth.gates.recipient import require_rules
    from troth.publishing.running import plan_on, policy_on

    if errors := [message for message in checks.run_checks() if message.is_serious()]:
        raise TrothError(f"{errors[0].msg}; nothing is served before that is mended.")
    plan_on(datetime.now(UTC))
    require_rules(policy_on(datetime.now(UTC)).tables)


def require_encryption(host: str) -> None:
    """Raise TrothError where pages or mail would go unencrypted and the policy promises otherwise.

    What stays on this machine goes nowhere: there, plain HTTP is to try things out.
    """
    from django.conf import settings

    from troth.core.provider import provider
    from troth.publishing.running import policy_on

    if "transport-encryption" not in policy_on(datetime.now(UTC)).features:
        return
    ours = provider()
    here = {host, urlsplit(ours.site_url).hostname} <= {*THIS_MACHINE}
    if settings.PLAIN_HTTP and not here:
        raise TrothError(
            "The policy promises [feature.transport-encryption], and PLAIN_HTTP=1 serves other "
            "machines without; unset it, or try it out on this machine alone."
        )
    if ours.mail_in_clear:
        raise TrothError(
            "The policy promises [feature.transport-encryption], and MAIL_URL sends mail to "
            "another machine without; add ?tls=starttls or ?tls=implicit to it."
        )


def published() -> list[str]:
    """What is to be done about the published policies, one a line; mostly nothing."""
    from troth.publishing.review import review

    return [each.line for each in review(datetime.now(UTC)) if each.line]


def unsigned() -> list[str]:
    """What recipients have to sign before plug-ins tell them anything, one a line; mostly
    nothing."""
    from troth.gates.undertakings import waiting
    from troth.messaging.carriers import carriers
    from troth.policy.placeholders import join
    from troth.publishing.running import policy_on

    now = datetime.now(UTC)
    carry = {each.recipient for each in carriers()}
    lines = []
    for to, lacks in waiting(policy_on(now).tables, at=now):
        what = join(map(str, lacks))
        enter = f"Enter it by “troth recipients enter {to.name}”."
        ends = " Messages wait for it, and are given up after a day." if to in carry else ""
        lines.append(f"{to.title} is told nothing before this is on record: {what}. {enter}{ends}")
    return lines


def untaxed() -> list[str]:
    """What is to be done before what is for sale is taxed as it should be; mostly nothing."""
    from troth.catalog.tax_gaps import tax_gaps

    return tax_gaps(at=datetime.now(UTC))


def unfit_for_authorities() -> list[str]:
    """What is to be set before authorities among the customers get XRechnung; mostly nothing."""
    from troth.billing.authorities import serves_authorities, unset_for_authorities
    from troth.publishing.running import policy_on

    unset = unset_for_authorities(policy_on(datetime.now(UTC)))
    if not unset or not serves_authorities():
        return []
    return [f"Authorities cannot get their invoices as XRechnung. Set {', '.join(unset)}."]


def require_free(host: str, port: int) -> None:
    """Raise TrothError when another program listens at the port, or the host is none of ours."""
    try:
        with reaching("those who open its pages"):
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = (error.strerror or "cannot be used").lower()
        raise TrothError(
            f"{host}:{port} cannot be served ({reason}); choose another --port."
        ) from None


def add_port(parser: argparse.ArgumentParser) -> None:
    """The argument --port."""
    parser.add_argument(
        "--port", type=port, default=8000, metavar="P", help="the port (default: 8000)"
    )


def port(text: str) -> int:
    """A port on the command line."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is no port; use 1 to 65535")
    return int(text)


def positive(text: str) -> int:
    """A whole number of at least 1 on the command line."""
    if not text.isdecimal() or not 1 <= int(text) <= 10**7:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is no number from 1 to 10000000")
    return int(text)


def _named(host: str) -> str:
    return "localhost" if host == "127.0.0.1" else f"[{host}]" if ":" in host else host
