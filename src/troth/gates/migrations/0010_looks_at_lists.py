from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gates", "0009_undertakings_and_forgetting"),
    ]

    operations = [
        migrations.AlterField(
            model_name="staffread",
            name="ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "what staff do"),
                    ("request", "what you asked us"),
                    ("list", "what you asked us, in a list"),
                    ("consent", "your consent"),
                    ("claim", "a legal claim"),
                    ("emergency", "an emergency"),
                ],
                db_default="",
                max_length=10,
                verbose_name="Ground",
            ),
        ),
    ]
