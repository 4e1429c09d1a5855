from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0012_an_end_for_what_is_unpaid_stands_beside"),
    ]

    operations = [
        migrations.AddField(
            model_name="service",
            name="waits_for_payment",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="Set up once it is paid"
            ),
        ),
    ]
