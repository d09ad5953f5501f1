"""The dense figures of ``benchmarks/encoders.py`` again, through txtai's index with the same vectors: a cross-check.

    ALLOW_RESOLVE_TRANSFORM=True python -m benchmarks.encoders_txtai --shared ../shared

txtai is no dependency: run this where it is installed beside the package, in an environment of its own (`pip install
txtai==9.14.0 click tantivy jieba OpenCC scipy safetensors --constraint constraints.txt`). It searches whole texts
exactly (NumPy backend), so its recall must equal "whole" of the other table, but for ties.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import click
import numpy as np

from benchmarks.encoders import DEPTH, SETS
from embeddings.opening import BUNDLED, open_encoder


@click.command(help=__doc__)
@click.option("--shared", required=True, type=click.Path(path_type=Path, exists=True), help="the shared folder")
@click.option("--encoder", "name", default=BUNDLED, show_default=True)
@click.option("--only", multiple=True, type=click.Choice(list(SETS)), default=["cmrc", "drcd"], show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="where the figures are written as JSON")
def main(shared: Path, name: str, only: tuple[str, ...], out: Path | None) -> None:
    from txtai import Embeddings

    encoder = open_encoder(name)
    found = []
    for chosen in only:
        data = SETS[chosen](shared)
        texts = ["\n".join(filter(None, (article.get("headline"), article["body"]))) for article in data.articles]
        index = Embeddings(
            method="external", transform=lambda some: encoder.encode_passages(list(some)), backend="numpy"
        )
        index.index((number, text, None) for number, text in enumerate(texts))
        asked = [question for question in data.questions if question.gold]
        first, ten = [], []
        for question, hits in zip(asked, index.batchsearch([each.text for each in asked], DEPTH), strict=True):
            right = [data.articles[int(number)]["id"] in question.gold for number, _ in hits]
            first.append(bool(right[:1] and right[0]))
            ten.append(any(right))
        figures = {"recall_1": round(float(np.mean(first)), 4), "recall_10": round(float(np.mean(ten)), 4)}
        found.append({"set": chosen, "questions": len(asked), "texts": len(texts), **figures})
        print(json.dumps(found[-1]))
    if out:
        record = {"txtai": version("txtai"), "encoder": name, "fingerprint": encoder.fingerprint, "figures": found}
        out.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
