"""The details of an account."""

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from troth.accounts.confirm_details import confirm_details
from troth.accounts.correct_account import correct_account
from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Membership
from troth.people.pages.correction import ACCOUNT, CorrectionForm
from troth.people.pages.still_right import still_right
from troth.people.pages.ways_to_correct import may_correct, ways_to_correct
from troth.policy.parse import Policy
from troth.portal.access import me, of_account
from troth.publishing.running import policy_on


class DetailsForm(CorrectionForm):
    """What the policy asks of an account."""

    def __init__(
        self,
        policy: Policy,
        account: Account,
        data: QueryDict | None = None,
        *,
        needed: Collection[str] = (),
    ) -> None:
        of_forms = ("billing", "account")
        super().__init__(policy, account, ACCOUNT, data, of_forms=of_forms, needed=needed)
        if "name" in self.fields:
            self.fields["name"].label = gettext_lazy("Name")


@require_http_methods(["GET", "HEAD", "POST"])
@of_account(Account)
def details(request: HttpRequest, membership: Membership) -> HttpResponse:
    """See and correct what is held about an account."""
    now = timezone.now()
    policy = policy_on(now)
    account = membership.account
    corrects = may_correct(policy)
    data = request.POST if request.method == "POST" and corrects else None
    if data is not None:
        # Whoever saves at the same time waits here, and is told below.
        account = lock_or_refuse(account)
    form = DetailsForm(policy, account, data)
    if form.is_bound and form.is_valid():
        correct_account(account, form.details, by=me(request), at=now)
        messages.success(request, _("The details have been saved."))
        return redirect("details", account.pk)
    form.renew()
    context = {
        "form": form,
        "account": account,
        "may_correct": corrects,
        "ways": ways_to_correct(policy),
        "still_right": not form.is_bound and still_right(account, at=now),
    }
    return render(request, "people/details.html", context)


@require_POST
@of_account(Account)
def confirm_account(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The account's details are still right."""
    confirm_details(membership.account, at=timezone.now())
    messages.success(request, _("Thank you. We ask again in a year."))
    return redirect("details", membership.account_id)
