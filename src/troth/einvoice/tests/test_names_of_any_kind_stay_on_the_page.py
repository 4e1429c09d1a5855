from dataclasses import replace
from typing import Any

import pypdfium2
import pytest

from troth.einvoice.cii import cii
from troth.einvoice.ubl import ubl
from troth.testing.einvoice import (
    BUYER,
    SELLER,
    document,
    faults_of_cii,
    faults_of_ubl,
    line,
    printed_pdf,
)

_MM = 72 / 25.4  # points
_LEFT, _RIGHT, _BOTTOM = 25 * _MM, 190 * _MM, 5 * _MM


@pytest.mark.parametrize(
    "changes",
    [
        {
            "buyer": replace(BUYER, name='"O\'Neil" <b>&amp; Sons</b> ]]>'),
            "notes": ("First\nsecond\r\n\tthird <script>", "N" * 400),
        },
        {
            "buyer": replace(BUYER, name="Zoë 🦊 عَلِي בע\u202eמ \x00\x07\ud800\ufffe 株式会社"),
            "account": None,
        },
        {
            "buyer": replace(BUYER, name="A" * 300, street="Long Street " * 25, city="B" * 100),
            "seller": replace(SELLER, name="S" * 90, registration="R" * 60, email="e" * 60),
            "buyer_reference": "X" * 100,
            "payment_reference": "P" * 100,
            "number": "Z" * 60,
        },
    ],
    ids=["markup", "scripts", "long"],
)
def test_and_do_not_break_the_xml(changes: dict[str, Any]) -> None:
    made = document(line(10**10, description="D" * 300), line(1490, discount=490), **changes)
    assert faults_of_cii(cii(made)) == []
    assert faults_of_ubl(ubl(made)) == []
    for page in pypdfium2.PdfDocument(printed_pdf(made)):
        text = page.get_textpage()
        boxes = [text.get_charbox(index) for index in range(text.count_chars())]
        beyond = [
            text.get_text_range(index, 1)
            for index, (left, bottom, right, top) in enumerate(boxes)
            if left < right and (left < _LEFT - 1 or right > _RIGHT + 1 or bottom < _BOTTOM)
        ]
        assert beyond == []
