from typing import Any

import pytest

from troth.gateways.gateway import Again
from troth.gateways.stripe.declines import again, code_of


@pytest.mark.parametrize(
    ("code", "left"),
    [
        ("insufficient_funds", Again.LATER),
        ("processing_error", Again.LATER),
        ("try_again_later", Again.LATER),
        ("do_not_honor", Again.LATER),
        ("stolen_card", Again.OTHERWISE),
        ("lost_card", Again.OTHERWISE),
        ("pickup_card", Again.OTHERWISE),
        ("incorrect_number", Again.OTHERWISE),
        ("expired_card", Again.OTHERWISE),
        ("a_code_of_next_year", Again.OTHERWISE),
        ("fraudulent", Again.NEVER),
        ("merchant_blacklist", Again.NEVER),
    ],
)
def test_a_code_says(code: str, left: Again) -> None:
    error = {"code": "card_declined", "decline_code": code}
    assert (code_of(error), again(error)) == (code, left)


@pytest.mark.parametrize(
    ("advice", "left"),
    [
        ({"advice_code": "do_not_try_again"}, Again.OTHERWISE),
        ({"advice_code": "confirm_card_data"}, Again.OTHERWISE),
        ({"network_advice_code": "03"}, Again.OTHERWISE),
        ({"network_advice_code": "21"}, Again.OTHERWISE),
        ({"network_advice_code": "02"}, Again.LATER),
    ],
)
def test_advice_weighs_more(advice: dict[str, Any], left: Again) -> None:
    assert again({"decline_code": "insufficient_funds"} | advice) is left


def test_a_direct_debit_has_codes_of_its_own() -> None:
    error = {"code": "account_closed"}
    assert (code_of(error), again(error)) == ("account_closed", Again.OTHERWISE)
