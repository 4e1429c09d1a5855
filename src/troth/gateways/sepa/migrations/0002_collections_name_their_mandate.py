"""A direct debit names its mandate, which outlives the attempt to pay by it."""

import django.db.models.deletion
from django.db import migrations, models

_OF_ATTEMPT = """
    UPDATE sepa_collection c SET mandate_id = m.id
    FROM gateways_paymentattempt a JOIN sepa_mandate m ON m.method_id = a.method_id
    WHERE a.id = c.attempt_id
"""


class Migration(migrations.Migration):
    dependencies = [("sepa", "0001_mandates_and_collections")]

    operations = [
        migrations.AddField(
            "Collection",
            "mandate",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="collections",
                to="sepa.mandate",
                verbose_name="Number of the mandate",
            ),
        ),
        migrations.RunSQL(_OF_ATTEMPT, migrations.RunSQL.noop),
    ]
