from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gateways", "0005_checked_accounts"),
    ]

    operations = [
        migrations.AddField(
            model_name="payout",
            name="lost_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="Does not arrive, known since"
            ),
        ),
    ]
