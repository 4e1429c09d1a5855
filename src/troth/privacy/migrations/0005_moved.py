"""The tables move to the rooms that took over from this one: only their names change."""

from django.db import migrations

# Each model with its room; those that others point to go last.
_ROOMS = {
    "IdentityProof": "requests",
    "RightsRequest": "requests",
    "PublishedPolicy": "publishing",
    "DoomedFile": "files",
    "ConsentEvent": "gates",
    "Disclosure": "gates",
    "StaffRead": "gates",
    "ReadLimit": "gates",
    "Acknowledgement": "gates",
    "SiteConsent": "gates",
    "Hold": "erasure",
    "ForgetRequest": "erasure",
    "Copy": "copies",
}


class Migration(migrations.Migration):
    dependencies = [("privacy", "0004_sealed_copies")]

    operations = [
        *(
            migrations.AlterModelTable(model, f"{room}_{model.lower()}")
            for model, room in _ROOMS.items()
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(model) for model in _ROOMS]
        ),
    ]
