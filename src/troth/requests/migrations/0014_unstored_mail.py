from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0013_addresses_in_one_spelling"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnstoredMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=64)),
                ("uid", models.BigIntegerField()),
                ("since", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("place", "uid"), name="unstored_once")
                ],
            },
        ),
    ]
