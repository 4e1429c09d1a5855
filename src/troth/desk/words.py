"""Rights, states and steps in the words of the desk and of its messages."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from troth.desk import events
from troth.requests import events as requests

RIGHTS = {
    "information": _("information about processing"),
    "access": _("access to data"),
    "rectify": _("correction of data"),
    "erase": _("erasure of data"),
    "export": _("a copy of data"),
    "import": _("bringing data in"),
    "restrict": _("restriction of processing"),
    "object": _("objection to marketing"),
    "withdraw": _("withdrawal of a consent"),
    "recover": _("regaining access"),
    "unpublish": _("removal from public pages"),
}
STATES = {
    "open": _("open"),
    "done": _("done"),
    "refused": _("refused"),
    "handed over": _("handed over"),
    "taken back": _("taken back"),
}
CHANNELS = {
    "portal": _("account area"),
    "email": _("e-mail"),
    "registered-email": _("registered e-mail address"),
    "ticket": _("ticket"),
    "phone": _("telephone"),
    "chat": _("chat"),
    "letter": _("letter"),
    "link": _("link in a message"),
    "sms": _("text message"),
    "page": _("public page"),
    "product": _("product"),
}
PROOFS = {
    "sign-in": _("being signed in"),
    "registered-email": _("writing from the registered e-mail address"),
    "government-id": _("a copy of a government-issued ID"),
    "questions": _("answers that only the customer knows"),
}
WAITING = {
    "waiting-for-proof": _("the proof of who asks"),
    "waiting-for-subject": _("an answer of whoever asks"),
}
EVENTS: dict[str, Any] = {
    requests.ASKED: _("Asked"),
    requests.SORTED: _("Sorted"),
    requests.JOINED: _("A message was added"),
    events.QUESTION_ASKED: _("Question sent"),
    events.PROOF_ASKED: _("Proof asked for"),
    requests.PROOF_RECEIVED: _("Proof received"),
    requests.VERIFIED: _("Identity verified"),
    events.CONFIRMATION_ASKED: _("Link to confirm the address sent"),
    requests.SENDER_CONFIRMED: _("Address confirmed"),
    requests.ASSIGNED: _("Assigned"),
    requests.PAUSED: _("Clock stopped"),
    requests.RESUMED: _("Clock runs on"),
    requests.EXTENDED: _("Deadline extended"),
    events.CARRIED_OUT: _("Carried out"),
    events.PROOF_SEEN: _("Proof looked at"),
    requests.ANSWERED: _("Answered"),
    requests.REFUSED: _("Refused"),
    requests.HANDED_OVER: _("Handed over"),
    requests.TAKEN_BACK: _("Taken back"),
}
