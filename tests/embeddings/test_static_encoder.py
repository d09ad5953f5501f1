from __future__ import annotations

import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.encoder import EncoderUnavailable
from embeddings.ngrams import BITS, FEW_KEYS, Ngrams, ngram_keys
from embeddings.opening import open_encoder
from embeddings.sentence_encoder import SentenceEncoder
from embeddings.static_encoder import BUNDLED, FEW_TEXTS, StaticEncoder, load_table, pack, unpack

LIMIT_BYTES = 20 * 10**6


@pytest.fixture(scope="module")
def bundled() -> StaticEncoder:
    return StaticEncoder()


@pytest.fixture(scope="module")
def through_torch() -> SentenceEncoder:
    return SentenceEncoder(str(BUNDLED), run_its_code=True)


def test_sentence_transformers_opens_the_folder_and_agrees(bundled) -> None:
    from sentence_transformers import SentenceTransformer

    texts = ["老板拖欠工资哪个部门管", "2022年12月8日，朝阳区发布新规。" * 20, "", "ABC１２3", "\ud800", "龘靐齉"]
    model = SentenceTransformer(str(BUNDLED), device="cpu", trust_remote_code=True)
    clean = [text.encode("utf-8", "replace").decode() for text in texts]
    for made in (model.encode(clean), model.encode_query(clean), model.encode_document(clean)):
        assert np.abs(made - bundled.encode_queries(texts)).max() <= 1e-5


@given(st.lists(st.text(max_size=60), max_size=5))
def test_both_roads_agree_on_any_text(bundled, through_torch, texts) -> None:
    assert np.abs(bundled.encode_queries(texts) - through_torch.encode_queries(texts)).max(initial=0) <= 1e-5


@given(st.lists(st.text(alphabet="北京市天气预报今明晴雨ab1２，。 ", max_size=12), max_size=4))
def test_rows_are_the_ngrams_that_a_dictionary_finds(texts) -> None:
    ngrams = small_vocabulary()
    row = {int(key): index for index, key in enumerate(ngrams.keys)}
    rows, offsets = ngrams.rows(texts)
    for text, start, end in zip(texts, offsets[:-1], offsets[1:], strict=True):
        codes = [int(ngrams.fold[ord(char)]) for char in text]
        expected = []
        for length in (1, 2, 3, 4):
            for at in range(len(codes) - length + 1):
                window = codes[at : at + length]
                if all(window):
                    key = sum(code << BITS * (length - 1 - place) for place, code in enumerate(window))
                    expected.append(row.get(key, -length))
        found = [int(each) for each in rows[start:end]]
        assert sorted(each for each in found if each < len(row)) == sorted(each for each in expected if each >= 0)
        in_buckets = [each for each in found if each >= len(row)]
        assert len(in_buckets) == expected.count(-2)
        assert all(each < len(ngrams) for each in in_buckets)


def small_vocabulary() -> Ngrams:
    fold = np.zeros(65536, dtype=np.uint16)
    for number, char in enumerate("北京市天气预报今明晴雨", 1):
        fold[ord(char)] = number
    fold[ord("２")] = fold[ord("2")] = 12
    empty = Ngrams(fold, np.zeros(0, np.int64))
    folded, _ = empty.fold_all(["北京市天气预报", "今明晴雨2", "北京", "天气预报"])
    known = np.unique(np.concatenate([keys[::2] for keys, _ in ngram_keys(folded)]))
    return Ngrams(fold, known, buckets=7)


def test_traditional_full_width_and_upper_case_are_folded(bundled) -> None:
    plain, other = bundled.encode_queries(["老板拖欠工资abc12", "老闆拖欠工資ＡＢＣ１２"])
    assert np.abs(plain - other).max() < 1e-6


def test_wages_owed_lie_nearer_to_wages_owed(bundled) -> None:
    question = bundled.encode_queries(["老板拖欠工资哪个部门管"])
    passages = bundled.encode_passages(
        [
            "区人力资源和社会保障局开展根治欠薪专项行动，保障农民工按时足额拿到劳动报酬，欠薪线索可拨打热线反映。",
            "周末有一次弱冷空气影响本市，北风三四级，最低气温降到零下五摄氏度，请注意添衣保暖。",
            "市少年宫的合唱团昨晚在音乐厅演出，孩子们唱了十二首新编的民歌，台下掌声不断。",
            "三号线东段今天起试运行，沿线六座车站的无障碍电梯同时启用，首班车五点半发出。",
            "大棚里的草莓进入采摘期，合作社的农民在直播间里卖出了两千多单。",
        ]
    )
    assert int(np.argmax(passages @ question[0])) == 0


def test_fits_in_the_repository() -> None:
    assert sum(path.stat().st_size for path in BUNDLED.rglob("*") if path.is_file()) <= LIMIT_BYTES


