"""Signing in while one is being erased: there is nobody any more, as for an unknown address."""

from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from django.contrib import messages
from django.core.exceptions import ObjectNotUpdated
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from troth.accounts.locked import GoneError
from troth.core.conflicts import conflict
from troth.portal.access import View


class SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """The address and the password."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Allauth's, where whoever is gone by now gets the answer to a wrong password."""
        try:
            response: HttpResponse = super().form_valid(form)
        except GoneError:
            self.request.session.flush()
            form.add_error(None, get_adapter().validation_error("email_password_mismatch"))
            response = self.form_invalid(form)
        return response


def if_still_there(view: View) -> View:
    """Let a page on the way in send whoever was erased on the way back to its beginning."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (GoneError, ObjectNotUpdated):
            pass
        except IntegrityError as error:
            if conflict(error) is None:
                raise
        request.session.flush()
        messages.error(request, get_adapter().error_messages["email_password_mismatch"])
        return redirect("account_login")

    return answered
