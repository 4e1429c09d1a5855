"""The ways on from a page, which its frame shows twice: in the menu, and beside the page."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString

register = template.Library()
_WRITTEN = "ways on"


@register.simple_tag(takes_context=True)
def ways_on(context: Context, name: str) -> SafeString:
    """The navigation in a template, written once for both."""
    assert context.template and context.render_context is not None  # it is being rendered
    if _WRITTEN not in context.render_context:
        navigation = context.template.engine.get_template(name)
        context.render_context[_WRITTEN] = navigation.render(context)
    written: SafeString = context.render_context[_WRITTEN]
    return written
