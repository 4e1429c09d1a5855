"""Who buys, as `decide` takes them."""

from troth.tax.checked import Checked
from troth.tax.decide import Buyer
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
) -> Buyer:
    """By the columns of an account, what is known of its VAT number, and its certificates."""
    return Buyer(
        country=country,
        postcode=postcode,
        region=region,
        business=is_business(company, tax_id),
        number=number.state,
        number_country=number.country,
        exemptions=exemptions,
    )
