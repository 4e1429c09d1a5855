"""Rights, states and steps in the words of the desk and of its messages."""

from django.utils.translation import gettext_lazy as _

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
EVENTS = {
    "request.asked": _("Asked"),
    "request.sorted": _("Sorted"),
    "request.joined": _("A message was added"),
    "request.proof_received": _("Proof received"),
    "request.verified": _("Identity verified"),
    "request.assigned": _("Assigned"),
    "request.paused": _("Clock stopped"),
    "request.resumed": _("Clock runs on"),
    "request.extended": _("Deadline extended"),
    "request.carried_out": _("Carried out"),
    "request.proof_seen": _("Proof looked at"),
    "request.answered": _("Answered"),
    "request.refused": _("Refused"),
    "request.handed_over": _("Handed over"),
    "request.taken_back": _("Taken back"),
}
