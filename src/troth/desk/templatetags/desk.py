"""Where staff can go, for the frame of their pages."""

from django import template
from django.template import Context

from troth.desk.navigation import Group, groups

register = template.Library()


@register.simple_tag(takes_context=True)
def ways_at_the_desk(context: Context) -> list[Group]:
    """The groups of the sidebar."""
    return groups(context["request"])
