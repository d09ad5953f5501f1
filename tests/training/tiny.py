"""Data laid out like the shared data, and a base of tiny layers, for the networks' training to run on."""

from __future__ import annotations

import json
import lzma
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel

from retrieval.training.network.pack import packed_base, unpacked_base
from tests.training.stories import Story

PIECES = "query: passage年月日地方新闻，。0123456789號门門：\n"


def write_shared(data: Path, reports: Sequence[Story]) -> None:
    """All files that the networks' training reads, of these reports."""
    asked = [(story, *question) for story in reports[:8] for question in story.asked]
    rows = [{"query": text, "passage": story.body, "answer": story.body[slice(*span)]} for story, text, span in asked]
    news = [
        {"title": story.headline, "date": "2025-04-08", "body": story.body, "line": line}
        for line, story in enumerate(reports)
    ]
    titled = [{"query": story.headline, "passage": story.body} for story in reports[:4]]
    files: dict[str, Sequence[Mapping[str, object]]] = {
        "pairs/cmrc2018_train": rows, "pairs/squad2_zh_dev_mt": [], "pairs/nlpcc_kbqa": [],
        "pairs/squad2_zh_dev_mt_unanswerable": [{"query": reports[0].unanswered, "passage": reports[0].body}],
        "pairs/stard_statute": [], "pairs/crud_origtitle_body": titled, "pairs/xinhua_title_body": [],
        "news/crud_rag_news": news,
        "news/crud_event_news": [{"id": "1", "body": "无关的事", "heldout": True, "date": "", "title": ""}],
    }  # fmt: skip
    for name, records in files.items():
        path = data / f"{name}.jsonl.xz"
        path.parent.mkdir(parents=True, exist_ok=True)
        with lzma.open(path, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def write_own(file: Path, reports: Sequence[Story]) -> None:
    """Questions of our own over the reports; those of every tenth line are left for measuring."""
    records: list[Mapping[str, object]] = []
    for line, story in enumerate(reports):
        records += [{"line": line, "question": text, "span": span} for text, span in story.asked]
        records.append({"line": line, "question": story.unanswered, "span": None})
    file.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records), encoding="utf-8")


def write_tiny_base(folder: Path, reports: Sequence[Story]) -> None:
    """A base of four tiny layers in four bits, with one piece a character."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = [story.headline + story.body + story.unanswered + "".join(q for q, _ in story.asked) for story in reports]
    chars = sorted({char for text in texts for char in text} | set(PIECES))
    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", -9.0), ("▁", -2.0)]
    pieces += [(char, -3.0) for char in chars if char not in " \n"]
    made = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B:1 </s>:1", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    made.save(str(folder / "tokenizer.json"))
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=len(pieces), hidden_size=64, num_hidden_layers=4, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=300, pad_token_id=1,
    )  # fmt: skip
    body = BertModel(config, add_pooling_layer=False)
    body.load_state_dict(unpacked_base(packed_base(body.state_dict())))
    body.save_pretrained(folder)
