"""The records at /desk/records/: Django's admin in unfold's clothes, behind our own doors."""

from typing import Any

from allauth.account.views import logout as account_logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override
from unfold.sites import UnfoldAdminSite

from troth.accounts.models import Person
from troth.desk.access import held_up, way_on
from troth.policy.labels import staff_call
from troth.policy.tables import table_of
from troth.portal.access import View, me, unstored

# Unfold's pages carry scripts and styles in their text, and Alpine.js evaluates theirs.
CONTENT_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE, CSP.UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}


class Records(UnfoldAdminSite):  # type: ignore[misc]  # unfold has no types
    """Django's AdminSite for staff who have acknowledged the policy."""

    index_title = _("Records")

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether a page opens; where it does not, `login` says what to do."""
        person = request.user
        return isinstance(person, Person) and person.is_staff and not held_up(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What the role may list, under the names that staff have for it."""
        found: list[Any] = super().get_app_list(request, app_label)
        for each in (model for app in found for model in app["models"]):
            each["name"] = staff_call(table_of(each["model"]))
        return found

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponseBase:
        """The way to our sign-in, or to the policy that has to be acknowledged."""
        to = way_on(request, "admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(to)
        if not me(request).is_staff:
            raise PermissionDenied
        return held_up(request, to) or redirect(to)

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponseBase:
        """Our own, since the admin's tells nobody of it."""
        answer: HttpResponseBase = account_logout(request)
        return answer

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponseBase:
        """Our own, which knows sessions and alerts."""
        return redirect("account_change_password")

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Every page of the records is stored nowhere, and has unfold's content policy."""
        page: View = super().admin_view(view, cacheable)
        return unstored(csp_override(CONTENT_POLICY)(page))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The admin's addresses without those that nothing of ours needs."""
        every: list[URLPattern | URLResolver] = super().get_urls()
        unused = ("autocomplete", "view_on_site", "password_change_done", "search")
        return [url for url in every if getattr(url, "name", "") not in unused]


site = Records(name="admin")
