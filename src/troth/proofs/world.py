"""A provider under one policy, with customers and staff, for whom time passes."""

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from typing import Any

from django.test import Client
from django.utils import timezone
from time_machine import Traveller

from troth.accounts.models import Account, Person
from troth.cli import main
from troth.core.day import day_at
from troth.core.duration import Duration
from troth.erasure.keep import keep
from troth.policy.parse import Policy, parse
from troth.proofs.breaks import broken
from troth.proofs.visitor import Page, Visitor
from troth.publishing.publish import publish
from troth.requests.mailbox.read_mailbox import read_mailbox
from troth.requests.models import RightsRequest
from troth.testing import make
from troth.testing.browser import PASSWORD
from troth.testing.imap import PostBox
from troth.testing.mail import Mailbox, bounced, text_of
from troth.testing.visit import signed_in

_numbers = count(1)

# Where the policy has it given with the first order, it is none of the sign-up's.
_ADDRESS = {"street": "1 Street", "postcode": "10115", "city": "Town", "country": "DE"}


@dataclass
class Customer(Visitor):
    """Somebody with an account of their own, signed in."""

    email: str
    client: Client
    account: int
    person: int

    def sign_in(self, password: str = PASSWORD) -> Page:
        """Sign in anew, whether or not their session has ended meanwhile."""
        self.client.cookies.clear()
        return self.fill("/sign-in/", login=self.email, password=password)


class Colleague(Visitor):
    """Somebody of the staff, signed in with the second step."""

    def __init__(self, person: Person) -> None:
        super().__init__(signed_in(person))
        self.person = person

    def comes_back(self) -> None:
        """Sign in anew, after the session has ended."""
        self.client = signed_in(self.person)


