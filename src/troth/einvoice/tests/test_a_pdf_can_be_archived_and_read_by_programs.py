import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdf
import pytest
from facturx import get_facturx_xml_from_pdf

from troth.einvoice.cii import cii
from troth.einvoice.tests.kinds import KINDS
from troth.testing.einvoice import document, line, printed_pdf


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"four hundred lines"}))
def test_it_is_pdf_a_3_with_its_xml_inside(kind: str) -> None:
    made = KINDS[kind]()
    written = printed_pdf(made)
    assert get_facturx_xml_from_pdf(written, check_xsd=False) == ("factur-x.xml", cii(made))
    read = pypdf.PdfReader(BytesIO(written))
    assert _faults(read) == []
    [attached] = _root(read)["/AF"]
    assert attached.get_object()["/AFRelationship"] == "/Alternative"
    assert "<fx:ConformanceLevel>EN 16931<" in _metadata(read)


def test_it_goes_without_xml_where_the_standard_has_no_room_for_the_amounts() -> None:
    read = pypdf.PdfReader(BytesIO(printed_pdf(document(line(12345), currency="KWD"))))
    assert _faults(read) == []
    assert read.attachments == {}
    assert "12.345" in read.pages[0].extract_text()


def test_a_sign_that_no_font_has_does_not_break_it() -> None:
    read = pypdf.PdfReader(
        BytesIO(printed_pdf(document(line(1490, description="A \U000f0000 plan"))))
    )
    assert _faults(read) == []
    assert "A ? plan" in read.pages[0].extract_text()


def test_all_of_its_style_is_understood(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "weasyprint"):
        printed_pdf(document(number="R-2026-00418"))
    assert caplog.messages == []


def _faults(read: pypdf.PdfReader) -> list[str]:
    """What PDF/A-3b forbids, as far as it can be seen without a validator for it."""
    root, metadata = _root(read), _metadata(read)
    intents = [intent.get_object() for intent in root["/OutputIntents"]]
    wanted = {
        "says that it is PDF/A-3": re.search('pdfaid:part(>|=")3', metadata),
        "says that it is of level B": re.search('pdfaid:conformance(>|=")B', metadata),
        "is not encrypted": not read.is_encrypted,
        "has an identifier": "/ID" in read.trailer,
        "has its colours defined": any(
            intent["/S"] == "/GTS_PDFA1" and "/DestOutputProfile" in intent for intent in intents
        ),
        "is tagged": root["/MarkInfo"]["/Marked"],
        "says its language": root["/Lang"] in ("en", "de"),
        "runs nothing": not {"/OpenAction", "/AA"} & root.keys(),
    }
    return [what for what, holds in wanted.items() if not holds] + [
        f"embeds {font['/BaseFont']}" for font in _fonts(read) if not _is_embedded(font)
    ]


def _root(read: pypdf.PdfReader) -> Any:
    return read.root_object


def _metadata(read: pypdf.PdfReader) -> str:
    return str(_root(read)["/Metadata"].get_object().get_data().decode())


def _fonts(read: pypdf.PdfReader) -> Iterator[Any]:
    for page in read.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            yield from (each.get_object() for each in font.get_object()["/DescendantFonts"])


def _is_embedded(font: Any) -> bool:
    return bool({"/FontFile2", "/FontFile3"} & font["/FontDescriptor"].keys())
