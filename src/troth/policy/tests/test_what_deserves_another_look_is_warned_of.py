"""What the law may not bear, or what misleads, is told apart from mistakes, and stops nothing."""

from pathlib import Path
from typing import Any, get_args

import pytest

from troth.cli import main
from troth.policy.errors import CautionCode
from troth.policy.examine import examine
from troth.policy.shipped import shipped
from troth.policy.tests import documents
from troth.policy.tests.documents import with_key, with_table

CONSENT = {"basis": "consent"}
LAW = {"from": "issue", "basis": "legal-obligation"}
ADVERTISER = {
    "name": "Ads",
    "role": "advertiser",
    "function": "advertises",
    "country": "US",
    "receives": ["contact"],
}
BUSINESS = ["name", "email", "company"]
# A provider whose law is in no table of ours.
QUIET = with_key("provider", "country", "US")


def without(record: str) -> documents.Document:
    """The rest of the records, but for one that a rule of its own keeps."""
    rest = documents.SMALLEST["keep"]["rest"]
    return {**rest, "records": [name for name in rest["records"] if name != record]}


def kept(country: str, **keep: Any) -> documents.Document:
    """A provider of a country that keeps invoices by a rule."""
    document = with_table("keep.rest", without("invoice"), with_key("provider", "country", country))
    return with_table("keep.invoice", LAW | keep, document)


def asking(**right: Any) -> documents.Document:
    return with_table("right.erase", {"ask": ["email"]} | right, QUIET)


def message(*about: str, **more: Any) -> documents.Document:
    return with_table("message.x", {"about": list(about), "channels": ["email"]} | more, QUIET)


def cookie(purpose: str, **more: Any) -> documents.Document:
    return with_table("cookie.x", {"purpose": purpose, "lasts": "session"} | more, QUIET)


def share(country: str, **more: Any) -> documents.Document:
    table = {**ADVERTISER, "role": "processor", "country": country, **more}
    return with_table("share.x", table, kept("IE", **{"for": "11 years"}))


def asked(need: str, country: str = "IE", **vies: Any) -> documents.Document:
    """A provider that takes tax numbers; with a recipient called vies, where that is told of."""
    document = kept(country, **{"for": "11 years"})
    fields = [*document["collect"]["account"].get(need, []), "tax_id"]
    document = with_key("collect.account", need, fields, document)
    table = {**ADVERTISER, "role": "controller", "country": "BE", "receives": ["company"], **vies}
    return with_table("share.vies", table, document) if vies else document


def purpose(description: str, basis: str = "consent") -> documents.Document:
    return with_table("purpose.x", {"basis": basis, "description": description}, QUIET)


def sale(**more: Any) -> documents.Document:
    document = with_table("share.ads", ADVERTISER | more, QUIET)
    return with_table("refuse", {"acts": ["sale"]}, document)


# The GDPR holds for all customers of a provider in the EU, wherever they live.
IRISH = with_table(
    "right.erase", {"ask": ["email"], "within": "45 days"}, kept("IE", **{"for": "11 years"})
)

# Whoever sells to the EU from elsewhere can take part in the One Stop Shop as well.
EUROPEAN = {"ask": ["email"], "within": "30 days", "in": ["eea"]}
FAR = {"ask": ["email"], "within": "45 days", "in": ["california", "eea"]}

