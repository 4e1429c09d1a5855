"""Who buys, as `decide` takes them."""

from troth.tax.checked import Checked
from troth.tax.decide import Buyer, Local
from troth.tax.exemption import Exemption


def is_business(company: str, tax_id: str) -> bool:
    """Who names a company or a tax number says that they are one; anybody else is a consumer."""
    return bool(company or tax_id)


def buyer_of(
    country: str,
    postcode: str,
    region: str,
    company: str,
    tax_id: str,
    number: Checked,
    exemptions: tuple[Exemption, ...],
    local: Local | None = None,
) -> Buyer:
    """By the columns of an account, what is known of its VAT number, its certificates, and what a
    tax engine says of its place."""
    return Buyer(
        country=country,
        postcode=postcode,
        region=region,
        business=is_business(company, tax_id),
        number=number.state,
        number_country=number.country,
        exemptions=exemptions,
        local=local,
    )
