"""Whatever policy passes the check, the platform starts with it, and does by it what it does.

Few examples, since each takes seconds; ANY_POLICY=100 plays a hundred.
"""

import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from troth.accounts.models import Person
from troth.demo.make import ask_something, make, sweep
from troth.demo.signins import sign_ins
from troth.erasure.erase import erase
from troth.journal.verify import verify
from troth.policy.compile import compile
from troth.policy.parse import parse
from troth.policy.plan import as_lines
from troth.policy.tables import schema
from troth.policy.tests import documents
from troth.portal.tests.addresses import every_address
from troth.proofs.visitor import Visitor
from troth.proofs.world import World
from troth.testing import make as make_one
from troth.testing.database import empty
from troth.testing.mail import Mailbox
from troth.testing.visit import signed_in

EXAMPLES = int(os.environ.get("ANY_POLICY", "3"))

# Pages that tell what the policy says; each example opens a few.
TOLD = re.compile(r"(privacy|profile|about-you|contact|privacy-centre|account|desk)/[^<]*")
PAGES = [a for a in every_address() if TOLD.fullmatch(a.replace("<int:account>", "1"))]
# What else signing up may ask.
BUSINESS = {"title": "Dr", "company": "Customer GmbH", "tax_id": "DE136695976"}
# A form that asks nothing by which two inquiries differ, and a role that reads nothing.
SPARSE = {
    **documents.SMALLEST,
    "collect": {
        **documents.SMALLEST["collect"],
        "inquiry": {"optional": ["operating_system"], "purposes": ["service"]},
    },
    "keep": {**documents.SMALLEST["keep"], "inquiry": {"from": "creation", "for": "1 year"}},
    "staff": {"roles": {"support": []}},
}

pytestmark = pytest.mark.django_db(transaction=True)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # to make a failing example smaller would take minutes
    suppress_health_check=list(HealthCheck),
)
@example(document=SPARSE, pages=["desk/staff/"])
@given(document=documents.runnable(), pages=st.lists(st.sampled_from(PAGES), max_size=4))
def test_from_its_plan_to_an_erasure(
    document: documents.Document, pages: list[str], mailbox: Mailbox, key_file: Path
) -> None:
    policy = parse(documents.markdown(document).encode())
    assert as_lines(compile(policy, schema()))
    now = datetime.now(UTC)
    try:
        made = make(policy, accounts=5, seed=1, now=now)
        assert made.rows and sweep(now=now) >= 0
        ask_something(now=now)
        sign_ins()
        assert Visitor().open("/privacy/").status == 200
        none: Any = None
        asked = Visitor().open("/sign-up/").fields
        typed = {name: told for name, told in BUSINESS.items() if name in asked}
        customer = World(policy, mailbox, none, none).customer(**typed)
        staff = Visitor(signed_in(make_one.staff("owner")))
        for page in pages:
            for visitor in customer, staff:
                path = page.replace("<int:account>", str(customer.account))
                assert visitor.open(f"/{path}").status < 500, path
        erase(Person.objects.get(pk=customer.person), at=datetime.now(UTC))
        assert not Person.objects.filter(pk=customer.person).exists()
        assert sweep(now=datetime.now(UTC)) >= 0 and verify().ok
    finally:
        empty()
        mailbox.arrived.clear()
        for file in key_file.parent.iterdir():
            shutil.rmtree(file) if file.is_dir() else file.unlink()
