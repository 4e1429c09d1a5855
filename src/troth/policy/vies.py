"""Whether a policy lets VIES be asked about VAT numbers: by a table `[share.vies]` alone."""

from troth.policy.language import Tables

RECIPIENT = "vies"


def may_ask(tables: Tables) -> bool:
    """Whether VIES is a recipient of what a VAT number is, with nobody having to ask for it."""
    share = tables.share.get(RECIPIENT)
    return share is not None and share.when == "needed" and "company" in share.receives
