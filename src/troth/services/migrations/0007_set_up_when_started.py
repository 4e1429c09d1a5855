from django.db import migrations

SET_UP = "UPDATE services_service SET activated_at = started_at WHERE activated_at IS NULL"


class Migration(migrations.Migration):
    dependencies = [("services", "0006_selling")]

    operations = [migrations.RunSQL(SET_UP, migrations.RunSQL.noop)]
