"""Find what an answer by mail quotes of the mail that it answers."""

from mailparser_reply import EmailReplyParser
from mailparser_reply.constants import MAIL_LANGUAGES

_MARK = "> "  # RFC 3676, 4.5


def mark_quoted(text: str) -> str:
    """The text, in which each line that it quotes begins with `>`; nothing is left out.

    Mail programs that mark what they quote are told from those that put all of it below, under a
    head of theirs, by what follows that head; in the first case whatever stands between and below
    is what the sender says.

    Never called where it may not take its time: some texts keep its patterns busy for a minute.
    """
    replies = EmailReplyParser(languages=[*MAIL_LANGUAGES]).read(text).replies
    quoted = next((each for each in replies if each.headers), None)
    if quoted is None:
        return text
    before, head, after = text.partition(quoted.headers)
    if not head:
        return text
    marks = after.lstrip("\n").startswith(">")
    below = after if marks else _marked(after)
    return f"{before}{_marked(head)}{below}".rstrip()


def _marked(text: str) -> str:
    """Every line behind a mark, but for the blank ones at the ends."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    return "\n".join(
        f"{_MARK}{line}".rstrip() if at >= first else line for at, line in enumerate(lines)
    )
