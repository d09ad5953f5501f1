"""What ``baowen tune`` found out for an operator's models: kept in ``tuning.json``, checked when read."""

from __future__ import annotations

import json
import logging
import math
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from retrieval.answers.honesty.decision import ANSWERED, RELATED
from retrieval.answers.ranking.blend import Blend
from retrieval.errors import StorageError

TUNING_FORMAT = 1
"""Grows when files of older programs can no longer be read."""
FILE = "tuning.json"
HEAVIEST = 1000.0
"""Weight with which a model decides alone; by hand, 2026-11."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tuning:
    """Weights and thresholds fitted for one encoder (and reranker), by their fingerprints.

    ``figures`` say on what they were fitted and judged; nothing but the reader looks at them.
    """

    encoder: str
    reranker: str | None
    blend: Blend
    answered: float = ANSWERED
    related: float = RELATED
    figures: dict[str, object] = field(default_factory=dict)

    def fits(self, encoder: str, reranker: str | None) -> bool:
        """Whether it was fitted for these models."""
        return self.encoder == encoder and self.reranker == reranker


def write_tuning(path: Path, tuning: Tuning) -> None:
    """Write it, for the owner's eyes only; a crash leaves the old one. Raises ``StorageError``."""
    text = json.dumps({"format": TUNING_FORMAT} | asdict(tuning), ensure_ascii=False, indent=1) + "\n"
    beside = path.with_suffix(".new")
    try:
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        beside.replace(path)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror or error}") from error


def read_tuning(path: Path, encoder: str, reranker: str | None) -> Tuning | None:
    """What was fitted for these models; None, with a warning where there is something that can't be used."""
    try:
        tuning = _checked(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        logger.warning("%s is not used (%s); run baowen tune again", path, error)
        return None
    if not tuning.fits(encoder, reranker):
        logger.warning("%s was made for other models; run baowen tune again", path)
        return None
    return tuning


def check_tuning(path: Path) -> None:
    """Raises OSError, ValueError, KeyError or TypeError where a file is no tuning."""
    _checked(json.loads(path.read_text(encoding="utf-8")))


def _checked(record: object) -> Tuning:
    if not isinstance(record, dict) or record.get("format") != TUNING_FORMAT:
        raise ValueError(f"expected format {TUNING_FORMAT}")
    encoder, reranker, blend = record["encoder"], record["reranker"], record["blend"]
    if not isinstance(encoder, str) or not isinstance(reranker, str | None):
        raise ValueError("encoder, reranker: expected fingerprints")
    related = _number("related", record["related"], 1.0)
    answered = _number("answered", record["answered"], 1.0)
    if related > answered:
        raise ValueError("related is above answered")
    weights = Blend(_number("dense", blend["dense"], HEAVIEST), _number("rerank", blend["rerank"], HEAVIEST))
    return Tuning(encoder, reranker, weights, answered, related, dict(record.get("figures", {})))


def _number(name: str, value: object, most: float) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise ValueError(f"{name}: expected a number")
    if not 0 <= value <= most:
        raise ValueError(f"{name}: {value} is not between 0 and {most:g}")
    return float(value)
