"""A new password, at the end of a mailed link."""

from allauth.account.utils import url_str_to_user_pk
from allauth.account.views import password_reset_from_key
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from troth.accounts.models import Person
from troth.portal.again import whole


@whole
def new_password(request: HttpRequest, uidb36: str, key: str) -> HttpResponse:
    """Allauth's page, for one browser after the other: the second one finds the link used."""
    try:
        Person.objects.select_for_update().filter(pk=url_str_to_user_pk(uidb36)).first()
    except (ValueError, ValidationError):
        uidb36 = "0"  # a made-up link: nobody's, which allauth's page explains
    response: HttpResponse = password_reset_from_key(request, uidb36=uidb36, key=key)
    return response
