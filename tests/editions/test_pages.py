"""Layouts that newspapers print: what each must be read as."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.domain import ArticleKind, Byline, source_bytes
from retrieval.editions.ingest import ingest
from tests.editions import sample_pages as samples


def test_marked_page(drafts):
    heating, path, correction, hours = drafts(samples.MARKED)
    assert heating.kicker == "全市供暖工作会议召开"
    assert heating.headline == "四十七个老旧小区换上新管网"
    assert heating.subhead == "——改造后室温平均升高两度"
    assert heating.byline == Byline(("林岚",), ("何苗", "佟雨"))
    assert heating.joins == 1
    assert "住了三十年的老住户说" in heating.body
    assert heating.body.split("\n")[2] == "报修电话怎么打"
    assert heating.to_page == "4"
    assert path.joins == 1
    assert "全长约6.2公里" in path.body
    assert (correction.headline, correction.kind) == ("更正", ArticleKind.CORRECTION)
    assert (hours.headline, hours.kind, hours.joins) == ("元旦期间公园开放时间", ArticleKind.TABLE, 0)
    assert hours.body.split("\n")[2] == "香山公园 7:00—17:30"


def test_page_without_heading_marks(drafts):
    canteen, flowers, ship = drafts(samples.UNMARKED)
    assert (canteen.headline, canteen.subhead) == ("社区食堂晚上也开火", "下班晚的居民有热饭吃了")
    assert canteen.joins == 1
    assert (flowers.headline, flowers.byline.reporters) == ("地铁口的花有人管", ("姚舜",))
    assert len(flowers.body.split("\n")) == 2
    assert (ship.headline, ship.byline.reporters) == (None, ("郑好",))


def test_hard_wrapped_lines(drafts):
    (library,) = drafts(samples.WRAPPED)
    assert library.headline == "图书馆夜场受欢迎"
    assert library.joins == 0
    first, second = library.body.split("\n")
    assert "市图书馆的夜场开了一个月" in first
    assert second.endswith("迟到半小时座位会让给现场排队的读者。")
    assert library.byline.reporters == ("苏晓",)


def test_indented_lines_without_empty_lines(drafts):
    stall, rink = drafts(samples.INDENTED_WITHOUT_EMPTY_LINES)
    assert (stall.headline, rink.headline) == ("菜市场里开书摊", "老厂房变身冰场")
    assert [len(d.body.split("\n")) for d in (stall, rink)] == [2, 1]
    assert "买菜的人可以拿旧书换新书" in stall.body


def test_one_line_per_paragraph(drafts):
    (parking,) = drafts(samples.LINE_PER_PARAGRAPH)
    assert parking.headline == "停车难小区挤出六十个车位"
    assert len(parking.body.split("\n")) == 3
    assert parking.joins == 0


def test_lines_of_one_length_that_all_end_are_paragraphs(drafts):
    (parking,) = drafts(
        "## 停车\n\n本报讯 车位今天摇号，住户到场。\n没有摇上的住户可以轮候登记。\n结果贴在各个单元的大门口上。\n"
    )
    assert len(parking.body.split("\n")) == 3


def test_photo_stories(drafts):
    buses, swimmers, rink, books = drafts(samples.PHOTO_PAGE)
    assert (swimmers.headline, swimmers.kind, swimmers.byline) == ("冬泳", ArticleKind.PHOTO, Byline((), (), ("孟冬",)))
    assert (rink.headline, rink.kind, rink.byline.photographers) == (None, ArticleKind.PHOTO, ("孟冬",))
    assert buses.kind is books.kind is ArticleKind.REPORT
    assert books.byline == Byline(("石磊",), (), ("孟冬",))


@pytest.mark.parametrize(
    "label", ["（上接第1版）", "(上接A1版)", "（上接第一版）", "上接第1版", "（上接1版）", "(紧接第1版)"]
)
def test_a_fragment_is_never_filed_under_the_headline_above(drafts, label):
    text = f"## 白菜丰收\n\n本报讯（记者 农欣）校园菜地里收了两千棵白菜。\n\n{label} 一直到傍晚才散。\n"
    cabbage, fragment = drafts(text)
    assert "傍晚" not in cabbage.body
    assert (fragment.headline, fragment.kind) == (None, ArticleKind.JUMP)
    assert fragment.from_page == ("A1" if "A" in label else "1")
    assert fragment.jump == label.strip("（）()")


@pytest.mark.parametrize(
    "change", [lambda t: t.replace("\n", "\r\n"), lambda t: "\ufeff" + t, lambda t: t.replace("\n\n", "\n　\n")]
)
@pytest.mark.parametrize("coding", ["utf-8", "gb18030"])
def test_line_ends_marks_and_codings_change_nothing(drafts, change, coding):
    for text in (samples.MARKED, samples.PHOTO_PAGE, samples.UNMARKED, samples.WRAPPED):
        plain, changed = drafts(text), drafts(change(text), coding)
        assert [(d.headline, d.kicker, d.subhead, d.byline, d.kind, d.body, d.joins) for d in plain] == [
            (d.headline, d.kicker, d.subhead, d.byline, d.kind, d.body, d.joins) for d in changed
        ]


def test_an_article_goes_on_around_a_photo_story(drafts):
    text = (
        "## 胡同装上扶手\n\n本报讯（记者 安平）八条胡同的台阶旁装上了扶手，老人们说上下台阶心里踏\n\n\n\n"
        "胡同口的猫\n\n一只橘猫天天守在胡同口的修车摊旁边。\n\n本报记者 安平 摄\n\n"
        "实多了。扶手用的是防冻材料。\n"
    )
    rails, cat = drafts(text)
    assert rails.body.endswith("心里踏实多了。扶手用的是防冻材料。")
    assert (cat.headline, cat.body) == ("胡同口的猫", "一只橘猫天天守在胡同口的修车摊旁边。")


def test_titles_without_text_are_no_article(drafts):
    assert [d.headline for d in drafts("## 只有标题\n\n## 有正文\n\n本报讯 今天有雨。\n")] == ["有正文"]


def test_a_feature_with_front_matter_crossheads_and_footer(archive, write):
    ingest(archive, [write("feature.txt", samples.FEATURE)])
    (lift,) = archive.articles()
    assert (lift.paper, lift.date, lift.page) == ("晨光日报", date(2023, 3, 2), "5")
    assert (lift.headline, lift.subhead) == ("老楼加装电梯有了新办法", "——三层以上住户可分期付款")
    assert lift.byline == Byline(("沈一舟",), ("鲁冰",), ("沈一舟",))
    assert lift.joins == 2
    assert "租期十年，期满后" in lift.body
    assert lift.paragraphs[1::2] == ("三种付款方式", "谁来维护", "▲图为工人在安装电梯井道。 沈一舟 摄")
    assert lift.paragraphs[-1] == "咨询电话：12345"
    assert "责任编辑" not in lift.body


def test_a_commentary_with_its_author_under_the_title(drafts):
    (comment,) = drafts(samples.COMMENTARY)
    assert (comment.kicker, comment.headline, comment.subhead) == ("评论", "补上“最后一米”的短板", None)
    assert comment.byline.reporters == ("沈言",)
    assert comment.joins == 1
    assert "设一个代收点" in comment.body
    assert "的代收点，开在传达室里" in comment.body


def test_short_items_under_one_heading(drafts):
    lamps, water, outage, index, apology = drafts(samples.SHORT_ITEMS)
    assert [d.headline for d in (lamps, water, outage)] == ["热线新闻", None, None]
    assert (index.headline, index.kind) == ("明天生活指数", ArticleKind.TABLE)
    assert apology.kind is ArticleKind.CORRECTION


def test_cuts_in_numbers_times_and_quotations(drafts):
    (buses,) = drafts(samples.HARD_CUTS)
    assert buses.joins == 6
    assert len(buses.body.split("\n")) == 3
    for words in (
        "停靠站点17处",
        "提前到21:30。",
        "“96166”查询",
        "告示。”记者",
        "“绕行路线图”和改线时间",
        "“也能理解”。",
    ):
        assert words in buses.body


def test_a_fragment_on_top_of_a_page_with_running_heads(drafts):
    fragment, calls = drafts(samples.SECOND_PAGE)
    assert (fragment.headline, fragment.jump) == (None, "上接第1版")
    assert (calls.byline.reporters, calls.to_page) == (("安然",), "6")


def test_lists_and_captions(drafts):
    nursery, news, snow, items = drafts(samples.LISTS)
    assert nursery.joins == 1
    assert nursery.body.split("\n")[2:5] == [
        "1. 春芽幼儿园，地址：和平路12号",
        "2. 朝露幼儿园，地址：光明街3号",
        "3. 白杨幼儿园，地址：北环路88号",
    ]
    assert (news.kind, news.byline.photographers) == (ArticleKind.PHOTO, ("林森",))
    assert (snow.kind, snow.byline.photographers) == (ArticleKind.PHOTO, ("李一博",))
    assert len(items.body.split("\n")) == 3


def test_centred_titles_and_spaced_names(drafts):
    kitchen, watches = drafts(samples.CENTRED)
    assert (kitchen.headline, watches.headline) == ("朝阳里社区的“共享厨房”", "小巷里的修表匠")
    assert kitchen.byline.reporters == watches.byline.reporters == ("柳青",)
    assert [len(d.body.split("\n")) for d in (kitchen, watches)] == [3, 1]
    assert "招呼邻居端盘子。" in kitchen.body


def test_markdown(drafts):
    toilets, spring = drafts(samples.MARKDOWN)
    assert (toilets.kicker, toilets.headline) == ("两会观察", "代表建议公厕夜间不锁门")
    assert toilets.subhead == "城管部门：先从六十座试起"
    assert toilets.body.split("\n")[2:] == ["- 东城二十座", "- 西城二十座", "- 南城二十座"]
    assert spring.byline.reporters == ("田园",)


def test_questions_and_answers(drafts):
    (breakfast,) = drafts(samples.QUESTIONS)
    assert breakfast.byline == Byline(("贺兰",), (), ("吕一",))
    assert breakfast.joins == 1
    assert [line[:2] for line in breakfast.body.split("\n")] == ["核心", "问：", "答：", "问：", "答：", "编者"]


def test_lines_below_a_title_without_other_text_are_its_text(drafts):
    drill, phones = drafts(samples.MARKED_FRAGMENT)
    assert (drill.headline, drill.jump) == ("本市启动夏季防汛演练 三千人参加", "上接第1版")
    assert (phones.headline, phones.kind, phones.subhead) == ("防汛值守电话", ArticleKind.TABLE, None)
    assert phones.body.split("\n") == ["市防汛办　 010-68556666", "城区分中心　010-65251234"]


def test_foreign_names_and_numbers_with_points(drafts):
    (tutor,) = drafts(samples.LATIN)
    assert tutor.byline.reporters == ("Tom Lee", "欧阳青")
    assert "准确率达97.5%，每分钟可回答1,200个" in tutor.body


def test_a_byline_right_under_the_heading(drafts):
    river, notice = drafts(samples.BYLINE_UNDER_HEADING)
    assert river.byline == Byline(("程橙",), (), ("程橙",))
    assert "水面上漂的东西" in river.body
    assert notice.headline == "双语讣告"


def test_figures(drafts):
    weather, lottery = drafts(samples.FIGURES)
    assert (weather.kind, lottery.kind) == (ArticleKind.REPORT, ArticleKind.TABLE)
    assert "蓝球：07" in lottery.body.split("\n")


def test_a_fragment_before_the_first_headline(drafts):
    fragment, court, letters = drafts(samples.CUTS_AND_FRAGMENT)
    assert (fragment.headline, fragment.from_page) == (None, "1")
    assert (court.joins, court.to_page, court.byline) == (5, "7", Byline(("苗禾",), ("简宁",), ("简宁",)))
    assert [len(p) for p in court.body.split("\n")] == [71, 52, 18]
    assert letters.headline == "读者来信·回音"


@pytest.mark.parametrize("name", sorted(name for name in vars(samples) if name.isupper()))
def test_every_sample_reads_the_same_in_every_writing(archive, write, name):
    text = getattr(samples, name)
    ingest(archive, [write("2022-12-08/1.txt", text)])
    before = [(a.headline, a.body, a.byline, a.kind) for a in archive.articles()]
    for content in (text.replace("\n", "\r\n").encode("gb18030"), b"\xef\xbb\xbf" + text.encode()):
        report = ingest(archive, [write("2022-12-08/1.txt", content)])
        assert not report.changed
        assert [(a.headline, a.body, a.byline, a.kind) for a in archive.articles()] == before
        for article in archive.articles():
            spans = source_bytes(article.body, article.pieces, 0, len(article.body))
            raw = b"".join(content[start:end] for start, end in spans)
            assert raw.decode("gb18030" if b"\r\n" in content else "utf-8") == article.body.replace("\n", "")


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "line",
    [
        "未完的行没有标点\n\n",
        "a b 1\n",
        "短行\n",
        "“短\n\n",
        "# 题\n\n",
        "题目一行\n\n",
        "（上接第1版）\n\n",
        "本报记者 孙艳 摄\n\n",
    ],
)
def test_long_odd_pages_are_read_in_time(drafts, line):
    drafts(line * 1500 + "本报讯 完。\n")


def test_paragraphs_on_one_line_that_only_indents_part(drafts):
    (found,) = drafts("夜校开班\n本报记者 林岚\n　　夜校昨天开班。　　学费全免（含教材）。　　名额　　三十个。\n")
    assert found.body == "夜校昨天开班。\n学费全免（含教材）。\n名额　　三十个。"
