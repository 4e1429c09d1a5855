from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("copies", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="copy",
            name="rule",
            field=models.CharField(blank=True, db_default="", default="", max_length=80),
        ),
    ]
