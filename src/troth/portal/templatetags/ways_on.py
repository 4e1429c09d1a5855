"""The ways on from a page, which its frame shows twice: in the menu, and beside the page."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def ways_on(context: Context) -> SafeString:
    """The navigation, written for both at once."""
    assert context.template  # there is one while it is rendered
    return context.template.engine.get_template("portal/navigation.html").render(context)