def test_opening_the_bundled_encoder_loads_no_model_library() -> None:
    code = (
        "import sys; from embeddings.opening import open_encoder; open_encoder().encode_queries(['北京']);"
        "print(*[name for name in ('torch', 'transformers', 'sentence_transformers', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run(  # -X importtime: what the child imported, from the interpreter itself
        [sys.executable, "-X", "importtime", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.split() == []
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines() if "|" in line}
    assert "numpy" in imported
    assert "torch" not in imported


@pytest.mark.parametrize("damage", ["missing", "cut", "config"])
def test_a_damaged_folder_says_what_is_wrong(tmp_path, damage) -> None:
    (tmp_path / "modules.json").write_bytes((BUNDLED / "modules.json").read_bytes())
    (tmp_path / "config.json").write_text("{" if damage == "config" else (BUNDLED / "config.json").read_text())
    if damage != "missing":
        content = (BUNDLED / "model.safetensors").read_bytes()
        (tmp_path / "model.safetensors").write_bytes(content[: len(content) // 2] if damage == "cut" else content)
    with pytest.raises(EncoderUnavailable, match="BAOWEN_MODEL"):
        open_encoder(str(tmp_path))


@given(st.integers(1, 9), st.integers(1, 6), st.integers(0, 99))
def test_packed_rows_come_back(rows, half, seed) -> None:
    steps = np.random.default_rng(seed).integers(-7, 8, (rows, 2 * half)).astype(np.int8)
    assert np.array_equal(unpack(pack(steps)), steps)


def test_four_bits_keep_the_direction_of_a_row() -> None:
    from embeddings.static_module import quantise

    table = np.random.default_rng(5).normal(size=(500, 64)).astype(np.float32)
    table[3] = 0
    packed, scales = quantise(table)
    back = unpack(packed) * scales.astype(np.float32)[:, None]
    cosine = (back * table).sum(axis=1) / np.maximum(np.linalg.norm(back, axis=1) * np.linalg.norm(table, axis=1), 1e-9)
    assert not back[3].any()
    assert np.delete(cosine, 3).min() > 0.98


def test_fingerprint_follows_the_weights(tmp_path) -> None:
    from embeddings.static_module import StaticNgrams, as_model

    module = StaticNgrams.load(str(BUNDLED))
    as_model(module).save(str(tmp_path / "same"), create_model_card=False)
    table = load_table(tmp_path / "same")
    module = StaticNgrams.load(str(tmp_path / "same"))
    as_model(module).save(str(tmp_path / "again"), create_model_card=False)
    assert StaticEncoder(tmp_path / "again").fingerprint == table.fingerprint
    module.table.weight.data[5] *= 2
    as_model(module).save(str(tmp_path / "other"), create_model_card=False)
    assert StaticEncoder(tmp_path / "other").fingerprint != table.fingerprint


def test_few_texts_get_the_vectors_that_many_get() -> None:
    """Few texts unpack their own rows alone and search for their n-grams; many share tables of all."""
    texts = [
        f"青溪大桥{number}日通车，双向{number}车道，工程总投资{number}亿元。" * 30 for number in range(3 * FEW_TEXTS)
    ]
    few, many = StaticEncoder(), StaticEncoder()
    alone = np.concatenate([few.encode_passages([text]) for text in texts])
    assert np.array_equal(alone, many.encode_passages(texts))


def test_n_grams_are_found_alike_one_by_one_and_by_slots() -> None:
    keys = load_table(BUNDLED).ngrams.keys
    wanted = np.concatenate([keys[::7], keys[::7] + 1, [0, keys[-1] + 1]])
    ngrams = load_table(BUNDLED).ngrams
    by_slots = ngrams._find(wanted)
    assert len(wanted) > FEW_KEYS
    one_by_one = np.concatenate([ngrams._find(wanted[at : at + FEW_KEYS]) for at in range(0, len(wanted), FEW_KEYS)])
    assert np.array_equal(by_slots, one_by_one)


@pytest.mark.parametrize("length", [2047, 2048, 2049, 2051, 4096, 9001])
def test_a_long_text_is_the_sum_of_all_its_ngrams(bundled: StaticEncoder, length: int) -> None:
    text = ("北京市天气预报，今明两天晴到多云ab" * 600)[:length]
    table = load_table(BUNDLED)
    rows, _ = table.ngrams.rows([text])
    whole = table.dequantised()[rows].astype(np.float64).sum(axis=0)
    made = bundled.encode_passages(["晴", text, "雨"])
    assert np.abs(made[1] - whole / np.linalg.norm(whole)).max() <= 1e-5
    assert (made[[0, 2]] == bundled.encode_passages(["晴", "雨"])).all()


def test_memory_does_not_grow_with_the_length_of_a_text(bundled: StaticEncoder) -> None:
    peaks = []
    for length in (20_000, 80_000):
        tracemalloc.start()
        bundled.encode_passages(["天气预报" * (length // 4)])
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0] + 2**20
