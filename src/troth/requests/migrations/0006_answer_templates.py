from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0002_moved"),
        ("requests", "0005_labels"),
    ]

    # The table is there: it has moved here.
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="AnswerTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(max_length=20)),
                        ("right", models.CharField(blank=True, max_length=20)),
                        ("language", models.CharField(max_length=10)),
                        ("text", models.TextField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "right", "language"), name="one_answer_template"
                            )
                        ],
                    },
                ),
            ]
        )
    ]
