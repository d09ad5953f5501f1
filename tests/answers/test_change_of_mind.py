"""What the paper takes back, corrects, prints twice or prints differently later on."""

# ruff: noqa: E501 - paragraphs of a page are long lines
from __future__ import annotations

from datetime import date

import pytest

from retrieval.domain import AnswerStatus
from retrieval.editions.ingest import ingest
from tests.stores import corrections_of, withdrawals_of

TODAY = date(2025, 3, 20)
LOAN = """# 青溪区小微企业转贷资金{verb}

本报讯 (记者 林小舟) 记者昨天从青溪区财政局获悉,小微企业转贷资金的使用期限{became}{days}天。企业可向合作银行提出申请,由区财政局审核。

转贷资金由区财政局出资设立,去年共帮助{firms}家企业渡过难关,累计金额超过三亿元。
"""
MARKET = """# 北门花市周六开张

本报讯 (记者 高远) 北门花市将于周六开张,设摊位260个,市民可免费入场。花市每天上午8时开门,下午6时收摊,持续两周。

花市负责人魏青说,今年的花卉主要来自本市六个苗圃,价格与去年持平,还增设了修剪和换盆的便民服务点。
"""
SHUT = """# 北门花市周六不再开张

本报讯 (记者 高远) 因为连日大雨,北门花市周六不再开张,推迟到下周,摊位费全部退还。
"""
SPORT = """# 青少年篮球联赛落幕

本报讯 (记者 何苗) 为期一个月的青少年篮球联赛昨天在体育中心落幕,共有48支球队参加,槐树街小学队获得冠军。
"""


def written(folder, pages):
    files = []
    for name, text in pages.items():
        file = folder / "pages" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        files.append(file)
    return files


@pytest.fixture
def newsroom(tmp_path, support):
    """``newsroom({"2025-03-11/01.txt": text, …})`` → (asker, archive)."""
    opened = []

    def over(pages):
        data = tmp_path / "data"
        data.mkdir(exist_ok=True)
        asker, archive = support.newsroom(data, written(tmp_path, pages))
        opened.append(archive)
        return asker, archive

    yield over
    for archive in opened:
        archive.close()


LOANS = {
    "2025-01-10/02.txt": LOAN.format(verb="设立", became="为", days=60, firms=130),
    "2025-03-11/02.txt": LOAN.format(verb="延长期限", became="由60天延长至", days=90, firms=410),
    "2025-03-11/04.txt": SPORT,
}


def test_a_withdrawn_article_is_not_cited_from_the_next_question_on(newsroom):
    asker, archive = newsroom({"2025-03-11/01.txt": MARKET, "2025-03-12/01.txt": SPORT})
    question = "北门花市设摊位多少个"
    before = asker.ask(question, today=TODAY)
    assert before.answer == "260个"
    article = before.citations[0].article_id
    withdrawals_of(archive).withdraw_article(article, "事实有误")
    after = asker.ask(question, today=TODAY)
    assert article not in {each.article_id for each in (*after.citations, *after.nearest)}
    assert after.status is not AnswerStatus.ANSWERED
    withdrawals_of(archive).restore_article(article)
    assert asker.ask(question, today=TODAY).answer == "260个"


def test_freshness_forgets_a_withdrawn_edition(newsroom):
    asker, archive = newsroom({"2025-03-11/01.txt": MARKET, "2025-03-12/01.txt": SPORT})
    edition = withdrawals_of(archive).edition(None, date(2025, 3, 12))
    withdrawals_of(archive).withdraw_edition(edition.id, "误发")
    answer = asker.ask("篮球联赛有多少支球队参加", today=TODAY)
    assert answer.freshness == date(2025, 3, 11)
    assert {each.date for each in answer.citations} <= {date(2025, 3, 11)}


def test_a_newer_report_on_the_matter_is_cited_or_named(newsroom):
    asker, archive = newsroom({"2025-03-11/01.txt": MARKET, "2025-03-18/01.txt": SHUT})
    question = "北门花市的花卉来自几个苗圃"
    first = asker.ask(question, today=TODAY, limit=1)
    assert first.citations[0].date == date(2025, 3, 11)
    assert first.later
    assert (first.later.headline, first.later.date) == ("北门花市周六不再开张", date(2025, 3, 18))
    cited = asker.ask("北门花市周六开张吗", today=TODAY, limit=9)
    assert first.later.article_id in {each.article_id for each in cited.citations}
    assert cited.later is None
    withdrawals_of(archive).withdraw_article(first.later.article_id, "误发")
    assert asker.ask(question, today=TODAY, limit=1).later is None


