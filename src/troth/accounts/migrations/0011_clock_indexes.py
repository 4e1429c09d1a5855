"""Every clock that a rule may count from has an index: a sweep reads what is due, and no more."""

from django.db import migrations, models

_OF_OTHERS = {
    "admin_log_action_time": "django_admin_log (action_time)",
    "site_token_created": "allauth_idp_oidc_token (created_at)",
}


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_subject"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("allauth_idp_oidc", "0003_client_allow_uri_wildcards"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["created_at"], name="account_created"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["at"], name="activity_at"),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["created_at"], name="invitation_created"),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["created_at"], name="membership_created"),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["created_at"], name="session_created"),
        ),
        migrations.AddIndex(
            model_name="signin",
            index=models.Index(fields=["at"], name="signin_at"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("is_staff", False)), fields=["subject"], name="person_customer"
            ),
        ),
        # Tables of others, whose models cannot say so.
        *(
            migrations.RunSQL(f"CREATE INDEX {name} ON {on}", f"DROP INDEX {name}")
            for name, on in _OF_OTHERS.items()
        ),
    ]
