from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("erasure", "0005_holds_for_claims"),
    ]

    operations = [
        migrations.AlterField(
            model_name="forgetrequest",
            name="receipt",
            field=models.UUIDField(blank=True, null=True, verbose_name="Number of the receipt"),
        ),
    ]
