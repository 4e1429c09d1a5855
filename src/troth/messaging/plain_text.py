"""Markdown of ours as it is read in a mail."""

from collections.abc import Iterable
from textwrap import indent

from markdown_it.tree import SyntaxTreeNode

from troth.policy.prose import markdown


def plain_text(text: str) -> str:
    """Headings on lines of their own and underlined, lists with marks, links with addresses."""
    return "\n\n".join(map(_block, SyntaxTreeNode(markdown().parse(text)).children))


def underlined(words: str, by: str = "-") -> str:
    """A heading of a text, with a line below it."""
    return f"{words}\n{by * len(words)}"


def _block(node: SyntaxTreeNode) -> str:
    match node.type:
        case "heading":
            return underlined(_inline(node.children), "=" if node.tag == "h1" else "-")
        case "bullet_list" | "ordered_list":
            return _list(node)
        case "blockquote":
            return indent("\n\n".join(map(_block, node.children)), "> ", lambda _line: True)
        case "fence" | "code_block":
            return indent(node.content.rstrip("\n"), "    ")
        case "table":
            rows = (row for part in node.children for row in part.children)
            return "\n".join(" | ".join(_inline([cell]) for cell in row.children) for row in rows)
        case "hr":
            return "* * *"
    return _inline(node.children)


def _list(node: SyntaxTreeNode) -> str:
    first = int(node.attrs.get("start", 1))
    items = []
    for number, item in enumerate(node.children, first):
        mark = "- " if node.type == "bullet_list" else f"{number}. "
        apart = "\n" if item.children and item.children[0].hidden else "\n\n"
        words = apart.join(map(_block, item.children))
        items.append(mark + indent(words, " " * len(mark)).lstrip())
    return "\n".join(items)


def _inline(nodes: Iterable[SyntaxTreeNode]) -> str:
    return "".join(map(_words, nodes))


def _words(node: SyntaxTreeNode) -> str:
    match node.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "link":
            words, to = _inline(node.children), str(node.attrs["href"]).removeprefix("mailto:")
            return words if words == to else f"{words} ({to})"
    return _inline(node.children) if node.children else node.content
