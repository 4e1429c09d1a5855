"""What a page of ours shows beside what is to be agreed to, as its form sends it along."""

import re

from django.test import Client


def shown(client: Client, page: str) -> list[str]:
    """The marks that the form of a page to pay on sends with what was ticked."""
    return re.findall(r'name="shown" value="([^"]+)"', client.get(page).content.decode())
