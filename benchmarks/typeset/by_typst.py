"""Sets a page with typst, in the fonts of pylopdf-fonts-zh-cn alone."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

from benchmarks.typeset.elements import Page

TEMPLATE = Path(__file__).with_name("page.typ")


class NoRoom(Exception):
    """Text found no room in its frames: characters, by the flow's place among the elements of the page."""

    def __init__(self, chars: dict[int, int]) -> None:
        super().__init__(f"no room for {chars}")
        self.chars = chars


def set_page(page: Page) -> bytes:
    """The page as a PDF.

    Raises:
        NoRoom: a flow is longer than its frames.

    """
    import typst

    inputs = {"page": json.dumps(_described(page), ensure_ascii=False)}
    compiler = typst.Compiler(
        str(TEMPLATE), font_paths=[str(font_folder())], ignore_system_fonts=True, sys_inputs=inputs
    )
    left = {told["item"]: told["chars"] for told in json.loads(compiler.query("<told>", field="value"))}
    if any(left.values()):
        raise NoRoom({item: chars for item, chars in left.items() if chars})
    pdf = compiler.compile(format="pdf")
    assert isinstance(pdf, bytes)
    return pdf


def _described(page: Page) -> dict[str, object]:
    elements = [
        asdict(element) | {"kind": type(element).__name__, "id": number} for number, element in enumerate(page.elements)
    ]
    return {"width": page.width, "height": page.height, "elements": elements, "picture": list(grey_picture())}


@cache
def grey_picture(side: int = 48) -> bytes:
    """A small picture as PNG: a grey slope."""
    from PIL import Image

    picture = Image.linear_gradient("L").resize((side, side))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


@cache
def font_folder() -> Path:
    """The folder of the Chinese fonts."""
    import pylopdf_fonts_zh_cn

    return Path(pylopdf_fonts_zh_cn.__file__).parent
