from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0005_options_are_kept_by_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="order",
            name="closed_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="Closed as it was not paid"
            ),
        ),
    ]
