"""The box by which money is let be taken stands with the offer that it is of, and nowhere else."""

import pytest

from troth.gateways.plaid.tests.customer import Customer
from troth.testing.plaid.with_stripe import Bank
from troth.testing.shown import shown

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "I authorise Softsys"


def test_it_stands_below_its_name(customer: Customer, bank: Bank) -> None:
    page = customer.reads(customer.page)
    assert page.index('id="of-stripe"') < page.index('id="of-plaid"') < page.index(WORDS)
    assert page.count('name="share_plaid_debit"') == 1


def test_what_is_wrong_is_said_in_few_words(customer: Customer, bank: Bank) -> None:
    answer = customer.client.post(
        customer.page, {"way": "plaid", "shown": shown(customer.client, customer.page)}
    )
    page = " ".join(answer.content.decode().split())
    assert page.count(WORDS) == 1, "not once more in the list of what is wrong"
    assert '<a href="#id_share_plaid_debit">Debit authorisation</a>' in page
