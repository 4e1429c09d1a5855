"""The inbox: requests that wait for an answer, those with the least time left first."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from troth.bank.models import BankLine
from troth.bank.unread import unread
from troth.billing.mark_sent import late_to_send, to_send
from troth.billing.models import Irregularity, NightRun
from troth.calls.waiting import OFTEN, failing, waiting
from troth.catalog.tax_gaps import tax_gaps
from troth.core.day import day_at
from troth.desk.access import desk_page, has_role, reads
from troth.erasure.desk.platform import LATELY, failed_since
from troth.erasure.models import ForgetRequest, Hold
from troth.erasure.stopped import stopped_at
from troth.gates.recipient import unruled
from troth.gates.roles import PRIVACY
from troth.gates.undertakings import waiting as unsigned
from troth.gateways.models import GatewayEvent, PaymentAttempt
from troth.gateways.sepa.late_files import late_files
from troth.gateways.sepa.make_file import due_by
from troth.gateways.sepa.target import next_target_day
from troth.messaging.carriers import carriers
from troth.messaging.deliver import given_up_since
from troth.orders.models import Order
from troth.policy.parse import Policy
from troth.policy.placeholders import join
from troth.portal.access import me
from troth.publishing.running import policies_on, policy_on
from troth.requests.desk.figures import kept_deadlines
from troth.requests.desk.line import line
from troth.requests.desk.may import answers, answers_inquiries
from troth.requests.desk.words import CHANNELS, STATES
from troth.requests.mailbox.delete_mails import overdue_mails
from troth.requests.mailbox.read_mailbox import unstored_mails
from troth.requests.models import RightsRequest
from troth.requests.words import RIGHTS
from troth.services.left_over import left_over
from troth.services.pay_back import to_pay_back
from troth.services.set_up import to_set_up
from troth.services.unpaid import unpaid
from troth.support.models import Inquiry
from troth.tax.expiring import expiring

LISTED = 100


class Filters(forms.Form):
    """What the inbox shows; without any choice, all that is open."""

    mine = forms.BooleanField(label=_("Mine only"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("waiting")), ("unassigned", _("unassigned")), *list(STATES.items())[1:]],
    )
    right = forms.ChoiceField(
        label=_("Right"), required=False, choices=[("", _("any")), *RIGHTS.items()]
    )
    channel = forms.ChoiceField(
        label=_("Channel"), required=False, choices=[("", _("any")), *CHANNELS.items()]
    )


@require_safe
@desk_page()
@reads("identity", "contact")  # of whom of the staff handles it
def desk(request: HttpRequest) -> HttpResponse:
    """Requests that wait, and what else there is to do."""
    now = timezone.now()
    policy = policy_on(now)
    staff = me(request)
    filters = Filters(request.GET)
    found = RightsRequest.objects.filter(answers(staff, policy), _chosen(filters, staff.pk))
    found = found.select_related("handler")
    closed = filters.is_valid() and filters.cleaned_data["state"] in STATES
    order = ["-closed_at"] if closed else [F("due_on").asc(nulls_last=True), "asked_at"]
    shown = list(found.order_by(*order, "pk")[: LISTED + 1])
    lines = [line(each, policy, today=day_at(now)) for each in shown[:LISTED]]
    if not closed:
        lines.sort(key=lambda each: (each.days is None, each.days))
    context = {
        "lines": lines,
        "more": len(shown) > LISTED,
        "filters": filters,
        "chosen": any(request.GET.values()),
        "failed": bool(failed_since(now - LATELY)),
        "stopped": stopped_at(),
        "inquiries": answers_inquiries(staff) and Inquiry.objects.filter(closed_at=None).count(),
    }
    if has_role(staff, "billing"):
        context["calls"] = waiting().count()
        context["failing"] = failing().filter(tries__gte=OFTEN).count()
        context["bank_checks"] = PaymentAttempt.objects.to_decide().count()
        context["gateway_events"] = GatewayEvent.objects.waiting().count()
        undecided = Order.objects.filter(accepted_at=None, refused_at=None)
        context["orders"] = undecided.count()
        context["refunds"] = to_pay_back().count()
        context["transfers"] = to_send().count()
        context["debits"] = due_by(next_target_day(day_at(now))).count()
        context["late_files"] = late_files(day_at(now)).count()
        late = to_pay_back().filter(refund_by__lt=day_at(now)).count()
        context["late_refunds"] = late + late_to_send(day_at(now)).count()
        asked = NightRun.objects.filter(
            on=day_at(now), asked_at__isnull=False, agreed_at=None, done_at=None
        )
        context["unread"] = unread(day_at(now))
        context["asks"] = {*asked.values_list("kind", flat=True)}
        context["uninvoiced"] = left_over().order_by().values("account").distinct().count()
        context["bank_lines"] = BankLine.objects.waiting().count()
        context["certificates"] = expiring(day_at(now)).count()
        context["tax_gaps"] = tax_gaps(at=now)
        context["irregular"] = Irregularity.objects.filter(resolved_at=None).count()
    if has_role(staff, "billing", "support"):
        context["to_set_up"] = unpaid(to_set_up()).filter(unpaid=False).count()
    if has_role(staff, PRIVACY, "billing"):
        by_hand = ForgetRequest.objects.filter(state=ForgetRequest.State.BY_HAND)
        to_review = Hold.objects.filter(lifted_at=None, review_on__lte=day_at(now))
        context |= {"by_hand": by_hand.count(), "to_review": to_review.count()}
    if has_role(staff, PRIVACY):
        carry = {each.recipient for each in carriers()}
        context["unruled"] = _unruled(now)
        context["unsigned"] = [
            (to.title, to in carry) for to, _lacks in unsigned(policy.tables, at=now)
        ]
        context["month"] = kept_deadlines(since=day_at(now).replace(day=1))
        context["overdue_mails"] = overdue_mails(at=now)
        context["unstored_mails"] = unstored_mails()
        context["failed_messages"] = given_up_since(now - timedelta(days=7))
    return TemplateResponse(request, "desk/inbox.html", context)


def _unruled(at: datetime) -> list[tuple[date | None, str]]:
    """Whom the policy in force and the one that comes next do not cover, though it is switched on;
    with the first day of the one that comes."""
    running, following = policies_on(at)
    policies: list[tuple[date | None, Policy | None]] = [(None, running)]
    if following:
        policies.append((following.day, following.policy))
    told = [(day, unruled(policy.tables)) for day, policy in policies if policy]
    return [(day, join(to.title for to in lacks)) for day, lacks in told if lacks]


def _chosen(filters: Filters, staff: int) -> Q:
    """The filters as a condition; a choice that there is not is none."""
    chosen: dict[str, Any] = filters.cleaned_data if filters.is_valid() else {}
    state = chosen.get("state", "")
    test = Q(state=state if state in STATES else RightsRequest.State.OPEN)
    if state == "unassigned":
        test &= Q(handler=None)
    if chosen.get("mine"):
        test &= Q(handler=staff)
    for name in ("right", "channel"):
        if chosen.get(name):
            test &= Q(**{name: chosen[name]})
    return test
