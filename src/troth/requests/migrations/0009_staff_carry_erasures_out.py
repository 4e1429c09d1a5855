from django.db import migrations

# What waits for staff was marked for the next sweep as well.
_UNMARK = """
WITH asked AS (
    SELECT person_id FROM requests_rightsrequest WHERE state = 'open' AND "right" = 'erase'
)
UPDATE accounts_subject SET erasure_asked_at = NULL
WHERE id IN (SELECT person_id FROM asked)
    OR id IN (
        SELECT account_id FROM accounts_membership
        WHERE role = 'owner' AND person_id IN (SELECT person_id FROM asked)
    )
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_labels"),
        ("requests", "0008_whose"),
    ]

    operations = [
        migrations.RunSQL(_UNMARK, migrations.RunSQL.noop),
    ]
