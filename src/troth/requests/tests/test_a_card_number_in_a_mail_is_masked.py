from email.message import EmailMessage

import pytest
from django.test import Client
from django.utils import timezone

from troth.requests.mailbox.read_mailbox import read_mailbox
from troth.requests.models import RightsRequest
from troth.testing import make
from troth.testing.imap import PostBox

pytestmark = pytest.mark.django_db(transaction=True)


def test_in_what_is_stored_and_what_staff_see(post_box: PostBox, client: Client) -> None:
    make.in_force("softsys")
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@stranger.example", "Card 4111 1111 1111 1111"
    mail.set_content("Delete 5555\u00a05555\u00a05555\u00a04444 and invoice 20240101-000123.")
    post_box.drop(mail)
    assert read_mailbox(at=timezone.now()) == 1
    asked = RightsRequest.objects.get()
    text = (
        "Card •••• •••• •••• 1111\n\n"
        "Delete ••••\u00a0••••\u00a0••••\u00a04444 and invoice 20240101-000123."
    )
    assert asked.text == text
    client.force_login(make.staff("privacy"))
    page = client.get(f"/desk/requests/{asked.pk}/sort/").content.decode()
    assert "•••• 1111" in page and "4111" not in page


def test_in_the_cells_of_a_table(post_box: PostBox) -> None:
    make.in_force("softsys")
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@stranger.example", "My card"
    cells = "".join(f"<td>{group}</td>" for group in ("4111", "1111", "1111", "1111"))
    mail.set_content(f"<table><tr><th>Card</th>{cells}</tr></table>", subtype="html")
    post_box.drop(mail)
    read_mailbox(at=timezone.now())
    assert RightsRequest.objects.get().text == "My card\n\nCard\n••••\n••••\n••••\n1111"
