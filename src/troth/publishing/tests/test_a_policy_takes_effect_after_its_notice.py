from datetime import UTC, datetime, timedelta

import pytest

from troth.core.errors import TrothError
from troth.journal.models import Entry
from troth.policy.errors import PolicyError
from troth.policy.parse import Policy, parse
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.publishing.running import policy_on
from troth.testing import make

pytestmark = pytest.mark.django_db


def changed(name: str, old: str, new: str) -> Policy:
    source = make.policy(name).source
    assert old in source
    return parse(source.replace(old, new).encode())


def test_a_material_change_waits_for_the_notice() -> None:
    at = datetime(2026, 1, 1, 9, tzinfo=UTC)
    publish(make.policy("websoft"), at=at)
    longer = changed("websoft", 'for = "12 months"', 'for = "24 months"')
    published = publish(longer, at=at + timedelta(days=1))
    assert published.in_force_from == at.date() + timedelta(days=31)
    assert policy_on(at.date() + timedelta(days=30)).digest == make.policy("websoft").digest
    assert policy_on(at.date() + timedelta(days=31)).digest == longer.digest


def edited(about: str) -> Policy:
    """Websoft's policy with a sentence more, where the one before says what is told."""
    at = datetime(2026, 1, 1, 9, tzinfo=UTC)
    source = make.policy("websoft").source.replace('about = "all"', f'about = "{about}"')
    publish(parse(source.encode()), at=at)
    return parse(source.encode() + b"\nThank you for reading.\n")


@pytest.mark.parametrize("about", ["all", "material", "use"])
def test_a_changed_passage_waits_too(about: str) -> None:
    at = datetime(2026, 1, 1, 9, tzinfo=UTC)
    assert publish(edited(about), at=at).in_force_from == at.date() + timedelta(days=30)


@pytest.mark.parametrize("about", ["material", "use"])
def test_one_that_somebody_answers_for_takes_effect_at_once_and_the_journal_says_who(
    about: str,
) -> None:
    at = datetime(2026, 1, 1, 9, tzinfo=UTC)
    text, colleague = edited(about), make.staff()
    assert publish(text, at=at, editorial_by=colleague.pseudonym).in_force_from <= at.date()
    assert policy_on(at.date()).digest == text.digest
    assert Entry.objects.get(event="policy.signed_off").subject == colleague.pseudonym


def test_where_every_change_waits_nobody_can_answer_for_one() -> None:
    at = datetime(2026, 1, 1, 9, tzinfo=UTC)
    text, colleague = edited("all"), make.staff()
    with pytest.raises(TrothError, match="every change waits"):
        publish(text, at=at, editorial_by=colleague.pseudonym)
    assert PublishedPolicy.objects.count() == 1


def test_a_change_of_use_alone_is_told_where_the_policy_says_so() -> None:
    at = datetime(2026, 1, 1, 9, tzinfo=UTC)
    source = make.policy("websoft").source.replace('about = "all"', 'about = "use"')
    publish(parse(source.encode()), at=at)
    longer = source.replace('for = "12 months"', 'for = "24 months"')
    assert publish(parse(longer.encode()), at=at).in_force_from <= at.date()
    more = longer.replace('purposes = ["account"]', 'purposes = ["account", "mailings"]', 1)
    assert publish(parse(more.encode()), at=at).in_force_from == at.date() + timedelta(days=30)


def test_one_that_waits_does_not_overtake_one_that_was_published_after_it() -> None:
    at = datetime(2026, 1, 1, 9, tzinfo=UTC)
    publish(make.policy("websoft"), at=at)
    waits = publish(changed("websoft", 'for = "12 months"', 'for = "24 months"'), at=at)
    later = changed("websoft", 'version = "2017-04-15"', 'version = "2"')
    assert publish(later, at=at).in_force_from == waits.in_force_from > at.date()
    assert policy_on(waits.in_force_from).digest == later.digest


def test_what_is_not_in_the_journal_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("troth.publishing.publish.note", lambda *args, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish(make.policy("websoft"), at=make.NOW)
    assert not PublishedPolicy.objects.exists()


def test_publishing_twice_changes_nothing() -> None:
    first = publish(make.policy("websoft"), at=make.NOW)
    assert publish(make.policy("websoft"), at=make.NOW) == first
    assert Entry.objects.filter(event="policy.published").count() == 1


def test_a_policy_that_cannot_run_leaves_the_running_one_as_it_is() -> None:
    publish(make.policy("softsys"), at=make.NOW)
    with pytest.raises(PolicyError, match="cannot-run keep.session: session can only be"):
        publish(
            changed("softsys", "[keep.session]", '[keep.session]\nthen = "depersonalise"'),
            at=make.NOW,
        )
    assert PublishedPolicy.objects.count() == 1
