"""Middleware: one request is answered under one policy, which it asks for once."""

from django.http import HttpRequest, HttpResponse

from troth.portal.access import GetResponse
from troth.publishing.running import asked_once


def policy_once(get_response: GetResponse) -> GetResponse:
    """Views, verbs and templates ask for the policy as they need it; the database hears one."""

    def respond(request: HttpRequest) -> HttpResponse:
        with asked_once():
            return get_response(request)

    return respond
