from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "troth.accounts"

    def ready(self) -> None:
        from troth.accounts import thirdparty  # noqa: F401  (the import declares)
