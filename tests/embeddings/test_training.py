"""The training, small: own sentences, seconds instead of minutes, the real trainer and loss."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from embeddings.opening import open_encoder
from embeddings.training import sources
from embeddings.training.pairs import PairSampler
from embeddings.training.reposts import Kept
from embeddings.training.sources import QuestionSet

TOPICS = {
    "工资": "工地上的师傅领到了拖欠的工资，劳动监察大队上门核对了{n}份工时记录，老板当场结清了欠款。",
    "地铁": "地铁{n}号线早上五点半发出首班车，站台上的引导员提醒乘客先下后上，换乘通道已经打通。",
    "天气": "气象台预报明天有小雪，最低气温零下{n}度，路面容易结冰，骑车的市民要多留心。",
    "入学": "小学入学登记下周开始，家长要带上户口本和房产证，学校在门口设了{n}个咨询台。",
    "菜市": "菜市场重新开门，摊位多了{n}个，白菜每斤便宜了两毛钱，老街坊提着布袋来赶早市。",
}


def write(path: Path, records: Iterable[Mapping[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wt", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    bodies = [
        "".join(text.format(n=number + each) for each in range(4)) for number in range(20) for text in TOPICS.values()
    ]
    news = [{"title": "", "body": body, "line": line} for line, body in enumerate(bodies)]
    news.append({"title": "", "body": "这一条藏着问题的答案，不许学。" * 9, "line": len(news), "no_train": True})
    write(folder / sources.NEWS, news)
    write(folder / sources.EVENTS, [{"title": "", "body": "留给评测的事件报道，谁也不能学它。" * 9, "heldout": True}])
    write(folder / sources.LAWS, [{"title": "条例", "body": "第一条 为了保障工资按时支付，制定本条例。" * 5}])
    for name in sources.HEADLINES:
        lines = [{"query": topic, "passage": bodies[at], "doc_line": at} for at, topic in enumerate(TOPICS)]
        closed = {"query": "藏着的标题", "passage": "藏着的正文" * 20, "doc_line": len(news) - 1}
        write(folder / name, [*lines, closed])
    for name in sources.QUESTIONS:
        pairs = [{"query": f"{topic}怎么办", "passage": bodies[at]} for at, topic in enumerate(TOPICS)]
        write(folder / name, [{**pair, "answer": "老板"} for pair in pairs])
    return folder


def documents_of(data: Path) -> list[str]:
    return sources.documents(data, sources.kept_articles(data))


def test_held_out_rows_are_never_read(data) -> None:
    documents = documents_of(data)
    assert len(documents) == 20 * len(TOPICS) + 1
    assert not any("不许学" in text or "不能学" in text for text in documents)
    assert not any("藏着" in headline for headline, _ in headlines_of(data))


def test_a_repost_of_a_kept_article_is_left_out(data) -> None:
    kept = Kept(["江边的步道昨天开放，全长三公里，沿途有五处观景台，市民可以从南门进入。"])
    whole = "转载：江边的步道昨天开放，全长三公里，沿途有五处观景台，市民可以从南门进入。（完）"
    assert kept.repeated_by(whole)
    assert kept.repeated_by(whole.replace("，", " , "))
    assert not kept.repeated_by("江边的步道昨天开放，来了很多人，记者在现场看到，有的家庭带着孩子骑车，也有人在钓鱼。")
    assert not kept.repeated_by("太短")


def test_a_twin_sees_no_question_and_every_second_headline(data) -> None:
    kept = sources.kept_articles(data)
    odd = sources.headline_pairs(data, kept, odd_only=True)
    assert 0 < len(odd) < len(sources.headline_pairs(data, kept))


def headlines_of(data: Path) -> list[tuple[str, str]]:
    return sources.headline_pairs(data, sources.kept_articles(data))


def run(data: Path, out: Path, seed: int) -> None:
    from embeddings.training.__main__ import main

    arguments = ["--data", data, "--out", out, "--steps", 8, "--batch", 32, "--dim", 16, "--threads", 1, "--seed", seed]
    done = CliRunner().invoke(main, list(map(str, arguments)), catch_exceptions=False)
    assert done.exit_code == 0


def test_the_seed_decides_about_the_weights(data, tmp_path) -> None:
    made = []
    for name, seed in (("first", 5), ("again", 5), ("other", 6)):
        run(data, tmp_path / name, seed)
        made.append(open_encoder(str(tmp_path / name)).fingerprint)
    assert made[0] == made[1] != made[2]


def test_one_command_writes_a_folder_that_opens_by_both_roads(data, tmp_path) -> None:
    from embeddings.sentence_encoder import SentenceEncoder

    out = tmp_path / "model"
    run(data, out, 1)
    encoder = open_encoder(str(out))
    assert encoder.dim == 16
    origin = json.loads((out / "origin.json").read_text(encoding="utf-8"))
    assert origin["seed"] == 1
    assert set(origin["inputs"]) == {path.name for path in sources.files_read(data)}
    assert origin["questions"] == {"cmrc2018_train": 5, "squad2_zh_dev_mt": 5, "stard_statute": 5, "nlpcc_kbqa": 5}
    question = encoder.encode_queries(["老板拖欠工资"])
    nearness = encoder.encode_passages([text.format(n=3) for text in TOPICS.values()]) @ question[0]
    assert int(np.argmax(nearness)) == 0
    assert np.abs(SentenceEncoder(str(out), run_its_code=True).encode_queries(["老板拖欠工资"]) - question).max() < 1e-5


def sampler(data: Path, seed: int) -> PairSampler:
    documents = documents_of(data)
    topics = [np.arange(start, len(documents), 5) for start in range(5)]
    return PairSampler(documents, headlines_of(data), sources.question_sets(data), seed, topics)


def test_pairs_are_fresh_every_time_and_equal_for_the_same_seed(data) -> None:
    one, two = sampler(data, 3), sampler(data, 3)
    first = one.draw(200)
    assert first == two.draw(200)
    assert first != one.draw(200)
    assert first != sampler(data, 4).draw(200)
    assert all(question and passage for question, passage in first)


def test_a_window_begins_near_the_answer(data) -> None:
    passage = "无关的话。" * 100 + "答案在这里。" + "别的话。" * 100
    near = PairSampler(["正文" * 50], [("题", "文" * 90)], [QuestionSet(1.0, [("问", passage, 500)])], seed=1)
    windows = [text for _, text in (near._question() for _ in range(60)) if text != passage[:640]]
    assert windows
    assert all("答案" in text for text in windows)


def test_the_same_texts_give_the_same_vocabulary(data) -> None:
    from embeddings.training import vocabulary

    texts = documents_of(data)
    one, two = vocabulary.build(texts), vocabulary.build(texts)
    assert np.array_equal(one.keys, two.keys)
    assert np.array_equal(one.fold, two.fold)
    assert np.all(np.diff(one.keys) > 0)