def test_withdrawn_articles_crowd_nothing_out(newsroom):
    many = {
        f"2025-03-10/{n:02}.txt": f"# 花市短讯{n}\n\n本报讯 北门花市设摊位{100 + n}个,第{n}次通报。北门花市摊位招租。\n"
        for n in range(1, 61)
    }
    asker, archive = newsroom(many | {"2025-03-12/01.txt": MARKET})
    edition = withdrawals_of(archive).edition(None, date(2025, 3, 10))
    withdrawals_of(archive).withdraw_edition(edition.id, "误发")
    assert asker.ask("北门花市设摊位多少个", today=TODAY).answer == "260个"


def test_an_article_withdrawn_while_the_question_is_answered(tmp_path, support):
    files = written(tmp_path, {"2025-03-11/01.txt": MARKET, "2025-03-12/01.txt": SPORT})
    (tmp_path / "data").mkdir()
    asker, archive = support.newsroom(tmp_path / "data", files)
    article = asker.ask("北门花市设摊位多少个", today=TODAY).citations[0].article_id
    hasty = support.interrupted(asker, lambda: withdrawals_of(archive).withdraw_article(article, "来不及了"))
    answer = hasty.ask("北门花市设摊位多少个", today=TODAY)
    assert hasty.interruptions == 1
    assert article not in {each.article_id for each in (*answer.citations, *answer.nearest)}
    archive.close()


def test_the_same_story_is_cited_once_with_the_others_named(newsroom):
    asker, archive = newsroom(
        {
            "2025-03-11/01.txt": MARKET,
            "2025-03-12/05.txt": MARKET.replace("260个,", "260个,另有停车位,"),
            "2025-03-12/01.txt": SPORT,
        }
    )
    answer = asker.ask("北门花市设摊位多少个", today=TODAY)
    assert answer.answer == "260个"
    first = answer.citations[0]
    places = {(first.date, first.page)} | {(each.date, each.page) for each in first.also}
    assert places == {(date(2025, 3, 11), "1"), (date(2025, 3, 12), "5")}
    assert len(first.also) == 1
    assert first.also[0].headline == "北门花市周六开张"
    assert not any(each.earlier for each in answer.citations)
    withdrawals_of(archive).withdraw_article(first.also[0].article_id, "重复")
    assert asker.ask("北门花市设摊位多少个", today=TODAY).citations[0].also == ()


@pytest.mark.parametrize("limit", [1, 3, 5])
def test_of_two_values_the_newer_comes_first(newsroom, limit):
    asker, _ = newsroom(LOANS)
    answer = asker.ask("青溪区转贷资金使用期限多少天", today=TODAY, limit=limit)
    assert answer.answer.endswith("90天")
    first, *rest = answer.citations
    assert (first.date, first.earlier) == (date(2025, 3, 11), False)
    if limit > 1:
        assert (rest[0].date, rest[0].earlier) == (date(2025, 1, 10), True)
        assert "60天" in rest[0].excerpt


def test_a_changed_value_in_the_same_words_is_not_the_same_story(newsroom):
    later = MARKET.replace("260个", "310个")
    asker, _ = newsroom({"2025-03-11/01.txt": MARKET, "2025-03-13/02.txt": later, "2025-03-12/01.txt": SPORT})
    answer = asker.ask("北门花市设摊位多少个", today=TODAY)
    assert answer.answer == "310个"
    assert [(each.date.day, each.earlier) for each in answer.citations[:2]] == [(13, False), (11, True)]
    assert answer.citations[0].also == ()
    held = asker.ask("北门花市每天几点开门", today=TODAY)
    assert not any(each.earlier for each in held.citations)


