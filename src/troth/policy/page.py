"""A policy as one file for a browser, without the platform around it."""

from html import escape

from troth.policy.parse import Policy
from troth.policy.render import to_html
from troth.policy.words import gettext as _

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --paper: #fdfdfb; --rule: #eef1f4;
  --edge: #c9d1da; --link: #0b57a4 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e3e7ec; --paper: #14181d; --rule: #1e242b; --edge: #3a444f; --link: #8cc0ff }
}
body { margin: 0 auto; max-width: 42rem; padding: 2rem 1.25rem 4rem; background: var(--paper);
  color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; overflow-wrap: break-word }
h1, h2, h3 { line-height: 1.25; margin: 2.25em 0 .5em }
h1 { margin-top: 0 }
a { color: var(--link) }
details { background: var(--rule); border-left: 3px solid var(--edge); border-radius: 4px;
  margin: .4rem 0; padding: .35rem .8rem; font-size: .9375rem }
details p { margin: .4rem 0 }
summary { cursor: pointer }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
table { border-collapse: collapse; display: block; overflow-x: auto; font-size: .9375rem }
th, td { border: 1px solid var(--edge); padding: .3rem .6rem; text-align: left;
  vertical-align: top }
"""


def page(policy: Policy) -> str:
    """The policy as a full HTML page that needs nothing else: it loads no script and no file."""
    edition = policy.tables.policy
    title = escape(_("Privacy policy of %(provider)s") % {"provider": policy.tables.provider.name})
    return (
        f'<!doctype html>\n<html lang="{escape(edition.language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"{to_html(policy)}</main>\n</body>\n</html>"
    )
