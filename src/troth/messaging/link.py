"""Addresses of pages as messages give them."""

from django.urls import reverse

from troth.core.provider import site_url


def link(name: str, *args: object) -> str:
    """The whole address of a page by its name, such as `https://my.example/unsubscribe/…/`."""
    return f"{site_url()}{reverse(name, args=args)}"
