"""Messages are found by an address in its one spelling."""

from django.db import migrations

from troth.core.database.respell import respell


class Migration(migrations.Migration):
    dependencies = [("messaging", "0009_failed")]
    operations = [respell("messaging", "Message", "address")]