@dataclass
class World:
    """What a proof plays in: the policy in force, the mail that goes out, and the clock."""

    policy: Policy
    mailbox: Mailbox
    clock: Traveller
    post_box: Callable[[], PostBox]
    answer: Page = Page("", 0, "")  # what the desk last said to a mailing

    def visitor(self) -> Visitor:
        """Somebody who is not signed in."""
        return Visitor()

    def signs_up(self, **typed: Any) -> Page:
        """The answer to a sign-up that gives all that the form asks for."""
        return self.visitor().fill("/sign-up/", **self._asked(typed))

    def customer(self, **typed: Any) -> Customer:
        """Somebody who has signed up, confirmed their address, and is signed in.

        Their account has the address that an order asks for, also where signing up does not.
        """
        address = _ADDRESS | {name: typed[name] for name in _ADDRESS.keys() & typed.keys()}
        if later := not _ADDRESS.keys() & self.visitor().open("/sign-up/").fields:
            typed = {name: value for name, value in typed.items() if name not in _ADDRESS}
        asked = self._asked(typed)
        self.visitor().fill("/sign-up/", **asked)
        visitor = Visitor()
        visitor.fill(self.mailbox.link_to(asked["email"]))
        answer = visitor.fill("/sign-in/", login=asked["email"], password=asked["password"])
        found = re.search(r"/account/(\d+)/", answer.path + answer.html)
        assert found, "no account after signing up"
        details = f"/account/{found[1]}/details/"
        if later and _ADDRESS.keys() <= visitor.open(details).fields:
            visitor.fill(details, **address)
        person = Person.objects.get(email=asked["email"])
        return Customer(asked["email"], visitor.client, int(found[1]), person.pk)

    def staff(self, role: str = "owner") -> Colleague:
        """Somebody new of the staff, in a role, who has read the policy."""
        desk = Colleague(make.staff(role))
        if desk.open("/desk/").path == "/desk/acknowledge/":  # there is a new edition
            desk.fill("/desk/acknowledge/")
        return desk

    def publishes(self, edits: str = "", *, sentence: str = "") -> None:
        """Have `troth publish` put the next edition in force, or announce it.

        edits: as those that break promises are written. sentence: stands at the end of the prose.
        """
        source = self._next()
        if edits:
            source = broken(source, edits)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, f"{self.policy.file}.md")
            file.write_text(f"{source}\n{sentence}\n", encoding="utf-8")
            assert main(["publish", str(file)]) == 0, "the next edition is published"

    def replaces(self, old: str, new: str) -> None:
        """Publish the next edition, with some words of the policy replaced; then its day comes."""
        assert old in self.policy.source, f"the policy has no {old}"
        source = self._next().replace(old, new)
        published = publish(parse(source.encode(), self.policy.file), at=self.now)
        while day_at(self.now) < published.in_force_from:
            self.later("1 month")

    def _next(self) -> str:
        """The policy under the version of its next edition."""
        version = f'version = "{self.policy.tables.policy.version}'
        return self.policy.source.replace(version, f"{version}-next")

    def mailing(self, message: str, purpose: str, *, fetch: bool = True, **typed: str) -> str:
        """The subject of a mail that the desk writes to everybody whom it may reach.

        fetch: whether it goes out at once, or waits in the outbox. typed: what else is said.
        """
        subject = f"News {next(_numbers)}"
        typed |= {"rule": f"message.{message}", "purpose": purpose, "subject": subject}
        desk = self.staff("privacy")
        self.answer = desk.post("/desk/mailing/", **typed, body="Read this.", send="yes")
        if fetch:
            self.mailbox.fetch(at=self.now + timedelta(seconds=1))
        return subject

    def mails_to(self, address: str) -> list[EmailMessage]:
        """What an address has received so far."""
        self.mailbox.fetch(at=self.now + timedelta(seconds=1))
        return [mail for mail in self.mailbox.arrived if mail["To"] == address]

    def mail_to(self, address: str) -> str:
        """The text of the latest mail to an address; blank where there is none."""
        mails = self.mails_to(address)
        return text_of(mails[-1]) if mails else ""

    def writes(
        self, sender: str, text: str, *, subject: str = "About my data", genuine: bool = True
    ) -> int:
        """Mail to the provider's mailbox, read there; the number of the request that it became.

        genuine: whether the mail server says that the sender's domain signed it.
        """
        mail = EmailMessage()
        domain = sender.partition("@")[2]
        word = f"pass header.from={domain}" if genuine else "none"
        mail["Authentication-Results"] = f"mx.provider.example; dmarc={word}"
        mail["From"], mail["Subject"] = sender, subject
        mail["Message-ID"] = f"<{next(_numbers)}@{domain}>"
        mail.set_content(text)
        self.post_box().drop(mail, at=self.now)
        known = {*RightsRequest.objects.values_list("pk", flat=True)}
        read_mailbox(at=self.now)
        (number,) = {*RightsRequest.objects.values_list("pk", flat=True)} - known
        return number

    def bounces(self, mail: EmailMessage) -> None:
        """Have the mail server of whoever it went to say that there is no such address."""
        self.post_box().drop(bounced(mail), at=self.now)
        read_mailbox(at=self.now)

    def noted(self, desk: Visitor, customer: Customer, rule: str, **typed: str) -> Page:
        """What the desk answers where a request of a customer is noted that came by telephone."""
        form = {
            "customer": customer.email,
            "rule": rule,
            "about": "own",
            "channel": "phone",
            "came_on": day_at(self.now).isoformat(),
            "text": "In my words.",
        }
        return desk.post("/desk/requests/new/", **form | typed)

    def restricts(self, customer: Customer) -> None:
        """Have processing of a customer's data restricted, as the law lets everybody ask for."""
        asked = customer.post(
            "/privacy-centre/requests/ask/", right="restrict", text="Leave it as it is."
        )
        number = asked.path.strip("/").rpartition("/")[2]
        self.staff("privacy").fill(f"/desk/requests/{number}/carry-out/")

    @property
    def now(self) -> datetime:
        return timezone.now()

    def later(self, length: str) -> None:
        """Let time pass, such as `7 years`, without any night in it."""
        self.clock.move_to(Duration.parse(length).after(day_at(self.now)).isoformat() + "T12:00Z")

    def night(self) -> None:
        """Let the coming night pass: what is due goes."""
        self.later("1 day")
        keep(on=day_at(self.now), at=self.now)

    def holds_account(self, customer: Customer) -> bool:
        """Whether the customer's account is still there."""
        return Account.objects.filter(pk=customer.account).exists()

    def _asked(self, typed: dict[str, Any]) -> dict[str, Any]:
        """What somebody types into the sign-up form, as far as it asks for it."""
        number = next(_numbers)
        known = {
            "name": "A Newcomer",
            "email": f"newcomer{number}@customer.example",
            "phone": "+49 30 1234567",
            **_ADDRESS,
            "password": PASSWORD,
            "of_age": True,
            "accept": True,
        }
        fields = self.visitor().open("/sign-up/").fields
        return {name: value for name, value in known.items() if name in fields} | typed
