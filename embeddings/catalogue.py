"""Which encoders there are: bundled, in the local cache, recommended; and what each costs.

Figures of other people's models are **published** by their authors, not measured here; each names its source.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from embeddings.opening import BUNDLED
from embeddings.static_encoder import BUNDLED as BUNDLED_FOLDER
from embeddings.static_encoder import CONFIG, WEIGHTS

MIB = 2**20
Where: TypeAlias = Literal["bundled", "cached", "recommended", "set"]

BGE_CARD = "https://huggingface.co/BAAI/bge-small-zh-v1.5 (model card, C-MTEB)"
MTEB_BOARD = "https://huggingface.co/spaces/mteb/leaderboard (Chinese retrieval)"


@dataclass(frozen=True, slots=True)
class Published:
    """A figure that others published: mean nDCG@10 × 100 over the eight retrieval sets of C-MTEB (Xiao et al. 2023)."""

    retrieval: float
    source: str


@dataclass(frozen=True, slots=True)
class Model:
    """One choice of encoder.

    ``disk_mib``: size of the weights; ``memory_mib``: about what the process grows by; ``query_ms``: about what one
    question costs on one CPU core. ``estimated``: memory and time are computed from the number of parameters (four
    bytes each; two operations per parameter and token, 30 tokens, 40 GFLOP/s), not measured.
    ``note`` is a short English remark.
    """

    name: str
    where: Where
    dim: int | None = None
    parameters_million: float | None = None
    disk_mib: float | None = None
    memory_mib: float | None = None
    query_ms: float | None = None
    estimated: bool = True
    published: Published | None = None
    note: str = ""


LIBRARY_MIB = 490
"""What torch and the transformer libraries take before any weights are loaded (measured: see the model card)."""
GFLOPS = 40.0
"""What one core gave BERTs of 4 and 12 layers with random weights (measured: see the model card)."""
QUESTION_TOKENS = 30


def _recommended(
    name: str, dim: int, parameters: float, computing: float, note: str, published: Published | None = None
) -> Model:
    """``computing``: million parameters that a token passes through, without the embedding table."""
    weights = parameters * 1e6 * 4 / MIB
    return Model(
        name=name,
        where="recommended",
        dim=dim,
        parameters_million=parameters,
        disk_mib=round(weights),
        memory_mib=round(LIBRARY_MIB + weights),
        query_ms=round(2 * computing * 1e6 * QUESTION_TOKENS / (GFLOPS * 1e9) * 1e3, 1),
        published=published,
        note=note,
    )


RECOMMENDED = (
    _recommended(
        "BAAI/bge-small-zh-v1.5", 512, 24, 13, "Chinese, MIT licence; the lightest step up", Published(61.77, BGE_CARD)
    ),
    _recommended("BAAI/bge-base-zh-v1.5", 768, 102, 85, "Chinese, MIT licence", Published(69.49, BGE_CARD)),
    _recommended(
        "BAAI/bge-large-zh-v1.5", 1024, 326, 303, "Chinese, MIT licence; slow without a GPU", Published(70.46, BGE_CARD)
    ),
    _recommended(
        "intfloat/multilingual-e5-small", 384, 118, 21, "a hundred languages, MIT licence", Published(59.94, MTEB_BOARD)
    ),
    # Its authors publish other sets than these eight: no figure that could stand in the same column.
    _recommended("BAAI/bge-m3", 1024, 568, 303, "a hundred languages, long texts, MIT licence; slow without a GPU"),
)


def models(cache: Path | None = None) -> list[Model]:
    """All choices: the bundled one, those in the cache, those recommended (also when cached).

    ``cache``: the hub's cache folder; None asks the hub library where it is. Nothing is downloaded or opened.
    """
    return [bundled(), *cached(cache), *RECOMMENDED]


def bundled() -> Model:
    """The encoder that ships with the package; its measured figures stand in ``embeddings/MODEL_CARD.md``."""
    config = json.loads((BUNDLED_FOLDER / CONFIG).read_text(encoding="utf-8"))
    disk = (BUNDLED_FOLDER / WEIGHTS).stat().st_size / MIB
    return Model(
        name=BUNDLED,
        where="bundled",
        dim=int(config["dim"]),
        parameters_million=round(config["dim"] * config["rows"] / 1e6, 1),
        disk_mib=round(disk, 1),
        memory_mib=round(config["dim"] * config["rows"] / MIB + LOOKUP_MIB),
        query_ms=0.2,
        estimated=False,
        note="comes with the program, needs numpy alone; see embeddings/MODEL_CARD.md",
    )


LOOKUP_MIB = 14
"""The slots in which n-grams are looked up, the keys, and what reading the file leaves behind (measured)."""


def cached(cache: Path | None = None) -> list[Model]:
    """Models in the hub's cache that hold weights; sizes are of the files as they lie there."""
    return sorted(_cached(cache if cache is not None else _hub_cache()), key=lambda model: model.name)


def _hub_cache() -> Path:
    from huggingface_hub import constants  # knows the environment variables that move the cache

    return Path(constants.HF_HUB_CACHE)


def _cached(cache: Path) -> Iterator[Model]:
    for folder in cache.glob("models--*"):
        snapshots = [path for path in folder.glob("snapshots/*") if (path / "config.json").is_file()]
        weights: set[Path] = set()
        for snapshot in snapshots:
            weights |= _weight_files(snapshot)
        if weights:
            yield _cached_model(folder, snapshots, weights)


def _weight_files(snapshot: Path) -> set[Path]:
    """Where the weights really lie: revisions share files, by links."""
    found = (*snapshot.rglob("*.safetensors"), *snapshot.glob("pytorch_model*.bin"))
    return {path.resolve() for path in found}


def _cached_model(folder: Path, snapshots: list[Path], weights: set[Path]) -> Model:
    size = sum(path.stat().st_size for path in weights) / MIB
    is_encoder = any((snapshot / "modules.json").is_file() for snapshot in snapshots)
    return Model(
        name=folder.name.removeprefix("models--").replace("--", "/"),
        where="cached",
        dim=next(filter(None, map(_width, snapshots)), None),
        disk_mib=round(size, 1),
        memory_mib=round(LIBRARY_MIB + size),
        note="" if is_encoder else "no modules.json: the mean over its tokens is taken; it may be no encoder",
    )


def _width(snapshot: Path) -> int | None:
    """Length of the vectors, as far as the configuration says it."""
    try:
        width = json.loads((snapshot / "config.json").read_text(encoding="utf-8")).get("hidden_size")
    except (OSError, ValueError, AttributeError):
        return None
    return width if isinstance(width, int) else None
