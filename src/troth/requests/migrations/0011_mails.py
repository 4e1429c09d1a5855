import django.db.models.deletion
from django.db import migrations, models

import troth.requests.models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_labels"),
        ("requests", "0010_verifier"),
    ]

    operations = [
        migrations.AlterField(
            model_name="rightsrequest",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("done", "Done"),
                    ("refused", "Refused"),
                    ("handed over", "Handed Over"),
                    ("taken back", "Taken Back"),
                    ("put aside", "Put Aside"),
                ],
                default="open",
                max_length=15,
                verbose_name="State",
            ),
        ),
        migrations.CreateModel(
            name="RequestMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        upload_to=troth.requests.models.mail_path,
                        verbose_name="File, by its name in your copy",
                    ),
                ),
                ("key", models.BinaryField()),
                ("arrived_at", models.DateTimeField(verbose_name="Arrived")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="mails",
                        to="requests.rightsrequest",
                        verbose_name="Number of the request",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.subject",
                        verbose_name="Number of the account or person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TakenIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=64)),
                ("uid", models.BigIntegerField()),
                ("fingerprint", models.CharField(db_index=True, max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("place", "uid"), name="taken_in_once")
                ],
            },
        ),
    ]
