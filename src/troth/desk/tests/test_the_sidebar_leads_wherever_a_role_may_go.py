"""The sidebar of the desk: every link opens, and no page that opens is out of its reach."""

import re

import pytest
from django.test import Client

from troth.portal.tests.addresses import every_address
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

ROLES = ["owner", "privacy", "billing", "support"]
LED_TO_ELSEWHERE = {
    "/desk/acknowledge/",  # before any other page
    "/desk/bank/direct-debits/",  # from the bank's, where direct debits are switched on
    "/desk/shop/",  # from the catalogue, once it has something
}
_LINK = re.compile(r'<a [^>]*href="(/desk/[^"?#]*)[^"]*"[^>]*>([^<]*)</a>')


def sidebar(html: str) -> dict[str, str]:
    """The addresses of the links beside the page, with what they are called."""
    side = html.partition('<nav class="side"')[2].partition("</nav>")[0]
    return dict(links_in(side))


def links_in(html: str) -> list[tuple[str, str]]:
    """Each link's address and what it is called; an icon in it says nothing."""
    return _LINK.findall(re.sub("<svg.*?</svg>", "", html))


def main(html: str) -> str:
    return html.partition("<main")[2].partition("</main>")[0]


def text_of(tag: str, html: str) -> str:
    found = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
    return found[1].strip() if found else ""


def may_get(client: Client, address: str) -> bool:
    return client.get(address).status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_each_link_opens_a_page_that_is_called_the_same(role: str) -> None:
    make.in_force("softsys")
    client = signed_in(make.staff(role))
    links = sidebar(client.get("/desk/").text)
    assert "/desk/" in links
    for address, name in links.items():
        page = client.get(address)
        assert page.status_code == 200, address
        assert text_of("h1", main(page.text)) == name, address
        assert re.split(" ·|:", text_of("title", page.text))[0] == name, address


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_a_link_away_from_the_sidebar(role: str) -> None:
    make.in_force("softsys")
    client = signed_in(make.staff(role))
    links = {*sidebar(client.get("/desk/").text)}
    led_to = {to for each in links for to, _name in links_in(main(client.get(each).text))}
    for each in sorted(led_to - links):
        led_to |= {to for to, _name in links_in(main(client.get(each).text))}
    pages = {f"/{each}" for each in every_address() if each.startswith("desk/") and "<" not in each}
    missed = {each for each in pages - links - led_to if may_get(client, each)}
    assert missed <= LED_TO_ELSEWHERE


def test_the_page_that_is_open_is_marked() -> None:
    make.in_force("softsys")
    client = signed_in(make.staff("billing"))
    order = client.get("/desk/orders/rules/").text
    assert '<a href="/desk/orders/" aria-current="true">' in order
    assert '<a href="/desk/" aria-current="page">' in client.get("/desk/").text
    assert client.get("/desk/").text.partition('class="side"')[2].count("aria-current") == 1


def test_it_stands_in_the_menu_as_well_and_leads_back_to_ones_own_pages() -> None:
    make.in_force("softsys")
    html = signed_in(make.staff("billing")).get("/desk/").text
    menu = html.partition('<details class="menu">')[2].partition("</details>")[0]
    assert 'href="/desk/invoices/"' in menu and 'href="/account/"' in menu
    assert "Privacy centre" not in menu


@pytest.mark.django_db
def test_one_way_is_marked_and_it_is_the_nearest() -> None:
    make.in_force("softsys")
    desk = signed_in(make.staff())
    for path, way in (("/desk/customers/new/", "New customer"), ("/desk/", "Inbox")):
        side = desk.get(path).text.partition('<nav class="side"')[2].partition("</nav>")[0]
        marked = re.findall(r'aria-current="\w+">(?:<svg.*?</svg>)?([^<]+)<', side)
        assert marked == [way]
