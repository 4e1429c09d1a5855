"""Plug-ins as settings name them, in Django's own idiom."""

from collections.abc import Mapping
from typing import Any

from django.utils.module_loading import import_string


def plugged_in(named: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Each by its name, made by what its setting says: {"BACKEND": "...", "OPTIONS": {...}}."""
    return {
        name: import_string(entry["BACKEND"])(**entry.get("OPTIONS", {}))
        for name, entry in named.items()
    }
