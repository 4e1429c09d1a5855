"""Each person's address in its one spelling, unless somebody else signs in with that.

The links that confirmed an address such as `info@straße.example` went to `info@strasse.example`,
which is another's: it is confirmed anew. Whom this leaves, `troth addresses` names.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from troth.core.database.respell import misspelled, respell
from troth.core.email_address import as_mailed


def respell_people(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The person and what is known of their address, in step."""
    people = apps.get_model("accounts", "Person").objects
    addresses = apps.get_model("account", "EmailAddress").objects
    for row in addresses.filter(verified=True, email__regex="[^ -~]"):
        if as_mailed(row.email) != _as_mailed_before(row.email):
            addresses.filter(pk=row.pk).update(verified=False)
    for person, email in misspelled(people.model, "email"):
        if not people.filter(email=email).exists():
            addresses.filter(user=person.pk, email=email).delete()
            addresses.filter(user=person.pk, email=person.email).update(email=email)
            people.filter(pk=person.pk).update(email=email)
    for row, _ in misspelled(addresses.model, "email"):
        # A change of address that was asked for is asked for anew.
        if not people.filter(pk=row.user_id, email=row.email).exists():
            addresses.filter(pk=row.pk).delete()


def _as_mailed_before(address: str) -> str:
    """Where mail went (IDNA 2003); blank where it did not."""
    name, _at, domain = address.rpartition("@")
    try:
        return f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return ""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0016_a_changed_address_can_be_undone"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]
    operations = [
        migrations.RunPython(respell_people, migrations.RunPython.noop),
        respell("accounts", "Invitation", "email"),
    ]
