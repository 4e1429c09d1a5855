"""Rights and proofs in the words of messages about requests."""

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
    "object-to-use": _("objection to a use in our interest"),
    "review-decision": _("a human’s look at a decision by machine"),
    "opt-out": _("no sale and no sharing of data"),
    "withdraw": _("withdrawal of a consent"),
    "recover": _("regaining access"),
    "transfer-copy": _("a copy of the safeguards abroad"),
    "unpublish": _("removal from public pages"),
    "report-minor": _("a report that somebody is too young"),
}
PROOFS = {
    "sign-in": _("being signed in"),
    "registered-email": _("the registered e-mail address"),
    "government-id": _("a copy of a government-issued ID"),
    "questions": _("answers that only the customer knows"),
    "authority": _("a signed authority of the person"),
}
