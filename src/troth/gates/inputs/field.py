"""The inputs by which a form asks for one field of the policy's vocabulary."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.gates.inputs.address import address_inputs
from troth.gates.inputs.email import EmailField
from troth.gates.inputs.phone import LENGTH
from troth.gates.inputs.text import Paragraphs, text


def inputs(field: str, country: str, held: Mapping[str, Any]) -> dict[str, forms.Field]:
    """The inputs for a field by their columns; none where the platform has no place for it.

    What it cannot keep it does not ask for. country, held: as `address_inputs` takes them.
    """
    match field:
        case "title":
            return {"title": text(_("Title"), "honorific-prefix", 40)}
        case "name":
            return {"name": text(_("Your name"), "name", 200)}
        case "email":
            hint, label = _("You sign in with it."), _("E-mail address")
            return {"email": EmailField(autocomplete="email", label=label, help_text=hint)}
        case "phone":
            hint = _("With the country code, such as +49, for a number in another country.")
            return {"phone": text(_("Telephone"), "tel", LENGTH, help_text=hint, type="tel")}
        case "company":
            return {"company": text(_("Company"), "organization", 200)}
        case "tax_id":
            hint = _("Your VAT number, or another number from your tax office.")
            return {"tax_id": text(_("Tax number"), "off", 40, help_text=hint)}
        case "buyer_reference":
            hint = _(
                "A reference to show on your invoices, such as an order number. For German "
                "authorities, the Leitweg-ID."
            )
            label = _("Buyer reference")
            return {"buyer_reference": text(label, "off", 100, help_text=hint)}
        case "address":
            return address_inputs(country, held)
        case "demographics":
            hint = _("Such as your age, your work or the size of your company.")
            return {
                "demographics": Paragraphs(
                    label=_("About yourself"), max_length=1000, help_text=hint
                )
            }
        case "product_usage":
            hint = _("Such as what you use them for, and how often.")
            label = _("How you use our products")
            usage = Paragraphs(label=label, max_length=1000, help_text=hint)
            return {"product_usage": usage}
        case "interest":
            hint = _("Such as products that you think of, or what you miss.")
            label = _("What interests you")
            return {"interest": Paragraphs(label=label, max_length=1000, help_text=hint)}
        case "message":
            return {"message": Paragraphs(label=_("Your message"), max_length=5000)}
        case _:
            return {}
