"""The jobs of every room: to import this is to know them all."""

from django.utils.module_loading import autodiscover_modules

autodiscover_modules("tasks")
