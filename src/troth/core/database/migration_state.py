"""What Django knows of the models between two steps of a migration, made with less work.

It makes the class of a changed model anew, and those of all that hang together with it. Here every
model leads to an account, so each step would make all of them: an upgrade over many releases would
do little else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.utils import field_is_referenced, get_references
from django.db.models import ForeignKey

Field = Any


class State(ProjectState):
    """A state that makes those classes anew of which the next step of a migration can ask.

    Where a relation changes, all of them are, before and after the step; so they are, by Django
    itself, before code of a migration runs.
    """

    _other: ProjectState | None = None  # the one before a step, or after it
    _key_only = False  # whether what changes is a foreign key, which makes nothing else another

    def clone(self) -> "State":
        """A copy: one of the two is about to be changed by a step, the other stays as before it."""
        models = {key: model.clone() for key, model in self.models.items()}
        copy = State(models=models, real_apps=self.real_apps)
        if "apps" in self.__dict__:
            copy.apps = self.apps.clone()
        copy.is_delayed = self.is_delayed
        self._other, copy._other = copy, self
        return copy

    def add_model(self, model_state: ModelState) -> None:
        """Take in a new model, to which no other leads yet."""
        known = self.__dict__.pop("apps", None)  # Django would make anew all to which it leads
        super().add_model(model_state)
        if known:
            self.apps = known
            self.reload_model(model_state.app_label, model_state.name_lower, delay=True)

    def add_field(
        self, app_label: str, model_name: str, name: str, field: Field, preserve_default: bool
    ) -> None:
        """Give a model another field."""
        with self._changes((app_label, model_name), name, field):
            super().add_field(app_label, model_name, name, field, preserve_default)

    def alter_field(
        self, app_label: str, model_name: str, name: str, field: Field, preserve_default: bool
    ) -> None:
        """Put another field in the place of one."""
        with self._changes((app_label, model_name), name, field):
            super().alter_field(app_label, model_name, name, field, preserve_default)

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:
        """Make the class of a model anew, and with `delay` only of those that lead to it."""
        if "apps" not in self.__dict__:
            return
        if not delay and not self._key_only:
            self._make_all_anew()
            return
        self.is_delayed = True
        key = app_label, model_name
        lead_here = {(each.app_label, each.name_lower) for each, *_ in get_references(self, key)}
        self._reload({key} | lead_here)  # type: ignore[attr-defined]

    def reload_models(self, models: list[Any], delay: bool = True) -> None:
        """Make the classes of all models anew."""
        self._make_all_anew()

    @contextmanager
    def _changes(self, model: tuple[str, str], name: str, field: Field) -> Iterator[None]:
        was = self.models[model].fields.get(name, field)
        keys = isinstance(field, ForeignKey) and isinstance(was, ForeignKey)
        self._key_only = keys and not field_is_referenced(self, model, (name, field))
        yield
        self._key_only = False

    def _make_all_anew(self) -> None:
        self.__dict__.pop("apps", None)
        self.is_delayed = False
        if self._other:
            self._other.clear_delayed_apps_cache()


class Executor(MigrationExecutor):
    """Runs migrations on such a state."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> State:
        made = super()._create_project_state(with_applied_migrations)  # type: ignore[misc]
        return State(made.models, made.real_apps)
