"""The HTML report of an evaluation: one file that needs nothing else, readable on a phone. Jinja2 fills it.

Everything from files and pages is escaped; the page's policy allows no script but its own and no address at all.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from bot.gating import STATUSES
from bot.lang import Lang
from bot.render import harmless
from bot.terminal.words.evaluating import EvalText
from bot.wording import say
from retrieval.domain import Citation
from retrieval.evaluation.appraise import Appraisal

NEEDED = ("jinja2", "matplotlib")
HERE = Path(__file__).parent
ROW_COLUMNS = ("题号", "问题", "类型", "对错", "状态", "把握", "简短答案", "应答", "首条引文", "毫秒")
REPORT_LANG: Lang = "zh-hans"
"""The report is for the newsroom and written in the paper's language."""
PLAIN_NUMBERS = {"questions", "p50_ms", "p95_ms"}
DECIMALS = {"mrr", "f1"}


@dataclass(frozen=True, slots=True)
class Occasion:
    """What was asked, of what, and when: the head of a report."""

    name: str
    split: str
    generation: str
    encoder: str
    today: date


def missing() -> list[str]:
    """Which of the libraries that a report needs are not installed."""
    return [name for name in NEEDED if find_spec(name) is None]


def page(found: Appraisal, occasion: Occasion, columns: dict[str, str], legend: str) -> str:
    """The report as HTML; ``columns`` maps names of figures to headings."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    from bot.terminal import plots

    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, finalize=_without_steering
    )
    environment.filters["figure"] = figure_text
    script = (HERE / "report.js").read_text(encoding="utf-8")
    # Markup of matplotlib's own, in which it escapes every label.
    drawn = {name: Markup(svg) for name, svg in plots.drawn(found).items()}  # noqa: S704  # see above
    stages = {step_name(name, REPORT_LANG): times for name, times in found.stages().items()}
    return environment.get_template("report.html").render(
        name=occasion.name,
        split=occasion.split,
        generation=occasion.generation,
        encoder=occasion.encoder,
        today=occasion.today,
        figures=found.figures,
        outcomes=found.outcomes,
        calibration=found.calibration,
        coverages=found.at_coverages() if found.points else {},
        has_recall=any(row.recall_1 is not None for row in found.figures.values()),
        kinds=sorted({each.asked.kind for each in found.outcomes}),
        columns=columns,
        legend=legend,
        row_columns=ROW_COLUMNS,
        statuses={status: words[0] for status, words in STATUSES.items()},
        stages=stages,
        pieces=pieces,
        script=Markup(script),  # noqa: S704  # our own file
        script_digest="sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        **drawn,
    )


def _without_steering(value: object) -> object:
    """What a page of the report is given, without what steers a terminal or turns text round; our markup as it is."""
    return harmless(value) if type(value) is str else value


def figure_text(value: float | None, name: str) -> str:
    """A figure as people read it: shares in per cent."""
    if value is None:
        return "–"
    if name in PLAIN_NUMBERS:
        return f"{value:g}"
    return f"{value:.2f}" if name in DECIMALS else f"{value:.0%}"


def pieces(citation: Citation) -> Iterator[tuple[str, bool]]:
    """The excerpt in order, cut where evidence begins and ends; whether each piece is evidence."""
    at, text = 0, citation.excerpt
    for start, end in sorted(citation.evidence):
        if start >= at:
            yield text[at:start], False
            yield text[start:end], True
            at = end
    yield text[at:], False


def step_name(name: str, lang: Lang) -> str:
    """What a step of answering is called."""
    text = EvalText.__members__.get(name.upper())
    return say(lang, text) if text else name
