import pytest

from troth.gates.collect import observed
from troth.policy.tests import documents
from troth.testing import make

pytestmark = pytest.mark.django_db

SEEN = {"ip": "192.0.2.1", "browser": "Firefox"}


def test_by_the_rules_of_what_happened() -> None:
    tables = documents.SMALLEST
    for name, fields in ({"signin": ["time", "ip"], "service": ["time", "browser"]}).items():
        rule = {"by": "observation", "required": fields, "purposes": ["service"]}
        tables = documents.with_table(f"collect.{name}", rule, tables)
    make.in_force(documents.policy(tables))
    assert observed("signin", at=make.NOW, **SEEN) == {"ip": "192.0.2.1"}
    assert observed("service", at=make.NOW, **SEEN) == {"browser": "Firefox"}
    assert observed("account", at=make.NOW, **SEEN) == {}


def test_without_a_policy_nothing() -> None:
    assert observed("signin", at=make.NOW, **SEEN) == {}
