"""States and steps in the words of the desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from troth.requests import events

STATES = {
    "open": _("open"),
    "done": _("done"),
    "refused": _("refused"),
    "handed over": _("handed over"),
    "taken back": _("taken back"),
    "put aside": _("put aside"),
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
    "gpc": _("signal Global Privacy Control"),
    "dnt": _("signal Do Not Track"),
}
WAITING = {
    "waiting-for-proof": _("the proof of who asks"),
    "waiting-for-subject": _("an answer of whoever asks"),
}
EVENTS: dict[str, Any] = {
    events.ASKED: _("Asked"),
    events.SORTED: _("Sorted"),
    events.JOINED: _("A message was added"),
    events.QUESTION_ASKED: _("Question sent"),
    events.PROOF_ASKED: _("Proof asked for"),
    events.PROOF_RECEIVED: _("Proof received"),
    events.WHOSE_SAID: _("Said whose data it is about"),
    events.VERIFIED: _("Identity verified"),
    events.CONFIRMATION_ASKED: _("Link to confirm the address sent"),
    events.SENDER_CONFIRMED: _("Address confirmed"),
    events.ASSIGNED: _("Assigned"),
    events.PAUSED: _("Clock stopped"),
    events.RESUMED: _("Clock resumed"),
    events.EXTENDED: _("Deadline extended"),
    events.CARRIED_OUT: _("Carried out"),
    events.PROOF_SEEN: _("Proof looked at"),
    events.ANSWERED: _("Answered"),
    events.REFUSED: _("Refused"),
    events.HANDED_OVER: _("Handed over"),
    events.TAKEN_BACK: _("Taken back"),
    events.DISCARDED: _("Put aside"),
}
