from datetime import UTC

from django.db import migrations, models
from django.db.models.functions import TruncDate

# Two workers could each enter the same one.
_ONCE = """
DELETE FROM gates_disclosure d USING gates_disclosure first
WHERE d.reference <> '' AND first.id < d.id
    AND (first.subject_id, first.recipient, first.rule, first.reference, first.categories)
        = (d.subject_id, d.recipient, d.rule, d.reference, d.categories)
    AND (first.at AT TIME ZONE 'UTC')::date = (d.at AT TIME ZONE 'UTC')::date
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_session_keys_hashed"),
        ("gates", "0004_labels"),
    ]

    operations = [
        migrations.RunSQL(_ONCE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.UniqueConstraint(
                *map(models.F, ("subject", "recipient", "rule", "reference", "categories")),
                TruncDate("at", tzinfo=UTC),
                condition=models.Q(("reference", ""), _negated=True),
                name="one_disclosure_a_day",
            ),
        ),
    ]
