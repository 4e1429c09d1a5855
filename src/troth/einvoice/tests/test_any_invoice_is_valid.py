from hypothesis import given, settings
from hypothesis import strategies as st

from troth.einvoice.cii import cii
from troth.einvoice.document import Adjustment, Category, Document, Line
from troth.einvoice.ubl import ubl
from troth.testing.einvoice import document, faults_of_cii, faults_of_ubl, line

# A rate below half a percent the rules take for none, and refuse its tax (BR-CO-17).
_TAXED = st.sampled_from(
    [
        (Category.STANDARD, 19_0000),
        (Category.STANDARD, 7_0000),
        (Category.STANDARD, 25_5000),
        (Category.STANDARD, 8_8750),
        (Category.ZERO_RATED, 0),
        (Category.EXEMPT, 0),
    ]
) | st.tuples(st.just(Category.STANDARD), st.integers(5000, 100_0000))


@st.composite
def _lines(draw: st.DrawFn) -> Line:
    category, rate = draw(_TAXED)
    return line(
        draw(st.integers(0, 10**7)),
        rate,
        category=category,
        quantity=draw(st.decimals(-1000, 1000, places=3)),
        discount=draw(st.integers(0, 10**5)),
    )


@st.composite
def _documents(draw: st.DrawFn) -> Document:
    lines = draw(st.lists(_lines(), min_size=1, max_size=6))
    taxed = draw(st.sampled_from(lines))
    amounts = draw(st.lists(st.integers(-(10**5), 10**5).filter(bool), max_size=2))
    return document(
        *lines,
        adjustments=[Adjustment("Agreed", a, taxed.category, taxed.rate) for a in amounts],
        prepaid=draw(st.integers(0, 10**7)),
        currency=draw(st.sampled_from(["EUR", "JPY"])),
    )


@settings(max_examples=15, deadline=None, derandomize=True)
@given(made=_documents())
def test_by_the_rules_of_en_16931(made: Document) -> None:
    assert faults_of_cii(cii(made)) == []
    assert faults_of_ubl(ubl(made)) == []
