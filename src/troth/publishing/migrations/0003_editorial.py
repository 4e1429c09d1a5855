from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0002_language"),
    ]

    operations = [
        migrations.AddField(
            model_name="publishedpolicy",
            name="editorial",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
