import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Until now the journal alone knew who had accepted which edition.
_FROM_THE_JOURNAL = """
INSERT INTO gates_acceptance (person_id, policy, version, way, at)
SELECT p.id, e.policy, min(f.version), 'tick', min(e.at)
FROM journal_entry e
JOIN accounts_subject s ON s.pseudonym = e.subject
JOIN accounts_person p ON p.id = s.id
JOIN publishing_publishedpolicy f ON f.digest = e.policy
WHERE e.event = 'policy.accepted'
GROUP BY p.id, e.policy
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0017_addresses_in_one_spelling"),
        ("gates", "0006_looks_have_a_ground"),
        ("journal", "0006_witness"),
        ("publishing", "0003_editorial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "policy",
                    models.CharField(max_length=64, verbose_name="Fingerprint of the policy"),
                ),
                ("version", models.CharField(max_length=40, verbose_name="Version of the policy")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("tick", "by ticking a box"),
                            ("agreement", "by an agreement that refers to it"),
                        ],
                        max_length=9,
                        verbose_name="How it was accepted",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="When")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="acceptances",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Number of the person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "policy"), name="one_acceptance")
                ],
            },
        ),
        migrations.RunSQL(_FROM_THE_JOURNAL, migrations.RunSQL.noop),
    ]
