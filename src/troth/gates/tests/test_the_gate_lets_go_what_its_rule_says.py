"""What the gate lets go, to whom, and what the register says of it before anything has gone."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from troth.accounts.models import Account
from troth.accounts.restrict import restrict_all
from troth.core.leave import NoLeaveError, reached, require_leave
from troth.gates.consent import stop_using
from troth.gates.enter_undertaking import enter_undertaking
from troth.gates.models import Disclosure
from troth.gates.share import NotSharedError, UnsignedError, of, share, share_many, what_would_go
from troth.publishing.running import policy_on
from troth.testing import make
from troth.testing.third_party import PLAID

pytestmark = pytest.mark.django_db(transaction=True)

TO = replace(PLAID, name="checker", title="Checker")
RULE = """
[share.checker]
name = "A company that checks"
role = "processor"
function = "checks something"
country = "US"
receives = ["identity", "contact"]
never = ["billing"]
"""


MAILER = replace(TO, name="mail", delivers_mail=True)


@dataclass(frozen=True)
class Facts:
    """What it is told; the name has to go."""

    name: str
    street: str = ""
    company: str = ""
    amount: int = 0


def in_force(rule: str = RULE) -> None:
    make.in_force(make.changed("softsys", rules=rule), at=timezone.now())


@pytest.fixture
def account() -> Account:
    in_force()
    return make.account(company="")


def told(account: Account | None, **more: Any) -> Facts:
    """What arrives."""
    facts: dict[str, Any] = {"amount": 5}
    if account:
        facts |= {each: of(account, each) for each in ("name", "street", "company")}
    with share(TO, account, Facts, **{"at": timezone.now()} | facts | more) as made:
        require_leave()
        return made


def register() -> list[tuple[str, list[str]]]:
    rows = Disclosure.objects.filter(recipient="checker")
    return list(rows.order_by("pk").values_list("rule", "categories"))


def test_the_register_has_its_row_before_anything_goes(account: Account) -> None:
    with share(TO, account, Facts, name=of(account, "name"), at=timezone.now()):
        assert register() == [("share.checker", ["identity"])]
        assert reached() == "checker"
    assert not reached()
    with pytest.raises(NoLeaveError):
        require_leave()


def test_and_keeps_it_where_the_other_end_fails(account: Account) -> None:
    with (
        pytest.raises(OSError),
        share(TO, account, Facts, name=of(account, "name"), at=timezone.now()),
    ):
        raise OSError
    assert register() == [("share.checker", ["identity"])]
    assert not reached()


def test_what_never_goes_stays_and_stands_nowhere(account: Account) -> None:
    assert told(account).street
    assert register() == [("share.checker", ["contact", "identity"])]
    Disclosure.objects.all().delete()
    in_force(RULE.replace('"contact"', '"device"').replace('"billing"', '"contact"'))
    made = told(account)
    assert (made.name, made.street, made.amount) == ("An Account", "", 5)
    assert register() == [("share.checker", ["identity"])]
    policy = policy_on(timezone.now()).tables
    facts = {"name": of(account, "name"), "street": of(account, "street")}
    assert what_would_go(TO, Facts, policy, **facts) == Facts("An Account")


def test_what_is_of_no_use_without_something_gets_nothing(account: Account) -> None:
    in_force(RULE.replace('receives = ["identity", ', "receives = ["))
    with pytest.raises(NotSharedError, match="receive what it needs"):
        told(account)
    assert register() == []


def test_what_is_blank_is_not_told(account: Account) -> None:
    blank = make.account(name="", company="")
    with share(TO, blank, Facts, name=of(blank, "name"), at=timezone.now()):
        assert register() == []


def test_by_what_name_somebody_is_known_there_stands_in_it(account: Account) -> None:
    with share(TO, account, Facts, name="known already", reference="ref-1", at=timezone.now()):
        assert Disclosure.objects.get().reference == "ref-1"
    assert register() == [("share.checker", [])]


def test_nothing_goes_of_who_has_restricted_processing(account: Account) -> None:
    restrict_all(make.owner(account), at=timezone.now())
    account.refresh_from_db()
    with pytest.raises(NotSharedError, match="restricted"):
        told(account)
    assert register() == []
    assert told(account, wished=True) and told(account, decided="message.account")
    assert {rule for rule, _categories in register()} == {"share.checker"}


def test_where_no_rule_names_it_nothing_goes(account: Account) -> None:
    make.in_force("softsys", at=timezone.now())
    for more in ({}, {"decided": "message.account"}, {"wished": True}):
        with pytest.raises(NotSharedError, match="does not name Checker"):
            told(account, **more)
    assert register() == []


def test_who_delivers_mail_gets_what_a_message_is_of_and_nothing_else(account: Account) -> None:
    now, name = timezone.now(), of(account, "name")
    with (
        pytest.raises(NotSharedError, match="does not name"),
        share(MAILER, account, Facts, name=name, at=now),
    ):
        pass
    with share(MAILER, account, Facts, name=name, decided="message.account", at=now):
        assert Disclosure.objects.get().rule == "message.account"


def test_of_one_customer_nothing_goes_to_who_takes_over_the_whole(account: Account) -> None:
    in_force(f'{RULE}when = "reorganisation"\n')
    with pytest.raises(NotSharedError, match="no data about one customer"):
        told(account)
    assert register() == []


def test_of_somebody_unknown_the_register_has_nothing(account: Account) -> None:
    assert told(None, name="Somebody").name == "Somebody"
    assert register() == []


def test_what_is_tried_again_is_there_once_since_it_was_asked_for(account: Account) -> None:
    asked = timezone.now() - timedelta(hours=1)
    for _twice in range(2):
        told(account, since=asked)
    assert Disclosure.objects.get().at == asked


def test_whose_word_it_is_counts_and_nobody_elses(account: Account) -> None:
    in_force(f'{RULE}purposes = ["improvement"]\n')
    member = make.trusted(account, make.person()).person
    stop_using(member, ["improvement"], at=timezone.now())
    with pytest.raises(NotSharedError, match="You have objected"):
        told(account, by=member)
    assert told(account)
    stop_using(make.owner(account), ["improvement"], at=timezone.now())
    with pytest.raises(NotSharedError, match="You have objected"):
        told(account)


def test_what_is_for_an_instruction_waits_for_one(account: Account) -> None:
    in_force(f'{RULE}when = "instruction"\n')
    with pytest.raises(NotSharedError, match="before you agree"):
        told(account)


def many(*accounts: Account, categories: tuple[str, ...] = ("identity",)) -> set[int]:
    numbers = [each.pk for each in accounts]
    return share_many(TO, numbers, categories, at=timezone.now())


def test_of_many_at_once_each_has_its_row_but_who_is_restricted(account: Account) -> None:
    other, shut = make.account(), make.account()
    restrict_all(make.owner(shut), at=timezone.now())
    assert many(account, other, shut) == {account.pk, other.pk}
    rows = Disclosure.objects.values_list("subject_id", "recipient", "rule", "categories")
    row = ("checker", "share.checker", ["identity"])
    assert {*map(str, rows)} == {str((each.pk, *row)) for each in (account, other)}


@pytest.mark.parametrize(
    ("rule", "categories"),
    [
        ("", ("identity",)),
        (RULE, ("identity", "service")),
        (RULE, ("billing",)),
        (f'{RULE}when = "consent"\n', ("identity",)),
        (f'{RULE}when = "reorganisation"\n', ("identity",)),
        (f"{RULE}agreed = true\n", ("identity",)),
    ],
)
def test_of_many_nothing_goes_where_not_all_may(
    account: Account, rule: str, categories: tuple[str, ...]
) -> None:
    if rule:
        in_force(rule)
    else:
        make.in_force("softsys", at=timezone.now())
    with pytest.raises(NotSharedError):
        many(account, categories=categories)
    assert not Disclosure.objects.exists()


def test_nor_before_what_has_to_be_signed_is(account: Account) -> None:
    in_force(f'{RULE}needs = ["agreement"]\n')
    with pytest.raises(UnsignedError):
        many(account)
    with pytest.raises(UnsignedError):
        told(account)
    now = timezone.now()
    enter_undertaking("checker", "agreement", now.date(), at=now)
    assert many(account) and told(account)
