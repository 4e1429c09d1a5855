from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0001_selling"),
    ]

    operations = [
        migrations.AddField(
            model_name="product",
            name="waits_for_payment",
            field=models.BooleanField(
                db_default=False,
                default=False,
                verbose_name="Set up once its first invoice is paid",
            ),
        ),
    ]
