from datetime import timedelta

import pytest

from troth.accounts.restrict import lift, restrict
from troth.core.errors import TrothError
from troth.gates.consent import agrees, give, object_to_marketing, refuse, withdraw
from troth.gates.models import ConsentEvent
from troth.journal.models import Entry
from troth.policy.parse import parse
from troth.publishing.publish import publish
from troth.testing import make

pytestmark = pytest.mark.django_db

LATER = make.NOW + timedelta(days=1)


def consent_of(name: str) -> str:
    return next(iter(make.policy(name).tables.consent))


@pytest.mark.parametrize("name", ["softsys", "websoftmaster", "soffront", "ispsystem", "websoft"])
def test_it_starts_as_the_policy_says(name: str) -> None:
    make.in_force(name)
    consent = consent_of(name)
    starts = make.policy(name).tables.consent[consent].starts
    assert agrees(make.person(), consent, at=make.NOW) == (starts == "subscribed")


@pytest.mark.parametrize("name", ["softsys", "websoftmaster", "soffront", "ispsystem", "websoft"])
def test_the_latest_event_decides(name: str) -> None:
    make.in_force(name)
    person, consent = make.person(), consent_of(name)
    rule = make.policy(name).tables.consent[consent]
    refuse(person, consent, at=make.NOW)
    assert not agrees(person, consent, at=make.NOW)
    give(person, consent, at=LATER)
    event = ConsentEvent.objects.get(kind="given")
    assert agrees(person, consent, at=LATER) and not agrees(person, consent, at=make.NOW)
    assert (event.wording, event.policy) == (rule.wording, make.policy(name).digest)
    for channel in rule.withdraw:
        give(person, consent, at=LATER)
        withdraw(person, consent, at=LATER, channel=channel)
        assert not agrees(person, consent, at=LATER)


def test_an_objection_ends_every_consent() -> None:
    make.in_force("websoftmaster")
    person = make.person()
    consents = make.policy("websoftmaster").tables.consent
    object_to_marketing(person, at=make.NOW)
    assert not any(agrees(person, consent, at=make.NOW) for consent in consents)
    assert ConsentEvent.objects.count() == len(consents)


def test_restricted_people_are_not_addressed() -> None:
    make.in_force()
    person = make.person()
    give(person, "marketing", at=make.NOW)
    restrict(person, at=make.NOW)
    restrict(person, at=LATER)
    assert not agrees(person, "marketing", at=make.NOW)
    lift(person, at=LATER)
    assert agrees(person, "marketing", at=LATER)


def test_an_unknown_consent_or_channel_is_refused() -> None:
    make.in_force()
    with pytest.raises(TrothError, match="no consent of that name"):
        give(make.person(), "nonsense", at=make.NOW)
    with pytest.raises(TrothError, match="withdraw this consent in the account area, by the link"):
        withdraw(make.person(), "marketing", at=make.NOW, channel="phone")


def test_of_several_at_once_only_what_is_new_is_written_down() -> None:
    source = make.policy("softsys").source
    marketing = source[source.index("[consent.marketing]") : source.index("[message.offers]")]
    news = marketing.replace(".marketing]", ".news]")
    publish(parse(source.replace(marketing, marketing + news).encode()), at=make.NOW)
    person = make.person()
    give(person, "news", at=make.NOW)
    give(person, "marketing", "news", at=LATER)
    events = ConsentEvent.objects.order_by("at").values_list("rule", "at")
    assert list(events) == [("consent.news", make.NOW), ("consent.marketing", LATER)]
    given = Entry.objects.filter(event="consent.given").order_by("pk")
    assert list(given.values_list("rule", flat=True)) == ["consent.news", "consent.marketing"]