def test_values_of_other_matters_stay_where_they_are(newsroom):
    other = MARKET.replace("北门花市", "南湖灯会").replace("260个", "310个")
    asker, _ = newsroom({"2025-03-11/01.txt": MARKET, "2025-03-13/02.txt": other, "2025-03-12/01.txt": SPORT})
    answer = asker.ask("北门花市设摊位多少个", today=TODAY)
    assert answer.answer == "260个"
    assert not any(each.earlier for each in answer.citations)


CASES = {
    "another sentence": (
        "应急转贷期限延长",
        "本报讯 从下月起,青溪区应急转贷的期限由90天延长至120天,利率不变。",
        "120天",
    ),
    "another district": ("海淀区应急转贷期限公布", "本报讯 海淀区应急转贷的期限为150天,利率不变。", None),
    "another unit": ("青溪区应急转贷期限公布", "本报讯 青溪区应急转贷的期限为三个月,利率不变。", None),
    "another question": ("青溪区应急转贷额度提高", "本报讯 青溪区应急转贷的审核时间缩短至3天,利率不变。", None),
    "the same value": ("青溪区应急转贷期限不变", "本报讯 青溪区应急转贷的期限仍为90天,利率下调。", None),
}


@pytest.mark.parametrize("name", CASES)
def test_what_counts_as_the_same_matter(newsroom, name):
    headline, text, newest = CASES[name]
    first = "# 青溪区应急转贷为小企业接上资金链\n\n本报讯 一家小企业日前办妥了一笔应急转贷。按青溪区的规定,应急转贷期限90天,按天收取资金占用费。\n"
    later = f"# {headline}\n\n{text}\n"
    asker, _ = newsroom({"2025-01-10/01.txt": first, "2025-03-13/02.txt": later, "2025-03-12/01.txt": SPORT})
    answer = asker.ask("青溪区应急转贷期限多久", today=TODAY)
    assert [each.earlier for each in answer.citations].count(True) == (1 if newest else 0), answer.citations
    if newest:
        assert answer.citations[0].date == date(2025, 3, 13)
        assert answer.answer is None or newest in answer.answer
        assert answer.answer is None or not answer.answer.startswith("90天")


def test_a_linked_notice_stands_beside_every_citation(newsroom):
    notice = "# 更正\n\n本报3月11日第1版《北门花市周六开张》一文中,“260个”应为“206个”。特此更正。\n"
    asker, archive = newsroom({"2025-03-11/01.txt": MARKET, "2025-03-13/02.txt": notice + "\n" + SPORT})
    question = "北门花市设摊位多少个"
    before = asker.ask(question, today=TODAY).citations[0]
    assert before.corrections == ()
    found = next(article for article in archive.articles() if article.kind == "correction")
    corrections_of(archive).link(found.id, before.article_id)
    answer = asker.ask(question, today=TODAY)
    (told,) = answer.citations[0].corrections
    assert found.id not in {each.article_id for each in answer.citations}
    assert "应为“206个”" in told.excerpt
    assert (told.article_id, told.date, told.page) == (found.id, date(2025, 3, 13), "2")
    raw = (archive.path.parent.parent / "pages" / "2025-03-13" / "02.txt").read_bytes()
    assert b"".join(raw[start:end] for start, end in told.source_bytes).decode() == told.excerpt
    withdrawals_of(archive).withdraw_article(found.id, "更正有误")
    assert asker.ask(question, today=TODAY).citations[0].corrections == ()
    withdrawals_of(archive).restore_article(found.id)
    corrections_of(archive).unlink(found.id, before.article_id)
    assert asker.ask(question, today=TODAY).citations[0].corrections == ()


def test_reading_the_pages_again_keeps_what_was_decided(newsroom, tmp_path):
    asker, archive = newsroom({"2025-03-11/01.txt": MARKET, "2025-03-12/01.txt": SPORT})
    article = asker.ask("北门花市设摊位多少个", today=TODAY).citations[0].article_id
    withdrawals_of(archive).withdraw_article(article, "事实有误")
    page = tmp_path / "pages" / "2025-03-11" / "01.txt"
    page.write_text(MARKET.replace("持续两周", "持续两周时间"), encoding="utf-8")
    report = ingest(archive, [page])
    assert (report.withheld, archive.counts().articles, archive.counts().withdrawn) == (1, 1, 1)
