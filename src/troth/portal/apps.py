from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "troth.portal"

    def ready(self) -> None:
        """Have copies tell their rows in the words of the pages."""
        from troth.copies.readable import read_by
        from troth.portal.rows import shown

        read_by(shown)
