from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0021_selling")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="buyer_reference",
            field=models.CharField(
                blank=True, db_default="", max_length=100, verbose_name="Buyer reference"
            ),
        ),
    ]
