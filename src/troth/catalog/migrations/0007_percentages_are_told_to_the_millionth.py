"""A percentage off is in parts per million, where it was in hundredths of a percent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0006_a_choice_may_cost_something_else_for_running_services")]

    operations = [
        migrations.RemoveConstraint(model_name="promotion", name="promotion_takes_something_off"),
        migrations.RunSQL(
            "UPDATE catalog_promotion SET percent = percent * 100 WHERE percent IS NOT NULL",
            "UPDATE catalog_promotion SET percent = percent / 100 WHERE percent IS NOT NULL",
        ),
        migrations.AddConstraint(
            model_name="promotion",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("percent__isnull", True))
                | models.Q(("amount__isnull", True), ("percent__gt", 0), ("percent__lte", 1000000)),
                name="promotion_takes_something_off",
            ),
        ),
    ]
