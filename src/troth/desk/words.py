"""States and steps in the words of the desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from troth.desk import events
from troth.requests import events as requests

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
WAITING = {
    "waiting-for-proof": _("the proof of who asks"),
    "waiting-for-subject": _("an answer of whoever asks"),
}
EVENTS: dict[str, Any] = {
    requests.ASKED: _("Asked"),
    requests.SORTED: _("Sorted"),
    requests.JOINED: _("A message was added"),
    requests.QUESTION_ASKED: _("Question sent"),
    requests.PROOF_ASKED: _("Proof asked for"),
    requests.PROOF_RECEIVED: _("Proof received"),
    requests.VERIFIED: _("Identity verified"),
    requests.CONFIRMATION_ASKED: _("Link to confirm the address sent"),
    requests.SENDER_CONFIRMED: _("Address confirmed"),
    requests.ASSIGNED: _("Assigned"),
    requests.PAUSED: _("Clock stopped"),
    requests.RESUMED: _("Clock runs on"),
    requests.EXTENDED: _("Deadline extended"),
    requests.CARRIED_OUT: _("Carried out"),
    events.PROOF_SEEN: _("Proof looked at"),
    requests.ANSWERED: _("Answered"),
    requests.REFUSED: _("Refused"),
    requests.HANDED_OVER: _("Handed over"),
    requests.TAKEN_BACK: _("Taken back"),
}
