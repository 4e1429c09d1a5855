"""Whoever carries messages to people: the mail server that is used, the service for texts."""

from collections.abc import Iterator

from troth.core.provider import provider
from troth.gates.recipient import Recipient, ThirdParty
from troth.policy.countries import ANY


def carriers() -> Iterator[ThirdParty]:
    """Those that are used, besides what is the provider's own."""
    for each in (mail_carrier(), text_carrier()):
        if each:
            yield ThirdParty(each)


def mail_carrier() -> Recipient | None:
    """Who runs the mail server; None where it is on this machine. The policy may say that it is the
    provider's own too, see `gates.recipient.is_nobody`."""
    name = provider().mail_relay
    if not name:
        return None
    return Recipient(
        name=name,
        title=f"Whoever runs the mail server ({name})",
        role="processor",
        function="delivers our mail",
        country=ANY,
        receives=frozenset({"contact", "content"}),
        delivers_mail=True,
    )


def text_carrier() -> Recipient | None:
    """Who takes text messages; None where nobody does, or the provider itself."""
    name, installed = provider().sms_relay, provider().sms
    if not (name and installed):
        return None
    return Recipient(
        name=name,
        title=f"Whoever takes text messages ({name})",
        role="processor",
        function="delivers our text messages",
        country=ANY,
        receives=frozenset({"contact", "content"}),
        address=str(installed.get("OPTIONS", {}).get("url", "")),
    )
