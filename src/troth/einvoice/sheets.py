"""Sheets of paper by WeasyPrint, which cannot be imported where Pango is missing."""

from importlib.resources import files
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

_FONTS = files("font_source_sans_pro") / "files"


def printed(html: str, accent: str) -> bytes:
    """A page as PDF/A-3b, in the font that Troth brings, and in the machine's for other scripts."""
    style = (files("troth.einvoice") / "document.css").read_text().replace("ACCENT", accent)
    unknown: dict[int, str] = {}

    def note_unknown(printed: Any, _: object) -> None:
        unknown.update((code, "?") for font in printed.fonts.values() for code in font.missing)

    def print_(html: str) -> bytes:
        fonts, fetcher = FontConfiguration(), OwnFonts()
        page: bytes = HTML(string=html, url_fetcher=fetcher, base_url="font:").write_pdf(
            stylesheets=[CSS(string=style, font_config=fonts, url_fetcher=fetcher)],
            font_config=fonts,
            finisher=note_unknown,
            pdf_variant="pdf/a-3b",
            pdf_tags=True,
        )
        return page

    page = print_(html)
    # PDF/A shows no empty boxes for signs that no font of this machine has.
    return print_(html.translate(unknown)) if unknown else page


class OwnFonts(URLFetcher):  # type: ignore[misc]
    """Gives out the font, by its file's name, and nothing else: no text can have a page fetched."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        name = url.removeprefix("font:")
        if name == url or "/" in name:
            raise ValueError("Only fonts are fetched.")
        return URLFetcherResponse(url, (_FONTS / name).read_bytes())
