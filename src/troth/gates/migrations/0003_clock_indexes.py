from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_clock_indexes"),
        ("gates", "0002_subject"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="consentevent",
            index=models.Index(fields=["at"], name="consent_at"),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["at"], name="disclosure_at"),
        ),
        migrations.AddIndex(
            model_name="siteconsent",
            index=models.Index(fields=["at"], name="site_consent_at"),
        ),
        migrations.AddIndex(
            model_name="staffread",
            index=models.Index(fields=["at"], name="staff_read_at"),
        ),
    ]
