"""Rights, states, steps and tables in the words of the desk and of its messages."""

from django.utils.translation import gettext_lazy as _

from troth.portal.centre import labels

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
    "request.question_asked": _("Question sent"),
    "request.proof_asked": _("Proof asked for"),
    "request.proof_received": _("Proof received"),
    "request.verified": _("Identity verified"),
    "request.confirmation_asked": _("Link to confirm the address sent"),
    "request.sender_confirmed": _("Address confirmed"),
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
# Where the customers' own words for a table would say "you".
TABLES = labels.TABLES | {
    "acknowledgement": _("Policies acknowledged as staff"),
    "activity": _("What was done in accounts"),
    "copy": _("Copies of data"),
    "identity_proof": _("Proofs of identity"),
    "inquiry": _("What was asked by the public forms"),
    "log_entry": _("What was changed as staff"),
    "membership": _("People of accounts"),
    "person": _("The person"),
    "person_groups": _("Groups of staff"),
    "person_user_permissions": _("Permissions as staff"),
    "preferences": _("What was told of one’s own accord"),
    "site_consent": _("Sites signed in to from here"),
    "social_account": _("Providers signed in through"),
    "social_token": _("Tokens of providers signed in through"),
    "staff_read": _("What staff looked at"),
    "token": _("Tokens of sites signed in to from here"),
}
