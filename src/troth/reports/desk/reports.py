"""The reports: tables with charts, each to be downloaded as CSV."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from troth.accounts.models import Account, Person
from troth.core.day import day_at
from troth.desk.access import desk_page
from troth.gates.inputs.day import DayInput
from troth.gates.read import ReadRefusedError, may_read, read
from troth.gates.roles import reads_at_work
from troth.portal.access import me
from troth.publishing.running import policy_on
from troth.reports.aged import aged_tables
from troth.reports.churn import churn_tables
from troth.reports.desk.chart import chart
from troth.reports.period import Period, quarter_of
from troth.reports.recurring import recurring_tables
from troth.reports.revenue import revenue_tables
from troth.reports.table import Table, write_csv
from troth.reports.tax import Scheme, tax_tables, taxed
from troth.wall.enter import behind_desk

_YEARS = 3


@dataclass(frozen=True)
class Report:
    """A report by its name in the address. `of_a_day` is told as of one, not of several."""

    title: Promise
    about: Promise
    of_a_day: bool = False


REPORTS = {
    "revenue": Report(
        gettext_lazy("Revenue"),
        gettext_lazy("What was invoiced, net of tax, less what was taken back."),
    ),
    "recurring": Report(
        gettext_lazy("Recurring revenue"),
        gettext_lazy("What is agreed per month for running services."),
    ),
    "churn": Report(
        gettext_lazy("Won and lost"),
        gettext_lazy("How many customers and services with recurring revenue came and went."),
    ),
    "aged": Report(
        gettext_lazy("What is owed"),
        gettext_lazy("What customers owe, by how long it has been due."),
        of_a_day=True,
    ),
    "tax": Report(
        gettext_lazy("Taxes"),
        gettext_lazy("What goes into which return, in the currency of the return."),
    ),
}


class PeriodForm(forms.Form):
    """Of when a report tells."""

    period = forms.ChoiceField(label=gettext_lazy("Period"))

    def __init__(self, today: date, data: Any) -> None:
        super().__init__(data)
        asked = self.fields["period"]
        assert isinstance(asked, forms.ChoiceField)
        years = [str(today.year - ago) for ago in range(_YEARS)]
        quarters = [f"{year}Q{quarter}" for year in years for quarter in (4, 3, 2, 1)]
        past = [quarter for quarter in quarters if quarter <= quarter_of(today)]
        asked.choices = [
            (name, name.replace("Q", " · Q")) for name in sorted([*years, *past])[::-1]
        ]


class DayForm(forms.Form):
    """At the end of which day."""

    on = forms.DateField(label=gettext_lazy("Day"), widget=DayInput())


def _reads_billing(staff: Person) -> bool:
    return reads_at_work(staff.staff_role, "billing", policy_on(timezone.now()))


@require_safe
@desk_page(to=_reads_billing)
def report(request: HttpRequest, name: str) -> HttpResponse:
    """A report of a time; with `csv` in the address, one of its tables as a file."""
    now, staff = timezone.now(), me(request)
    policy = policy_on(now)
    if name not in REPORTS:
        raise Http404
    form = _form(name, request.GET, day_at(now))
    tables: list[Table] = []
    if form.is_valid():
        numbers_of = _look_at_numbers(request, form, now) if "numbers" in request.GET else ()
        with behind_desk(may_read(staff, policy)):
            tables = _tables(name, form, numbers_of, now)
    if "csv" in request.GET:
        return _file(name, tables, request.GET["csv"])
    context = {
        "name": name,
        "report": REPORTS[name],
        "reports": REPORTS,
        "form": form,
        "query": {key: form[key].value() for key in form.fields},
        "numbers": "numbers" in request.GET,
        "tables": [(table, chart(table)) for table in tables],
        "has_numbers": any(str(Scheme.REVERSE.label) == table.title for table in tables),
    }
    return render(request, "reports/desk/report.html", context)


def _form(name: str, asked: Mapping[str, Any], today: date) -> PeriodForm | DayForm:
    """When the report is of; without a word this year, or today."""
    if REPORTS[name].of_a_day:
        return DayForm(asked if "on" in asked else {"on": today.isoformat()})
    return PeriodForm(today, asked if "period" in asked else {"period": str(today.year)})


def _tables(name: str, form: forms.Form, numbers_of: Collection[int], at: datetime) -> list[Table]:
    if REPORTS[name].of_a_day:
        return aged_tables(form.cleaned_data["on"])
    period = _period(form, at)
    if name == "tax":
        return tax_tables(period, at=at, numbers_of=numbers_of)
    by_name = {"revenue": revenue_tables, "recurring": recurring_tables, "churn": churn_tables}
    return by_name[name](period)


def _period(form: forms.Form, at: datetime) -> Period:
    return Period.named(form.cleaned_data["period"]).until_at_most(day_at(at))


def _look_at_numbers(request: HttpRequest, form: forms.Form, at: datetime) -> list[int]:
    """Read the VAT number of each customer who owes the tax, through the gate; of whom it opened.

    The reason is in the policy's language, since all of them read it.
    """
    if "period" not in form.fields:
        return []
    policy = policy_on(at)
    owe = {each.account for each in taxed(_period(form, at), at=at) if each.number}
    accounts = Account.objects.filter(pk__in=[account for account in owe if account])
    with translation.override(policy.tables.policy.language):
        reason = _("The statement of supplies on which customers owe the tax")
    opened = []
    for account in accounts.order_by("pk"):
        with suppress(ReadRefusedError):
            read(me(request), account, ["billing"], at=at, reason=reason)
            opened.append(account.pk)
    return opened


def _file(name: str, tables: list[Table], which: str) -> HttpResponse:
    """One table as CSV. Raises Http404 where there is none of that number."""
    if not which.isdecimal() or int(which[:9]) >= len(tables):
        raise Http404
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{which}.csv"'
    write_csv([tables[int(which)]], answer)
    return answer