WARNED: list[tuple[CautionCode, str, documents.Document]] = [
    ("consent-for-duty", "basis", purpose("to issue invoices")),
    ("consent-for-duty", "basis", purpose("Buchhaltung und Steuern")),
    ("marketing-without-consent", "about", message("your service", "special offers")),
    ("marketing-without-consent", "about", message("Angebote und neue Produkte")),
    ("kept-too-short", "for", kept("DE", **{"for": "7 years"})),
    ("kept-too-short", "for", kept("DE", **{"for": "9 years"})),  # the One Stop Shop
    ("kept-too-short", "for", kept("IN", **{"for": "60 months"})),
    (
        "kept-too-short",
        "for",
        with_table("right.erase", EUROPEAN, kept("GB", **{"for": "9 years"})),
    ),
    ("kept-too-short", "[keep.rest]", with_key("provider", "country", "GB")),
    ("vies-not-asked", "optional", asked("optional")),
    ("vies-not-asked", "required", asked("required", receives=["identity"])),
    ("vies-not-asked", "optional", asked("optional", when="consent")),
    ("takes-the-living", "from", with_key("keep.account", "from", "creation", QUIET)),
    (
        "takes-the-living",
        "for",
        with_table("keep.account", {"from": "inactivity", "for": "3 days"}, QUIET),
    ),
    ("unreachable", "ask", asking(ask=["email", "letter"])),
    ("unreachable", "ask", asking(ask=["phone"])),
    ("told-by-hand", "told", with_key("change", "told", ["page", "phone"], QUIET)),
    ("no-safeguards", "country", share("US")),
    ("no-safeguards", "country", share("ZZ")),
    ("sold-to-advertiser", "receives", sale()),
    ("late-answer", "within", asking(within="2 months")),
    ("late-answer", "within", asking(within="30 business days")),
    ("late-answer", "extension", asking(within="1 month", extension="100 days")),
    ("late-answer", "within", with_table("right.erase", FAR, kept("US", **{"for": "11 years"}))),
    ("late-answer", "within", with_key("right.erase", "in", ["california"], IRISH)),
    ("cookie-without-consent", "purpose", cookie("counts visits")),
    ("cookie-without-consent", "purpose", cookie("misst die Reichweite")),
]
FINE: list[documents.Document] = [
    QUIET,
    purpose("to issue invoices", "legal-obligation"),
    purpose("to tell of new products"),
    message("the state of your service", "invoices"),
    kept("DE", **{"for": "11 years"}),
    kept("GB", **{"for": "9 years"}),
    with_table("right.erase", EUROPEAN, kept("GB", **{"for": "11 years"})),
    with_key("collect.account", "required", BUSINESS, kept("DE", **{"for": "9 years"})),
    with_key("change", "told", ["page", "email", "portal"], QUIET),
    with_key("provider", "address", "1 Example Street", asking(ask=["email", "letter"])),
    asked("optional", function="asks"),
    asked("optional", country="CH"),
    share("CH"),
    share("US", safeguards="standard contractual clauses"),
    share("US", when="consent"),
    sale(receives=["usage"]),
    asking(within="30 days"),
    asking(within="10 business days", extension="2 months"),
    asking(within="45 days", extension="90 days", **{"in": ["california"]}),
    asking(within="3 months", of="reseller", concerns="reseller-customer"),
    cookie("keeps you signed in, in your country"),
    cookie("counts visits", consent=True),
]  # fmt: skip


def warnings(document: documents.Document, prose: str = "") -> list[tuple[CautionCode, str]]:
    """Each warning of a policy, with the start of the line that it is told of."""
    text = documents.markdown(document, prose)
    lines = text.split("\n")
    found = examine(text.encode(), "p.md").cautions
    assert all("; " in caution.message and caution.message.isprintable() for caution in found)
    return [(caution.code, lines[caution.line - 1].partition(" ")[0]) for caution in found]


@pytest.mark.parametrize(("code", "key", "document"), WARNED)
def test_on_the_line_of_the_key(code: str, key: str, document: documents.Document) -> None:
    assert warnings(document) == [(code, key)]


@pytest.mark.parametrize("document", FINE)
def test_not_where_nothing_is_amiss(document: documents.Document) -> None:
    assert warnings(document) == []


@pytest.mark.parametrize(
    ("language", "prose"),
    [
        ("en", "We answer within thirty (30) business days."),
        ("en", "for ten (10) years"),
        ("de", "Das bleibt 30 Tage."),
        ("de-AT", "Nach zwölf Monaten ist es fort."),
        ("de", "eine 14-tägige Frist"),
        ("fr", "pendant douze mois"),
        ("es", "durante 2 años"),
        ("sk", "za 30 dní"),
    ],
)
def test_of_a_length_that_is_typed_in_the_language_of_the_policy(language: str, prose: str) -> None:
    document = with_key("policy", "language", language, QUIET)
    assert [code for code, _line in warnings(document, prose)] == ["typed-length"]
    quoted = prose.replace(prose, f'{{{{ "{prose}" }}}}')
    assert warnings(document, quoted) == []


def test_what_is_meant_as_typed_reads_as_typed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "p.md"
    file.write_text(documents.markdown(QUIET, 'We are {{ "12 months" }} old, or {{ “1 year” }}.'))
    for html in ([], ["--html"]):
        assert main(["policy", "show", str(file), *html]) == 0
        assert "We are 12 months old, or 1 year." in capsys.readouterr().out


def test_each_code_is_tried() -> None:
    assert {code for code, *_ in WARNED} | {"typed-length"} == set(get_args(CautionCode))


# Of the shipped policies each is meant: it is what the provider's own text says.
MEANT = {
    "softsys": ["cookie-without-consent", "unreachable", "kept-too-short"],
    "websoft": ["unreachable"] * 2,
    "websoftmaster": ["unreachable"] * 3,
    "ispsystem": ["vies-not-asked", "kept-too-short"],
}


@pytest.mark.parametrize("name", shipped())
def test_a_warning_stops_nothing_unless_that_is_asked(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file, meant = shipped()[name], MEANT.get(name, [])
    assert main(["policy", "check", str(file)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[1:3] for line in told[1:]] == [["warning", code] for code in meant]
    assert main(["policy", "check", "--strict", str(file)]) == int(bool(meant))
