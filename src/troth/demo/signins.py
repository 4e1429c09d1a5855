"""The sign-ins that the demo prints."""

import secrets

from django.contrib.auth.hashers import make_password

from troth.accounts.models import Membership, Person
from troth.demo.life import SHOWN


def sign_ins() -> tuple[list[Person], Person, str]:
    """Some customers and one of the staff, who get a new password, and that password.

    The password is stored nowhere else, so each run of the demo makes a new one.
    """
    owners = Membership.objects.filter(
        role=Membership.Role.OWNER,
        account__cancelled_at__isnull=True,
        account__restricted_at__isnull=True,
        account__services__ended_at__isnull=True,
        account__services__isnull=False,
        person__restricted_at__isnull=True,
        person__erasure_asked_at__isnull=True,
    )
    lowest = owners.order_by("person_id").values_list("person_id", flat=True).distinct()
    customers = list(Person.objects.filter(pk__in=list(lowest[:SHOWN])).order_by("pk"))
    staff = Person.objects.filter(is_staff=True).latest("pk")
    password = "-".join(secrets.token_hex(2) for _ in range(3))
    Person.objects.filter(pk__in=[person.pk for person in (*customers, staff)]).update(
        password=make_password(password)
    )
    return customers, staff, password
