import pytest
from django.utils import timezone

from troth.core.day import day_at
from troth.services.models import OwnPrice
from troth.testing import make, sell
from troth.testing.browser import OpenPage, check_looks, sign_in, with_password

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_telephone_in_the_dark_and_a_desk_in_the_light(open_page: OpenPage) -> None:
    now = timezone.now()
    sell.seller("softsys", at=now)
    account = sell.buyer(country="DE", at=now)
    small = sell.product("Small", {1: 1000}, to=sell.product("Large", {1: 2000}))
    service = sell.sold(account, small, at=now)
    own = OwnPrice.objects.create(
        account=account,
        service=service,
        percent=10_0000,
        currency="EUR",
        because="They have agreed to stay for three years",
        starts=day_at(now),
        agreed_at=now,
    )
    page = open_page()
    sign_in(page, with_password(make.owner(account)))
    path = f"/account/{account.pk}/services/{service.pk}/"
    plan = f"?offer={small.pk}&months=1&quantity=2"
    for which in ("", f"change/{plan}", "cancel/"):
        page.goto(path + which)
        check_looks(page)
    staff = with_password(make.staff("billing"))
    page = open_page()
    sign_in(page, staff)
    of_it = f"services/{service.pk}/"
    for which in ("services/", of_it, f"{of_it}price/", f"{of_it}price/{own.pk}/end/"):
        page.goto(f"/desk/{which}")
        check_looks(page)
