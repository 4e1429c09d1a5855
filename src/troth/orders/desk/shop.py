"""The shop as it is, with what is hidden in it: for who edits the catalogue."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from troth.desk.access import desk_page
from troth.orders.pages import shop as pages


@require_safe
@desk_page("billing")
def shop(request: HttpRequest) -> HttpResponse:
    """Every group with its products."""
    return pages.shop(request, hidden=True)


@require_safe
@desk_page("billing")
def group(request: HttpRequest, group: str) -> HttpResponse:
    """The products of a group."""
    return pages.group(request, group, hidden=True)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("billing")
def product(request: HttpRequest, group: str, product: str) -> HttpResponse:
    """One product, of which nothing can be ordered here."""
    return pages.product(request, group, product, hidden=True)
