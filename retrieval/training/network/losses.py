"""What the networks are trained to lessen."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from retrieval.training.network.batches import ReaderBatch

SCALE = 30.0
"""Inverse temperature of the softmax over cosines; by hand, 2026-11."""
SOFTENED = 2.0
"""Temperature at which a smaller network learns from a larger one (Hinton et al. 2015, section 2)."""
_NOTHING = -1e4

ReaderScores = tuple[Tensor, Tensor, Tensor]
"""Relevance (rows,), starts and ends (rows, tokens)."""


def reading_loss(scores: ReaderScores, batch: ReaderBatch) -> Tensor:
    """Of relevance, alone and among a question's windows, and of the answer's place.

    The cross-entropy of the right window among its group, of each window by itself (so that scores of different
    questions can be compared), and of where the answer starts and ends.
    """
    relevance, starts, ends = (each.float() for each in scores)
    known = (batch.right >= 0).float()
    each = functional.binary_cross_entropy_with_logits(relevance, batch.right.float().clamp(min=0), reduction="none")
    alone = (each * known).sum() / known.sum().clamp(min=1)
    # Where the right window's span is not known (headlines, statutes) nothing is learned of spans.
    read = ((batch.start > 0) | (batch.right <= 0)).float()
    places = functional.cross_entropy(starts, batch.start, reduction="none")
    places = places + functional.cross_entropy(ends, batch.end, reduction="none")
    return alone + _first_among_group(relevance, batch) + (places * read).sum() / read.sum().clamp(min=1)


def _first_among_group(relevance: Tensor, batch: ReaderBatch) -> Tensor:
    """The right window, which is the first, among the windows of its group; groups of one say nothing."""
    groups, places = int(batch.group[-1]) + 1, int(batch.place.max()) + 1
    table = torch.full((groups, places), _NOTHING, device=relevance.device)
    table[batch.group, batch.place] = relevance
    several = (table > _NOTHING).sum(dim=1) > 1
    each = torch.logsumexp(table, dim=1) - table[:, 0]
    return (each * several).sum() / several.sum().clamp(min=1)


def distilled_loss(scores: ReaderScores, taught: ReaderScores, mask: Tensor) -> Tensor:
    """How far a smaller network's scores are from a larger one's; ``mask``: (rows, tokens), 0 where padded."""
    far = functional.mse_loss(scores[0].float(), taught[0].float())
    for mine, right in zip(scores[1:], taught[1:], strict=True):
        soft = functional.log_softmax(mine.float() / SOFTENED, dim=1)
        target = functional.log_softmax(right.float() / SOFTENED, dim=1)
        apart = functional.kl_div(soft, target, reduction="none", log_target=True) * mask
        far = far + SOFTENED**2 * apart.sum(dim=1).mean()
    return far


def contrast(questions: Tensor, windows: Tensor, owners: Tensor) -> Tensor:
    """InfoNCE (van den Oord et al. 2018): window *i* is right for question *i*, those behind the last question wrong.

    ``questions``: (n, dim); ``windows``: (n + wrong, dim), rows of length 1. ``owners``: (n + wrong,), the text that a
    window is of: another window of a question's own text is neither right nor wrong.
    """
    count = len(questions)
    scores = SCALE * questions @ windows.T
    right = torch.arange(count, device=scores.device)
    same = owners[:count, None] == owners[None, :]
    same[right, right] = False
    scores = scores.masked_fill(same, _NOTHING)
    return (functional.cross_entropy(scores, right) + functional.cross_entropy(scores[:, :count].T, right)) / 2
