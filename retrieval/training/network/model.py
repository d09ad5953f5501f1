"""The networks in torch: a pretrained base, with three heads on it to read, or averaged to encode.

The reader is a cross-encoder (Nogueira & Cho 2019, "Passage Re-ranking with BERT") whose first token says whether the
window is about what is asked, with the start and end scores of Devlin et al. 2019 ("BERT", section 4.3): there the
first token stands for "no answer here". The encoder is the mean over its tokens, scaled to length 1. The table of
pieces stays as it is in both: it holds most of the weights, and keeps the four bits that the base has.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path

from huggingface_hub import load_torch_model
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel

DROPOUT = 0.1
"""Devlin et al. 2019, appendix A.2."""


class Reader(nn.Module):
    """``ids`` and ``mask`` of shape (batch, tokens) → relevance (batch,), starts and ends (batch, tokens)."""

    def __init__(self, body: BertModel) -> None:
        super().__init__()
        self.body = body
        self.body.embeddings.word_embeddings.requires_grad_(False)
        self.relevance = nn.Linear(body.config.hidden_size, 1)
        self.span = nn.Linear(body.config.hidden_size, 2)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        hidden = self.body(input_ids=ids, attention_mask=mask).last_hidden_state
        relevance = self.relevance(hidden[:, 0]).squeeze(-1)
        spans = self.span(hidden).masked_fill(mask.unsqueeze(-1) == 0, -1e4)
        return relevance, spans[..., 0], spans[..., 1]

    def smaller(self, layers: int) -> Reader:
        """A reader with ``layers`` of these layers at even distances, as this one has learned them so far."""
        whole = len(self.body.encoder.layer)
        other = deepcopy(self)
        if layers < whole:
            keep_layers(other.body, [round((number + 1) * whole / layers) - 1 for number in range(layers)])
        return other


class Embedder(nn.Module):
    """``ids`` and ``mask`` of shape (texts, tokens) → unit vectors (texts, dim)."""

    def __init__(self, body: BertModel) -> None:
        super().__init__()
        self.body = body
        self.body.embeddings.word_embeddings.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        hidden = self.body(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        weights = mask.unsqueeze(-1).float()
        return functional.normalize((hidden * weights).sum(dim=1) / weights.sum(dim=1), dim=-1)


def from_base(folder: Path, layers: int, dropout: float = DROPOUT) -> Reader:
    """A reader over the pretrained base, with ``layers`` of its layers at even distances."""
    return Reader(body_of(folder, dropout)).smaller(layers)


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


def load_learned(module: nn.Module, folder: Path) -> None:
    """Take what training wrote into ``folder``; a ValueError where it is of another shape than ``module``."""
    learned = {name for name, value in module.named_parameters() if value.requires_grad}
    absent, unknown = load_torch_model(module, folder, strict=False)
    missing = sorted(learned & set(absent)) + sorted(unknown)
    if missing:
        raise ValueError(f"{folder}: {missing[0]} is missing, or not known")


def body_of(folder: Path, dropout: float = DROPOUT) -> BertModel:
    """The pretrained base itself."""
    return BertModel.from_pretrained(
        folder,
        add_pooling_layer=False,
        attn_implementation="sdpa",
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
    )


def keep_layers(body: BertModel, kept: Sequence[int]) -> None:
    """Leave only these layers of a network, in this order."""
    body.encoder.layer = nn.ModuleList(body.encoder.layer[number] for number in kept)
    body.config.num_hidden_layers = len(kept)


def empty(config: BertConfig) -> Reader:
    """A reader with weights drawn by chance: for tests."""
    return Reader(BertModel(config, add_pooling_layer=False))
