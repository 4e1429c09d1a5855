from dataclasses import replace

import pypdfium2
import pytest

from troth.einvoice.tests.kinds import KINDS
from troth.testing.einvoice import document, line, printed_pdf


def _pages(written: bytes) -> list[str]:
    read = pypdfium2.PdfDocument(written)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in read]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (
            "to somebody at home",
            "Invoice|R-2026-00417|28 Nov 2026|1 Dec 2026 – 31 Dec 2026|Ada Beispiel"
            "|80331 München|€14.90|19% VAT on €14.90|€2.83|Please pay €17.73 by 12 Dec 2026."
            "|DE02 1203 0000 0000 2020 51|Scan with your banking app|1/1|DE123456788|HRB 12345",
        ),
        ("to a consumer in the EU", "20% VAT on €14.90|France"),
        ("reverse charge", "Reverse charge: the recipient owes the tax|NL123456782B01|Netherlands"),
        ("out of the EU", "San Francisco, CA 94105|United States"),
        ("mixed rates", "7% VAT on €9.99|Exempt by Article 132"),
        ("a discount on a line", "2.5|Less a discount of €3.33"),
        ("a discount and a charge on the whole", "Sum of all lines|Late fee|-€10.00|€7.50"),
        ("a credit note", "Credit note|For invoice R-2026-00417 of 1 Nov 2026.|ended early"),
        ("a foreign currency", "$19.99|VAT in EUR|€3.29"),
        ("nothing to pay", "Nothing is left to pay."),
        ("paid in part", "Already paid|-€10.00|Left to pay|€7.73"),
        ("paid too much", "€32.27 are left in your favour."),
        ("for no period", "Date of supply"),
        ("a currency without decimals", "¥1,490"),
    ],
)
def test_in_english(kind: str, shown: str) -> None:
    [page] = _pages(printed_pdf(KINDS[kind]()))
    assert [what for what in shown.split("|") if what not in page] == []


def test_in_german() -> None:
    [page] = _pages(printed_pdf(replace(KINDS["a credit note"](), language="de")))
    for shown in ("Rechnungskorrektur", "Zur Rechnung R-2026-00417 vom 01.11.2026.", "14,90 €"):
        assert shown in page


@pytest.mark.parametrize(
    "kind", ["a credit note", "nothing to pay", "paid in part", "paid too much"]
)
def test_only_what_is_due_is_asked_for(kind: str) -> None:
    [page] = _pages(printed_pdf(KINDS[kind]()))
    assert ("Please pay" in page) == ("banking app" in page) == (kind == "paid in part")


def test_over_many_pages_each_has_the_heads_of_the_columns_and_carries_the_sum() -> None:
    first, *_, last = pages = _pages(printed_pdf(document(*(line(1000) for _ in range(40)))))
    count = len(pages)
    assert count > 2
    for number, page in enumerate(pages, 1):
        assert f"{number}/{count}" in page
        assert ("Net in EUR" in page) == ("Web hosting" in page)
        assert page.count("Carried over") == (1 if number in (1, count) else 2)
    shown_first = first.count("Web hosting")
    carried = f"Carried over: €{10 * shown_first}.00"
    assert carried in first
    assert carried in pages[1]
    assert "€476.00" in last


def test_nothing_is_fetched_but_the_font() -> None:
    printed_pdf(document())
    from troth.einvoice.sheets import OwnFonts

    for url in ("http://127.0.0.1/", "file:///etc/hostname", "font:/etc/hostname", "data:,x"):
        with pytest.raises(ValueError, match="Only fonts"):
            OwnFonts().fetch(url)
    rude = '<img src="http://127.0.0.1/"><style>@import "file:///etc/hostname"</style>'
    made = document(replace(line(1490), description=rude), notes=(rude,))
    [page] = _pages(printed_pdf(made))
    assert "/etc/hostname" in page
