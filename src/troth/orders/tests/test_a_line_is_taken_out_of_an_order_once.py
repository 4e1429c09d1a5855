import re

import pytest

from troth.orders.tests.selling import ORDER, client_of, customer, put_in, shop


@pytest.mark.django_db
def test_a_second_click_takes_no_other_line_out() -> None:
    product = shop()
    client = client_of(customer())
    for months in (1, 12):
        put_in(client, product, months=months)
    page = client.get(ORDER).content.decode()
    first, second = re.findall(r'name="line" value="([^"]+)"', page)
    for _click in range(2):
        client.post(ORDER, {"act": "remove", "line": first})
    page = client.get(ORDER).content.decode()
    assert re.findall(r'name="line" value="([^"]+)"', page) == [second]
