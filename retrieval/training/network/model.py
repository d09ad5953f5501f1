"""The network in torch: a pretrained encoder that reads question and window together, and three heads on it.

A cross-encoder (Nogueira & Cho 2019, "Passage Re-ranking with BERT") whose first token says whether the window is about
what is asked, with the start and end scores of Devlin et al. 2019 ("BERT", section 4.3): there the first token stands
for "no answer here".
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from torch import Tensor, nn
from transformers import BertConfig, BertModel

RELEVANCE, START, END = range(3)


class Reader(nn.Module):
    """``ids`` and ``mask`` of shape (batch, tokens) → relevance (batch,), starts and ends (batch, tokens)."""

    def __init__(self, body: BertModel) -> None:
        super().__init__()
        self.body = body
        self.relevance = nn.Linear(body.config.hidden_size, 1)
        self.span = nn.Linear(body.config.hidden_size, 2)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        hidden = self.body(input_ids=ids, attention_mask=mask).last_hidden_state
        relevance = self.relevance(hidden[:, 0]).squeeze(-1)
        spans = self.span(hidden).masked_fill(mask.unsqueeze(-1) == 0, -1e4)
        return relevance, spans[..., 0], spans[..., 1]


def from_base(folder: Path, layers: int) -> Reader:
    """A reader over the pretrained base, with ``layers`` of its layers at even distances."""
    body = body_of(folder)
    whole = len(body.encoder.layer)
    if layers < whole:
        keep_layers(body, [round((number + 1) * whole / layers) - 1 for number in range(layers)])
    return Reader(body)


def body_of(folder: Path) -> BertModel:
    """The pretrained base itself."""
    # Without dropout: in one pass nothing is seen twice, and attention without it takes a third of the time on a CPU.
    return BertModel.from_pretrained(
        folder,
        add_pooling_layer=False,
        attn_implementation="sdpa",
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )


def keep_layers(body: BertModel, kept: Sequence[int]) -> None:
    """Leave only these layers of a network, in this order."""
    body.encoder.layer = nn.ModuleList(body.encoder.layer[number] for number in kept)
    body.config.num_hidden_layers = len(kept)


def empty(config: BertConfig) -> Reader:
    """A reader with weights drawn by chance: for tests."""
    return Reader(BertModel(config, add_pooling_layer=False))
