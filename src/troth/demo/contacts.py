"""What else happens in an account: tickets, sign-ins, consents, and what others were told."""

from datetime import datetime, timedelta

from troth.accounts.models import Account, Activity, Person, Signin
from troth.demo.life import Life
from troth.demo.people import Who
from troth.demo.texts import ACTS, ANSWERS, QUESTIONS, THANKS
from troth.demo.world import World
from troth.gates.consent import EVENTS
from troth.gates.models import ConsentEvent, Disclosure
from troth.support.models import Ticket, TicketMessage

_LATELY = timedelta(days=120)  # since when tickets may still be open


class Contacts:
    """Thinks out what people do in an account, and what others are told of it."""

    def __init__(self, world: World) -> None:
        self.world, self.rng = world, world.rng
        self.shares = {
            name: share
            for name, share in world.policy.tables.share.items()
            if share.receives and share.when in ("needed", "instruction", "consent")
        }

    def happen(
        self, account: Account, authors: list[tuple[Person, Who]], who: Who, life: Life
    ) -> None:
        """All of it, over the life of an account; the first of who writes there is its owner."""
        person = authors[0][0]
        for _ in range(self.rng.randrange(3)):
            self.act(account, person, self.rng.choice(ACTS), life.at(self.rng, 0, 1))
        for _ in range(self.rng.choice((0, 0, 1, 1, 2, 3))):
            self._ticket(account, *self.rng.choice(authors), who.site, life)
        self._signins(person, who, life)
        self._consents(person, life)
        self._disclosures(account, life)

    def act(self, account: Account, person: Person, what: str, at: datetime) -> None:
        """A line in the log of an account."""
        ip = self.world.people.address()
        self.world.add(Activity(account=account, person=person, at=at, what=what, ip=ip))

    def _ticket(
        self, account: Account, author: Person, written_by: Who, site: str, life: Life
    ) -> None:
        subject, question = self.rng.choice(QUESTIONS)
        at = life.at(self.rng, 0.05, 1)
        closed = at + timedelta(days=self.rng.uniform(0.1, 6))
        lately = self.world.now - at < _LATELY
        closes = closed < self.world.now and not (lately and self.rng.random() < 0.5)
        ticket = Ticket(
            account=account,
            opened_by=author,
            subject=subject,
            opened_at=at,
            closed_at=closed if closes else None,
        )
        self.world.add(ticket)
        ip = self.world.people.address()
        talk: list[tuple[Person, str, str | None, str]] = [
            (author, written_by.name, ip, question.format(site=site))
        ]
        helper = self.rng.choice(self.world.staff)
        if closes or self.rng.random() < 0.5:
            talk.append((helper, "", None, self.rng.choice(ANSWERS)))
        if closes:
            talk.append((author, written_by.name, ip, self.rng.choice(THANKS)))
        for step, (person, name, address, body) in enumerate(talk):
            self.world.add(
                TicketMessage(
                    account=account,
                    ticket=ticket,
                    author=person,
                    author_name=name,
                    author_ip=address,
                    at=at + (closed - at) * step / 3,
                    body=body,
                    came_by="area" if name else "staff",
                )
            )

    def _signins(self, person: Person, who: Who, life: Life) -> None:
        moments = [life.at(self.rng, 0, 1) for _ in range(self.rng.randrange(2, 9))]
        for at in [*moments, life.last]:
            self.world.add(
                Signin(
                    person=person,
                    at=at,
                    succeeded=self.rng.random() > 0.08,
                    ip=self.world.people.address(),
                    user_agent=who.browser,
                )
            )

    def _consents(self, person: Person, life: Life) -> None:
        Kind = ConsentEvent.Kind
        for name, consent in self.world.policy.tables.consent.items():
            asked = consent.starts == "asked"
            agreed = not asked or self.rng.random() < 0.55
            if asked:
                self._consent(person, name, Kind.GIVEN if agreed else Kind.REFUSED, life.opened)
            if agreed and self.rng.random() < 0.15:
                self._consent(person, name, Kind.WITHDRAWN, life.at(self.rng, 0.2, 1))

    def _consent(self, person: Person, name: str, kind: ConsentEvent.Kind, at: datetime) -> None:
        policy = self.world.policy
        rule = policy.tables.consent[name]
        self.world.add(
            ConsentEvent(
                person=person,
                rule=f"consent.{name}",
                kind=kind,
                at=at,
                channel="portal" if "portal" in rule.withdraw else rule.withdraw[0],
                wording=rule.wording,
                policy=policy.digest,
            )
        )
        self.world.note(EVENTS[kind], at, f"consent.{name}", person.pseudonym)

    def _disclosures(self, account: Account, life: Life) -> None:
        for name, share in self.shares.items():
            if self.rng.random() < 0.3:
                self.world.add(
                    Disclosure(
                        subject=account,
                        recipient=name,
                        rule=f"share.{name}",
                        categories=list(share.receives),
                        reference=f"{self.rng.getrandbits(48):012x}",
                        at=life.at(self.rng, 0, 1),
                    )
                )
