"""``baowen eval``: the table, the JSON and the report, on a page of our own and questions with hostile words."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from retrieval.evaluation.question_file import half_of

HOSTILE = "<script>alert('甲')</script> & \"$\\frac$\""
QUESTIONS = [
    {"question": "自习室新增座位多少个", "answers": ["320个"], "article": "图书馆延长开放时间", "kind": "direct"},
    {"question": "改造工程总投资多少", "answers": ["1260万元"], "article": "图书馆延长开放时间", "kind": "direct"},
    {"question": "供暖管线更换涉及多少个小区", "answers": ["56个"], "article": "供暖管线", "kind": HOSTILE},
    {"question": f"{HOSTILE} 几点开门", "answers": [], "kind": "unanswerable"},
    {"question": "火星基地住了多少人", "answers": [], "kind": "unanswerable"},
]
KEYS = {
    "questions", "in_first", "on_card", "article_right", "answered", "shown", "exact", "false_answers", "p50_ms",
}  # fmt: skip


@pytest.fixture
def questions(tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in QUESTIONS), encoding="utf-8")
    return file


class Page(HTMLParser):
    """What a browser would make of the report."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data) -> None:
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_figures_as_json_keep_their_keys_and_have_intervals(baowen, indexed, questions):
    ran = baowen("eval", questions, "--json", data=indexed)
    assert ran.code == 0, ran.err
    assert set(ran.json) == {"direct", HOSTILE, "unanswerable", ""}
    for row in ran.json.values():
        assert set(row) >= KEYS
        for name, (low, high) in row["intervals"].items():
            assert 0 <= low <= row[name] <= high <= 1
    whole = ran.json[""]
    assert (whole["questions"], whole["recall_1"], whole["mrr"]) == (5, 1.0, 1.0)
    assert ran.json["unanswerable"]["recall_1"] is None


def test_the_report_is_one_page_in_which_nothing_from_outside_is_markup(baowen, indexed, questions, tmp_path):
    html, out = tmp_path / "r.html", tmp_path / "r.json"
    ran = baowen("eval", questions, "--html", html, "--out", out, "--today", "2025-11-10", data=indexed)
    assert ran.code == 0, ran.err
    for word in ("R@10", "MRR", "字F1", "95% 区间", "Brier", "误答"):
        assert word in ran.out
    text = html.read_text(encoding="utf-8")
    page = Page(text)
    assert len(page.all("svg")) == 3
    assert len(page.all("script")) == 1
    assert not {"link", "iframe", "img", "base"} & {tag for tag, _ in page.tags}
    # Names of XML's namespaces are the only addresses.
    assert set(re.findall(r"https?://[^\s\"<]+", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert not [value for _, attributes in page.tags for name, value in attributes.items() if name.startswith("on")]
    ids = [attributes["id"] for _, attributes in page.tags if attributes.get("id")]
    assert len(ids) == len(set(ids))
    script = text[text.index("<script>") + 8 : text.index("</script>")]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in (page.all("meta")[2]["content"] or "")
    assert HOSTILE in page.text
    rows = [attributes for attributes in page.all("tr") if "data-right" in attributes]
    assert len(rows) == len(QUESTIONS)
    assert {row["data-kind"] for row in rows} == {each["kind"] for each in QUESTIONS}

    found = json.loads(out.read_text(encoding="utf-8"))
    assert [each["question"] for each in found["questions"]] == [each["question"] for each in QUESTIONS]
    assert found["calibration"]["bins"]
    assert set(found["at_coverage"]) == {"0.5", "0.6", "0.7", "0.8", "0.9"}
    assert found["trade_off"][-1]["covered"] == 1.0
    assert found["today"] == "2025-11-10"


def test_the_halves_are_the_same_for_ever(baowen, indexed, questions):
    assert [half_of(question) for question in ("朝阳区转贷期限多久", "自习室新增座位多少个")] == ["odd", "odd"]
    assert half_of("朝阳区转贷期限多久") == half_of(" 朝陽區 轉貸期限多久")
    counts = [
        baowen("eval", questions, "--split", split, "--json", data=indexed).json[""]["questions"]
        for split in ("even", "odd", "all")
    ]
    assert counts[0] + counts[1] == counts[2] == len(QUESTIONS)
    assert 0 < counts[0] < len(QUESTIONS)


def test_a_report_without_its_libraries_is_refused_before_any_work(root, indexed, questions, tmp_path):
    """As on a host without the extra: the libraries can't be found."""
    script = (
        "import sys\n"
        "sys.modules['matplotlib'] = None\n"
        "from bot.cli import main\n"
        f"main(['eval', {str(questions)!r}, '--html', {str(tmp_path / 'r.html')!r}, '--data', {str(indexed)!r}])\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "pip install 'baowen[report]'" in ran.stderr


@pytest.mark.parametrize("option", ["--out", "--html"])
def test_a_report_needs_a_folder_that_is_there(baowen, indexed, questions, tmp_path, option):
    ran = baowen("eval", questions, option, tmp_path / "nowhere" / "r", data=indexed)
    assert ran.code == 2
    assert "nowhere" in ran.err


def test_a_damaged_file_of_questions_names_line_key_and_value(baowen, indexed, questions):
    questions.write_text('{"question": "自习室新增座位多少个", "answers": "320个"}\n', encoding="utf-8")
    ran = baowen("eval", questions, data=indexed)
    assert ran.code == 3
    assert "第1行，字段 answers" in ran.err
    assert '"320个"' in ran.err
