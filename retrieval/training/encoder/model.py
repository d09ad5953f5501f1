"""The encoder in torch: the pretrained base, the mean over its tokens, scaled to length 1."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from retrieval.training.network.base import PAD
from retrieval.training.network.model import body_of, keep_layers

CHUNK_ROWS = 16
"""Texts computed together; of like length, so that little is padded."""
FROZEN = 2
"""Layers that are not trained, from below; by hand, 2026-11."""


class Embedder(nn.Module):
    """``ids`` and ``mask`` of shape (texts, tokens) → unit vectors (texts, dim).

    The table of pieces stays as it is: it holds most of the weights, and keeps the four bits that the base has. So do
    the lowest ``FROZEN`` layers, which spares a step a fifth of its time.
    """

    def __init__(self, body: BertModel) -> None:
        super().__init__()
        self.body = body
        for part in (body.embeddings, *body.encoder.layer[:FROZEN]):
            part.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        hidden = self.body(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        weights = mask.unsqueeze(-1).float()
        return functional.normalize((hidden * weights).sum(dim=1) / weights.sum(dim=1), dim=-1)


def embedder_from_base(folder: Path, layers: int) -> Embedder:
    """An encoder over the pretrained base: the lowest of its layers and the last one, ``layers`` together.

    Measured before any training, six of twelve, right windows first of 400: .68 so, .50 at even distances, .43 and .31
    in other spacings, .01 without the last one.
    """
    body = body_of(folder)
    whole = len(body.encoder.layer)
    if layers < whole:
        keep_layers(body, [*range(layers - 1), whole - 1])
    return Embedder(body)


def vectors_of(embedder: Embedder, tokenizer: Tokenizer, texts: Sequence[str]) -> Tensor:
    """Unit vectors (texts, dim) in the order of the texts; gradients flow through them."""
    encoded = [each.ids for each in tokenizer.encode_batch(list(texts))]
    order = sorted(range(len(encoded)), key=lambda number: len(encoded[number]))
    made: list[Tensor] = []
    for at in range(0, len(order), CHUNK_ROWS):
        made.append(embedder(*_padded([encoded[number] for number in order[at : at + CHUNK_ROWS]])))
    places = torch.empty(len(order), dtype=torch.long)
    places[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(made)[places]


def _padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Ids and mask, both (rows, tokens of the longest)."""
    width = max(map(len, rows))
    ids = torch.full((len(rows), width), PAD)
    mask = torch.zeros((len(rows), width), dtype=torch.long)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = torch.tensor(row)
        mask[number, : len(row)] = 1
    return ids, mask
