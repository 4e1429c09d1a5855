"""For who cannot get in any more: a request to staff, who make sure who asks."""

from typing import Any

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from troth.gates.form import Form
from troth.gates.inputs.email import EmailField
from troth.gates.inputs.text import Paragraphs
from troth.policy.language import Right
from troth.policy.rights import contact, right_to
from troth.portal import errors
from troth.portal.access import outside_the_wall, unstored
from troth.portal.uploads import takes_files
from troth.publishing.running import policy_on
from troth.requests.ask_to_recover import ask_to_recover
from troth.requests.pages.document import DocumentField


class RecoverForm(Form):
    """Who they are, where to reach them, and what happened."""

    email = EmailField(
        autocomplete="username",
        label=gettext_lazy("The e-mail address you signed in with"),
    )
    address = EmailField(
        autocomplete="email",
        label=gettext_lazy("An e-mail address at which we reach you now"),
        help_text=gettext_lazy(
            "It may be the same. We send a link there at once; please open it. Once we know it is "
            "you, you sign in with this address."
        ),
    )
    text = Paragraphs(
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy(
            "Tell us something only you can know, such as your last orders. Do not include "
            "passwords."
        ),
        max_length=3000,
    )
    document = DocumentField(
        label=gettext_lazy("A copy of your ID"),
        help_text=gettext_lazy(
            "A picture or a PDF of at most 10 MB. It is kept encrypted, seen only by whoever "
            "decides, and destroyed with the decision."
        ),
        required=False,
    )

    def __init__(self, right: Right, *args: Any) -> None:
        super().__init__(*args)
        if "government-id" not in right.proof:
            del self.fields["document"]


@takes_files
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@outside_the_wall
@unstored
def recover(request: HttpRequest) -> HttpResponse:
    """Take the request. The answer is the same whether or not somebody signs in like that."""
    policy = policy_on(timezone.now())
    right = right_to("recover", policy)
    if right is None:
        raise Http404
    form = RecoverForm(right, *((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        typed = form.cleaned_data
        email, address = typed["email"], typed["address"]
        # So often about one login, and so often to one address. Each asker is counted apart, or
        # strangers would use up the way of whoever signs in like that.
        for key in {email, address}:
            here = f"{key} {get_ip(request)}"
            if not (
                ratelimit.consume(request, action="recover", key=here)
                and ratelimit.consume(request, action="recover_anywhere", key=key)
            ):
                return errors.too_many(request)
        ask_to_recover(
            email,
            address,
            typed["text"],
            typed.get("document"),
            at=timezone.now(),
            reads=get_language() or "",
        )
        return redirect("recover_sent")
    context = {"form": form, "contact": contact(right, policy)}
    return render(request, "requests/recover.html", context)


@require_safe
@unstored
def recover_sent(request: HttpRequest) -> HttpResponse:
    """What happens now."""
    return render(request, "requests/recover_sent.html")
