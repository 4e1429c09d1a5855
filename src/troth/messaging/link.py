"""Addresses of pages as messages give them."""

from django.conf import settings
from django.urls import reverse


def link(name: str, *args: object) -> str:
    """The whole address of a page by its name, such as `https://my.example/unsubscribe/…/`."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"
