from datetime import UTC

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models.functions import TruncDate


class Migration(migrations.Migration):
    dependencies = [
        ("gates", "0008_names_of_new_uses"),
    ]

    operations = [
        migrations.CreateModel(
            name="Undertaking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recipient", models.CharField(max_length=80, verbose_name="Recipient")),
                ("kind", models.CharField(max_length=20, verbose_name="What was undertaken")),
                ("signed_on", models.DateField(verbose_name="Signed on")),
                (
                    "purposes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Purposes",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="Note")),
                ("entered_at", models.DateTimeField(verbose_name="Entered")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="Ended")),
            ],
        ),
        migrations.AddConstraint(
            model_name="undertaking",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("recipient", "kind", "signed_on"),
                name="one_undertaking_a_document",
            ),
        ),
        migrations.RemoveConstraint(model_name="disclosure", name="one_disclosure_a_day"),
        migrations.AddField(
            model_name="disclosure",
            name="asked_to_forget_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Told to forget it"),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="forgotten_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Confirmed that it has"),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.UniqueConstraint(
                *map(models.F, ("subject", "recipient", "rule", "reference", "categories")),
                TruncDate("at", tzinfo=UTC),
                condition=models.Q(
                    models.Q(("reference", ""), _negated=True), ("asked_to_forget_at", None)
                ),
                name="one_disclosure_a_day",
            ),
        ),
        migrations.AddIndex(
            model_name="consentevent",
            index=models.Index(
                condition=models.Q(
                    ("kind__in", ["withdrawn", "objected"]),
                    models.Q(
                        ("rule__startswith", "share."),
                        ("rule__startswith", "purpose."),
                        _connector="OR",
                    ),
                ),
                fields=["person"],
                name="consent_ends_sharing",
            ),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(
                condition=models.Q(("asked_to_forget_at__isnull", False), ("forgotten_at", None)),
                fields=["recipient", "reference"],
                name="disclosure_unconfirmed",
            ),
        ),
    ]
