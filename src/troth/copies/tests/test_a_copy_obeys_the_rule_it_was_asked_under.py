import io

import pytest

from troth.copies.ask_copy import ask_copy
from troth.copies.copy import fetch_copy, make_copy, secret_of
from troth.copies.desk import answer
from troth.copies.export import Format, export
from troth.copies.models import Copy
from troth.core.errors import TrothError
from troth.journal.models import Entry
from troth.policy.parse import Policy, parse
from troth.policy.rights import copy_rule, formats_of
from troth.publishing.publish import publish
from troth.requests.ask import ask
from troth.requests.verify import verify
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def running(*changes: tuple[str, str]) -> Policy:
    """The policy of WebSoft, which offers JSON, with changes, in force."""
    source = make.policy("websoft").source
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    policy = parse(source.encode())
    publish(policy, at=make.LONG_AGO)
    return policy


ALIASED = ("[right.export]", '[right.portability]\nright = "export"\nself_service = true')
NO_EXPORT = ("[right.export]", '[right.portability]\nright = "information"')
ACCESS_IN_CSV = ("[right.access]", '[right.access]\nformats = ["csv"]')


def exported(format: Format, rule: str = "") -> str:
    """Under which rule the journal has an export."""
    account = make.full_account()
    export(make.owner(account), io.BytesIO(), format=format, at=make.NOW, rule=rule)
    return Entry.objects.get(event="person.exported").rule


def test_a_right_of_another_name_has_its_formats() -> None:
    running(ALIASED)
    with pytest.raises(TrothError, match="as json only"):
        exported("csv")
    assert exported("json") == "right.portability"
    page = signed_in(make.verified(make.owner(make.account()))).get("/privacy-centre/download/")
    assert b"JSON" in page.content and b"CSV" not in page.content


def test_what_is_asked_as_access_comes_in_its_formats() -> None:
    running(ACCESS_IN_CSV)
    with pytest.raises(TrothError, match="as csv only"):
        exported("json", "right.access")
    assert exported("csv", "right.access") == "right.access"


def test_without_a_right_to_take_along_it_is_the_right_to_see() -> None:
    policy = running(NO_EXPORT, ACCESS_IN_CSV)
    assert copy_rule(policy) == "right.access"
    assert formats_of("right.access", policy) == ("csv",)
    assert exported("csv") == "right.access"


def test_a_rule_that_the_policy_lacks_by_now_gives_way_to_the_policys_own() -> None:
    running(ALIASED)
    with pytest.raises(TrothError, match="as json only"):
        exported("csv", "right.export")
    assert exported("json", "right.export") == "right.portability"


def test_a_worker_makes_it_under_the_same_rule() -> None:
    running(ACCESS_IN_CSV)
    who = make.owner(make.account())
    made = make_copy(ask_copy(who, "csv", at=make.NOW, rule="right.access").pk, at=make.NOW)
    assert made
    fetch_copy(who, secret_of(made), at=make.NOW).close()
    noted = Entry.objects.filter(event__in=["person.exported", "copy.fetched"])
    assert [entry.rule for entry in noted] == ["right.access", "right.access"]


def test_staff_choose_among_the_formats_of_the_request() -> None:
    policy = running(ACCESS_IN_CSV)
    for word, format, other in (("access", "csv", "json"), ("export", "json", "csv")):
        request = ask(make.owner(make.account()), word, at=make.NOW, channel="email")
        request = verify(request, "registered-email", at=make.NOW, by_link=True)
        text, staff = "Here it is.", make.staff("privacy")
        assert not answer.Copy(request, policy, staff, {"format": other, "text": text}).is_valid()
        form = answer.Copy(request, policy, staff, {"format": format, "text": text})
        assert form.is_valid()
        form.take(at=make.NOW)
        assert Copy.objects.get(person=request.person).rule == f"right.{word}"
