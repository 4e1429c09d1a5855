"""What a customer is written about their service, in the transaction of the act."""

from collections.abc import Callable
from datetime import datetime

from troth.accounts.owned import owner_of
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.link import link
from troth.messaging.send import send
from troth.services.models import Service


def tell(service: Service, words: Callable[[], tuple[str, str]], *, at: datetime) -> None:
    """Write to the owner of a service's account, where there is one.

    words: the subject and the text, asked for in their language.
    """
    owner = owner_of(service.account)
    if owner is None:
        return
    with in_language_of(owner, at=at):
        subject, text = words()
        page = link("service", service.account_id, service.pk)
        body = letter(owner, f"{text}\n\n{page}", at=at)
    send(owner, account=service.account, subject=subject, body=body, at=at)


def called(service: Service) -> str:
    """What a service is called in a sentence: its product, and its name if it has one."""
    return f"{service.said} ({service.label})" if service.label else service.said
