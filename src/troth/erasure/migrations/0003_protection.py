"""The view of what protects whom from a removal, by which the plan asks."""

from django.db import migrations

# What protects an account's owner protects the account, and what protects an account its people.
_VIEW = """
CREATE VIEW erasure_protection AS
WITH marked AS NOT MATERIALIZED (
    SELECT id AS subject_id, true AS restricted, ARRAY[]::varchar[] AS records
    FROM accounts_subject WHERE restricted_at IS NOT NULL
    UNION ALL
    SELECT subject_id, false, records::varchar[] FROM erasure_hold WHERE lifted_at IS NULL
)
SELECT subject_id, restricted, records FROM marked
UNION ALL
SELECT m.person_id, k.restricted, k.records
FROM marked k JOIN accounts_membership m ON m.account_id = k.subject_id
UNION ALL
SELECT m.account_id, k.restricted, k.records
FROM marked k JOIN accounts_membership m ON m.person_id = k.subject_id AND m.role = 'owner'
"""


class Migration(migrations.Migration):
    dependencies = [("erasure", "0002_subject")]

    operations = [migrations.RunSQL(_VIEW, "DROP VIEW erasure_protection")]
