from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from troth.core.errors import TrothError
from troth.einvoice.document import Adjustment, Category, Subtotal
from troth.testing.einvoice import SELLER, document, line

_WHOLE = document(
    line(1490),
    adjustments=[Adjustment("Loyalty", -90, Category.STANDARD, 19_0000)],
    prepaid=500,
)
_LINE, _TAX = _WHOLE.lines[0], _WHOLE.subtotals[0]


def _totals(**changes: int) -> dict[str, Any]:
    return {"totals": replace(_WHOLE.totals, **changes)}


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("BR-16", {"lines": ()}),
        ("BR-25", {"lines": (replace(_LINE, description=" "),)}),
        ("BR-27", {"lines": (replace(_LINE, unit_price=-1490),)}),
        ("BR-41", {"lines": (replace(_LINE, discount=-1),)}),
        ("BT-131", {"lines": (replace(_LINE, net=1491),)}),
        ("BR-30", {"lines": (replace(_LINE, ends=date(2026, 11, 30)),)}),
        ("BR-33", {"adjustments": (replace(_WHOLE.adjustments[0], reason=""),)}),
        ("BR-CO-10", _totals(lines=1491)),
        ("BR-CO-11", _totals(discounts=91)),
        ("BR-CO-12", _totals(charges=1)),
        ("BR-CO-13", _totals(net=1401)),
        ("BR-CO-14", _totals(tax=267)),
        ("BR-CO-15", _totals(gross=1667)),
        ("BR-CO-16", _totals(due=1167)),
        ("BR-CO-16", _totals(prepaid=501)),
        ("BR-CO-18", {"subtotals": (_TAX, Subtotal(Category.ZERO_RATED, 0, 0, 0))}),
        ("BR-S-08", {"subtotals": (replace(_TAX, base=1401),)}),
        ("BR-S-10", {"subtotals": (replace(_TAX, reason="No reason"),)}),
        ("BR-S-02", {"seller": replace(SELLER, tax_id="")}),
        ("BR-53", {"own_currency": "USD"}),
        ("BR-53", {"tax_in_own": 266}),
    ],
)
def test_one_line_says_which_rule_it_breaks(rule: str, changes: dict[str, Any]) -> None:
    with pytest.raises(TrothError) as refused:
        replace(_WHOLE, **changes)
    assert str(refused.value).endswith(f"({rule}).")
    assert "\n" not in str(refused.value)


def test_a_tax_that_is_rounded_otherwise_is_refused() -> None:
    taxed = replace(_TAX, tax=_TAX.tax + 1)
    totals = replace(_WHOLE.totals, tax=267, gross=1667, due=1167)
    with pytest.raises(TrothError, match=r"\(BR-CO-17\)"):
        replace(_WHOLE, subtotals=(taxed,), totals=totals)


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        ("BR-AE-02", [line(1490, 0, category=Category.REVERSE_CHARGE)]),
        ("BR-K-02", [line(1490, 0, category=Category.INTRA_COMMUNITY)]),
        ("BR-O-11", [line(1490, 0, category=Category.OUT_OF_SCOPE), line(1490)]),
        ("BR-S-05", [line(1490, 0, category=Category.STANDARD)]),
        ("BR-E-05", [line(1490, 7_0000, category=Category.EXEMPT)]),
    ],
)
def test_a_category_of_tax_wants_what_belongs_to_it(rule: str, lines: list[Any]) -> None:
    with pytest.raises(TrothError, match=rf"\({rule}\)"):
        document(*lines)
