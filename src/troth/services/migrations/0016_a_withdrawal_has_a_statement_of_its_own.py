"""What was stated of a withdrawal is called so, and not as what an account owes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0015_a_service_has_a_price_of_its_own"),
    ]

    operations = [
        migrations.AlterField(
            model_name="cancellation",
            name="statement",
            field=models.TextField(
                blank=True, db_default="", verbose_name="Statement of the withdrawal"
            ),
        ),
    ]
