"""Sets a page with WeasyPrint: lines broken here, at the widths of the fonts, and not justified."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape

from benchmarks.typeset.by_typst import NoRoom, font_folder, grey_picture
from benchmarks.typeset.elements import (
    Display,
    Element,
    Family,
    Flow,
    Frame,
    Page,
    Panel,
    Paragraph,
    Picture,
    Rule,
    Type,
)

FONT_FILES: Mapping[Family, str] = {"serif": "NotoSerifSC-Regular.otf", "sans": "NotoSansSC-Regular.otf"}
OTHER: Mapping[Family, Family] = {"serif": "sans", "sans": "serif"}
NO_START = "，。、；：！？”’）》】〉…％%,.;:!?)]}·"
NO_END = "“‘（《【〈(["


def set_page(page: Page) -> bytes:
    """The page as a PDF.

    Raises:
        NoRoom: a flow is longer than its frames.

    """
    import weasyprint

    left: dict[int, int] = {}
    parts: list[str] = []
    for number, element in enumerate(page.elements):
        if isinstance(element, Flow):
            markup, rest = _flow(element)
            parts.append(markup)
            if rest:
                left[number] = rest
        else:
            parts.append(_element(element))
    if left:
        raise NoRoom(left)
    html = weasyprint.HTML(string=f"<style>{_style(page)}</style>{''.join(parts)}", base_url=str(font_folder()))
    return bytes(html.write_pdf())


def _style(page: Page) -> str:
    faces = "".join(
        f"@font-face {{ font-family: set-{family}; src: url({(font_folder() / file).as_uri()}) }}"
        for family, file in FONT_FILES.items()
    )
    return (
        f"{faces} @page {{ size: {page.width}pt {page.height}pt; margin: 0 }} body {{ margin: 0 }}"
        " div, img { position: absolute; white-space: pre; font-kerning: none; font-variant-ligatures: none }"
    )


def _element(element: Element) -> str:
    if isinstance(element, Display):
        texts = list(element.text) if element.vertical else element.text.split("\n")
        align = "center" if element.vertical else element.type.align
        return _div(element.frame, element.type, "<br>".join(map(escape, texts)), f"text-align: {align}")
    if isinstance(element, Picture):
        source = base64.b64encode(grey_picture()).decode()
        return f'<img src="data:image/png;base64,{source}" style="{_place(element.frame)}">'
    if isinstance(element, Rule):
        frame = Frame(element.x0, element.y0, element.x1 - element.x0, element.y1 - element.y0)
        wide, high = max(frame.width, element.width), max(frame.height, element.width)
        return f'<div style="{_place(Frame(frame.x, frame.y, wide, high))}; background: black"></div>'
    assert isinstance(element, Panel)
    border = f"border: {element.stroke}pt solid black; box-sizing: border-box;" if element.stroke else ""
    return f'<div style="{_place(element.frame)}; {border} background: {element.fill or "none"}"></div>'


def _place(frame: Frame) -> str:
    return f"left: {frame.x}pt; top: {frame.y}pt; width: {frame.width}pt; height: {frame.height}pt"


def _div(frame: Frame, type_: Type, inner: str, more: str = "") -> str:
    lead = type_.size * type_.leading
    raised = Frame(frame.x, frame.y - (lead - type_.size) / 2, frame.width, frame.height)
    style = f"{_place(raised)}; font: {type_.size}pt/{lead}pt set-{type_.family}; {more}"
    return f'<div style="{style}">{inner}</div>'


# ---------------------------------------------------------------------- flows


def _flow(flow: Flow) -> tuple[str, int]:
    """The markup of a flow, and how many characters found no room."""
    lines = _lines(flow)
    parts: list[str] = []
    for frame in flow.frames:
        room = int(
            (frame.height + flow.type.size * (flow.type.leading - 1) + 0.01) / (flow.type.size * flow.type.leading)
        )
        taken, lines = lines[:room], lines[room:]
        while taken and lines and "<span" in taken[-1]:  # no crosshead at a column's foot
            lines.insert(0, taken.pop())
        parts.append(_div(frame, flow.type, "<br>".join(taken)))
    return "".join(parts), sum(map(len, lines))


def _lines(flow: Flow) -> list[str]:
    return [line for paragraph in flow.paragraphs for line in _paragraph_lines(paragraph, flow)]


def _paragraph_lines(paragraph: Paragraph, flow: Flow) -> Iterator[str]:
    """The lines of a paragraph; all frames are taken to be as wide as the narrowest."""
    wide = min(frame.width for frame in flow.frames) / flow.type.size
    if paragraph.crosshead:
        indent = (wide - len(paragraph.text)) / 2 if flow.type.align == "center" else 0.0
        family = OTHER[flow.type.family]
        style = f"font-family: set-{family}; margin-left: {max(0.0, indent) * flow.type.size}pt"
        yield f'<span style="{style}">{escape(paragraph.text)}</span>'
        return
    rest, indent = paragraph.text, flow.type.indent
    while rest:
        end = _line_end(rest, wide - indent, flow.type.family)
        style = f"margin-left: {indent * flow.type.size}pt"
        yield f'<i style="font-style: normal; {style}">{escape(rest[:end].rstrip())}</i>'
        rest, indent = rest[end:].lstrip(), 0.0


def _line_end(text: str, wide: float, family: Family) -> int:
    """How many characters go on a line: no closing sign begins the next one, no word is cut."""
    used = 0.0
    end = 0
    while end < len(text) and used + _advance(text[end], family) <= wide + 0.001:
        used += _advance(text[end], family)
        end += 1
    if end == len(text):
        return end
    whole = end
    while end > 1 and (text[end] in NO_START or text[end - 1] in NO_END or _is_word(text[end - 1 : end + 1])):
        end -= 1
    return end if end > 1 else max(1, whole)


def _is_word(pair: str) -> bool:
    return pair.isascii() and all(char.isalnum() or char in ".%" for char in pair)


@cache
def _advance(char: str, family: Family) -> float:
    """Width of a character in sizes."""
    code, widths, units = _metrics(family)
    return widths[code.get(ord(char), ".notdef")][0] / units


@cache
def _metrics(family: Family) -> tuple[Mapping[int, str], Mapping[str, Sequence[int]], int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # the library has no types

    font = TTFont(font_folder() / FONT_FILES[family])
    return font.getBestCmap(), dict(font["hmtx"].metrics), font["head"].unitsPerEm
