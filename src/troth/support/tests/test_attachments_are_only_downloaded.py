import pytest
from django.test import Client

from troth.support.models import TicketMessage
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = b"<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("name", "filename"),
    [
        ("screenshot.png", 'filename="screenshot.png"'),
        ("page.html", 'filename="page.html"'),
        ('a"b\r\nSet-Cookie: x=1', 'filename="a\\"b Set-Cookie: x=1"'),
        ("résumé.pdf", "filename*=utf-8''r%C3%A9sum%C3%A9.pdf"),
        ("", 'filename="attachment"'),
    ],
)
def test_a_file_is_stored_and_never_shown(name: str, filename: str) -> None:
    make.in_force("softsys")
    account = make.full_account(attachment=PAGE)
    TicketMessage.objects.update(attachment_name=name)
    message = TicketMessage.objects.get()
    client = Client()
    client.force_login(make.owner(account))
    ticket = f"/account/{account.pk}/tickets/{message.ticket_id}/"
    assert f"{ticket}files/{message.pk}/" in client.get(ticket).content.decode()
    answer = client.get(f"{ticket}files/{message.pk}/")
    assert b"".join(answer) == PAGE
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f"attachment; {filename}"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


def test_no_address_leads_to_the_file_itself() -> None:
    make.full_account(attachment=PAGE)
    stored = TicketMessage.objects.get().attachment.name
    for address in (f"/{stored}", f"/files/{stored}", f"/static/{stored}", f"/media/{stored}"):
        assert Client().get(address).status_code == 404


def test_a_file_that_is_lost_is_not_found() -> None:
    make.in_force("softsys")
    account = make.full_account(attachment=PAGE)
    message = TicketMessage.objects.get()
    message.attachment.storage.delete(str(message.attachment.name))
    client = Client()
    client.force_login(make.owner(account))
    address = f"/account/{account.pk}/tickets/{message.ticket_id}/files/{message.pk}/"
    assert client.get(address).status_code == 404
