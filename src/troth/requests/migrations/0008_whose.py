from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0007_doomed_mail"),
    ]

    operations = [
        migrations.AddField(
            model_name="rightsrequest",
            name="whose",
            field=models.CharField(
                blank=True, db_default="", max_length=300, verbose_name="About the data of"
            ),
        ),
    ]
