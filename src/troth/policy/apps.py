from django.apps import AppConfig
from django.core import checks


class PolicyConfig(AppConfig):
    name = "troth.policy"

    def ready(self) -> None:
        from troth.policy import reader
        from troth.policy.coverage import every_column_is_declared
        from troth.policy.indexes import every_clock_has_an_index
        from troth.policy.words import speak

        speak(reader)
        checks.register(every_column_is_declared, checks.Tags.models)
        checks.register(every_clock_has_an_index, checks.Tags.models)
