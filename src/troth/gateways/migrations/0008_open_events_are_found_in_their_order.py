from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gateways", "0007_others_payments_and_payouts_by_hand"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="gatewayevent",
            name="gateway_event_open",
        ),
        migrations.AddIndex(
            model_name="gatewayevent",
            index=models.Index(
                condition=models.Q(("handled_at__isnull", True), ("settled_at__isnull", True)),
                fields=["id"],
                name="gateway_event_next",
            ),
        ),
    ]
