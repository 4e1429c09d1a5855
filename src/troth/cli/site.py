"""`troth site`: make other sites of the provider known, at which people may sign in from here."""

import argparse
from datetime import UTC, datetime
from urllib.parse import urlsplit

from troth.cli.line import line
from troth.cli.platform import ready
from troth.core.errors import TrothError, UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="site_command", required=True, metavar="COMMAND")
    add = commands.add_parser("add", help="make a site known; prints its id and its secret, once")
    add.add_argument("name", type=line, help="as people know it")
    add.add_argument("redirect", help="the address there that people come back to")
    add.add_argument(
        "--scopes", default="profile,email", help="comma-separated: profile, email, phone"
    )
    remove = commands.add_parser("remove", help="forget a site, and end what it may learn")
    remove.add_argument("id", help="as `troth site list` shows it")
    commands.add_parser("list", help="all sites, and how many people sign in there")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 when the site does not exist."""
    match args.site_command:
        case "add":
            return _add(args)
        case "remove":
            return _remove(args)
        case _:
            return _list()


def _add(args: argparse.Namespace) -> int:
    address = urlsplit(args.redirect)
    if address.scheme not in ("https", "http") or not address.hostname or "*" in args.redirect:
        raise UsageError("The address must be a whole one, such as https://shop.example/callback")
    if address.scheme == "http" and address.hostname not in ("localhost", "127.0.0.1"):
        raise UsageError("The address must start with https://; http:// is for this machine only.")
    ready()
    from troth.gates.sites import add_site
    from troth.identity.sites import SCOPES

    scopes = ["openid", *(scope.strip() for scope in args.scopes.split(",") if scope.strip())]
    if unknown := [scope for scope in scopes if scope not in SCOPES]:
        raise UsageError(f"Not a scope: {unknown[0][:40]}. Use some of: profile, email, phone.")
    site, secret = add_site(args.name[:100], args.redirect, scopes, at=datetime.now(UTC))
    print(f"id      {site.pk}\nsecret  {secret}\n\nThe secret is shown this once.")
    return 0


def _remove(args: argparse.Namespace) -> int:
    ready()
    from allauth.idp.oidc.models import Client

    from troth.gates.sites import remove_site

    site = Client.objects.filter(pk=args.id).first()
    if site is None:
        raise TrothError("There is no such site; `troth site list` shows them all.")
    remove_site(site, at=datetime.now(UTC))
    print("The site is forgotten; nobody can sign in there from here any more.")
    return 0


def _list() -> int:
    ready()
    from allauth.idp.oidc.models import Client
    from django.db.models import Count

    from troth.gates.models import SiteConsent

    counted = SiteConsent.objects.values("site").annotate(people=Count("pk"))
    people = {row["site"]: row["people"] for row in counted}
    for client in Client.objects.order_by("name", "pk"):
        print(f"{client.pk}  {people.get(client.pk, 0):>6} signed in  {client.name}")
    return 0
