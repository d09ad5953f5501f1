"""What of an excerpt can be a short answer: where it begins and ends, what belongs to it, how sure it is."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from retrieval.answers.honesty.decision import shows_short
from retrieval.answers.models.reader import Reading
from retrieval.answers.question.kinds import Kind, find_slot
from retrieval.answers.question.query import understand
from retrieval.answers.spans.border_features import BORDER_FEATURES, border_features
from retrieval.answers.spans.confidence import FAR, SURENESS_FEATURES, sureness, sureness_features
from retrieval.answers.spans.extend import together, whole, with_noun
from retrieval.answers.spans.extract import candidates_of
from retrieval.answers.spans.reject import says_half
from retrieval.answers.spans.trim import named, tidy
from retrieval.domain import AnswerStatus
from retrieval.language.names import by_sound
from retrieval.language.numbers import Candidate, Type, numbers
from retrieval.language.tokenizer import Tokenizer
from retrieval.language.word_classes import WordClass, class_of
from retrieval.language.words import word_spans
from retrieval.training.examples import Example, terse
from retrieval.training.spans import NEAR, RIGHT, grade

TODAY = date(2025, 3, 12)


def asked(question: str):
    return understand(question, TODAY)


def found_in(text: str, part: str, kind: Type = Type.PHRASE) -> Candidate:
    start = text.index(part)
    return Candidate((start, start + len(part)), kind)


def printed(text: str, spans) -> list[str]:
    return [text[slice(*span)] for span in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("警局在11日凌晨停电", "11日凌晨"),
        ("演出于8月5-6日举行", "8月5-6日"),
        ("比分定格在3比1,观众", "3比1"),
        ("全场1:0结束", "1:0"),
        ("排名第二的城市", "第二"),
        ("直到2001年的9月3日才", "2001年的9月3日"),
        ("98年3月动工", "98年3月"),
        ("每日22时至次日5时封路", "每日22时至次日5时"),
        ("今晚8点开场", "今晚8点"),
        ("公示期为20个自然日。", "20个自然日"),
        ("约有1.6亿人口受益", "1.6亿人口"),
    ],
)
def test_printed_numbers_are_whole(text: str, expected: str) -> None:
    assert expected in printed(text, (each.span for each in numbers(text)))


def test_the_part_of_the_day_belongs_to_the_hour() -> None:
    text = "列车16日下午5时到达"
    assert printed(text, (each.span for each in numbers(text))) == ["16日", "下午5时"]
    joined = together(text, list(numbers(text)), Kind.WHEN)
    assert printed(text, (each.span for each in joined)) == ["16日下午5时"]
    assert len(together(text, list(numbers(text)), Kind.TIME)) == 2


def test_a_time_to_another_one_is_one_answer() -> None:
    text = "工程在2019年至2021年间进行,共3期"
    joined = together(text, list(numbers(text)), Kind.WHEN)
    assert printed(text, (each.span for each in joined)) == ["2019年至2021年", "3期"]


@pytest.mark.parametrize(
    ("question", "text", "picked", "kind", "expected"),
    [
        ("有多少人受伤?", "事故造成至少10人受伤", "10人", Type.QUANTITY, "至少10人"),
        ("捐款约多少?", "全镇捐款约30万元", "30万元", Type.MONEY, "30万元"),
        ("里程超过多少公里?", "里程超过900公里", "900公里", Type.QUANTITY, "900公里"),
        ("它是全省第几大城市?", "它是全省第二大城市", "第二", Type.NUMBER, "第二大城市"),
        ("会议什么时候召开?", "会议于当地时间14日召开", "14日", Type.DATE, "当地时间14日"),
        ("景区要强化什么供给?", "各景区要强化弹性供给,延长开放", "弹性", Type.PHRASE, "弹性供给"),
        ("提供什么样的营商环境?", "提供公平的营商环境,不断", "公平", Type.PHRASE, "公平的营商环境"),
        ("加强哪些国家的合作?", "就加强“全球南方”国家合作提出主张", "全球南方", Type.PHRASE, "“全球南方”国家"),
        ("展览在哪里举行?", "展览在北城广场举行", "北城广场", Type.PLACE, "北城广场"),
        ("什么导致了停电?", "大风导致了停电", "大风", Type.PHRASE, "大风"),
        ("要多少业主同意?", "须经三分之二以上业主同意", "三分之二", Type.RATIO, "三分之二以上"),
    ],
)
def test_what_belongs_to_an_answer_comes_with_it(
    question: str, text: str, picked: str, kind: Type, expected: str
) -> None:
    query = asked(question)
    span = whole(query, text, found_in(text, picked, kind))
    assert text[slice(*span)] == expected


@pytest.mark.parametrize(
    ("question", "text", "picked", "kind"),
    [
        ("茶馆什么时候搬的家?", "开了68年的茶馆昨天搬到新街", "68年", Type.DURATION),
        ("展期延长多久?", "展期延长到3月25日", "3月25日", Type.DATE),
        ("哪些场馆周一闭馆?", "市美术馆 周一闭馆", "市美术馆", Type.ORG),
        ("男队和女队各有多少人?", "男队有12人,女队有15人", "12人", Type.QUANTITY),
        ("项目从多少增加到多少?", "项目由96项增加到168项", "168项", Type.QUANTITY),
        ("倡议包括什么?", "倡议包括健全服务体系,加强源头治理等", "健全服务体系", Type.PHRASE),
        ("满60岁学费多少?", "满60岁学费减半", "半", Type.NUMBER),
        ("哪里停水?", "周六在三个片区停水", "片区", Type.PHRASE),
        ("二孩家庭能贷多少?", "二孩家庭再上浮20%", "20%", Type.RATIO),
        ("南岸区的入学率是多少?", "东湖区入学率最高,为97%,南岸区最低,为88%", "97%", Type.RATIO),
    ],
)
def test_half_an_answer_is_none(question: str, text: str, picked: str, kind: Type) -> None:
    assert says_half(asked(question), text, found_in(text, picked).span, kind)


@pytest.mark.parametrize(
    ("question", "text", "picked", "kind"),
    [
        ("州城哪一年建的?", "州城965年建成", "965年", Type.DURATION),
        ("手术什么时候做?", "3天后做手术", "3天", Type.DURATION),
        ("大桥封闭多久?", "大桥3月17日至3月30日封闭", "3月17日至3月30日", Type.DATE),
        ("哪些学校停课?", "一中、二中停课", "一中、二中", Type.LIST),
        ("倡议包括什么?", "倡议包括健全服务体系。", "健全服务体系", Type.PHRASE),
        ("二孩家庭额度提高多少?", "二孩家庭额度再上浮20%", "20%", Type.RATIO),
        ("东湖区的入学率是多少?", "东湖区入学率最高,为97%,南岸区最低,为88%", "97%", Type.RATIO),
        ("南岸区的入学率是多少?", "东湖区入学率最高,为97%,南岸区最低,为88%", "88%", Type.RATIO),
        ("展览在哪里举行?", "两个展览在北城广场举行", "北城广场", Type.PLACE),
    ],
)
def test_a_whole_answer_is_not_taken_for_half(question: str, text: str, picked: str, kind: Type) -> None:
    assert not says_half(asked(question), text, found_in(text, picked).span, kind)


def test_only_a_noun_that_was_asked_for_is_taken_in() -> None:
    text = "大会通过反对排放的决议"
    end = text.index("的决议")
    assert with_noun(asked("大会通过了什么决议?"), text, end) == len(text)
    assert with_noun(asked("大会通过了什么?"), text, end) == end
    assert with_noun(asked("谁通过了决议?"), text, end) == end


def test_no_answer_goes_beyond_its_sentence_or_its_brackets() -> None:
    text = "采取停课、停工(即两停),预计明日解除。居民表示理解"
    query = asked("采取了什么措施?")
    cut = printed(text, tidy(query, text, [(2, len(text)), (2, text.index(")") + 1), (8, 12)]))
    assert "停课、停工(即两停),预计明日解除" in cut
    assert "居民表示理解" in cut
    assert all(part.count("(") == part.count(")") and "。" not in part for part in cut)


def test_people_have_no_day_and_no_clause() -> None:
    text = "当天赵小木的儿子晕倒,9日获救"
    cut = printed(text, tidy(asked("谁晕倒了?"), text, [(0, 8), (0, len(text))]))
    assert "赵小木的儿子" in cut
    candidates = [found_in(text, part) for part in ("当天赵小木的儿子", "赵小木的儿子")]
    kept = named(asked("谁晕倒了?"), text, [], candidates)
    assert printed(text, (each.span for each in kept)) == ["赵小木的儿子"]


def test_names_written_by_their_sound_are_whole() -> None:
    text = "省长加布里·索伦蒂向媒体表示,部长维尼托遭人推倒"
    assert printed(text, by_sound(text)) == ["加布里·索伦蒂", "维尼托"]
    words = word_spans(text, Tokenizer())
    parts = ("加布里", "加布里·索伦蒂", "加布里·索伦蒂向媒体", "部长维尼托", "维尼托遭人推倒")
    kept = named(asked("省长是谁?"), text, words, [found_in(text, part) for part in parts])
    assert printed(text, (each.span for each in kept)) == ["加布里·索伦蒂", "部长维尼托"]


def test_an_enumeration_is_its_items() -> None:
    text = "路线涵盖东城、西城等区,今后将到北城"
    parts = ("涵盖东城、西城等区", "东城、西城等区", "东城、西城等区,今后将到北城")
    kept = named(asked("覆盖哪些区?"), text, [], [found_in(text, part) for part in parts])
    assert printed(text, (each.span for each in kept)) == ["东城、西城等区"]


def test_who_says_it_is_named_without_saying() -> None:
    text = "晨报消息称,馆长说"
    kept = named(asked("谁说的?"), text, [], [found_in(text, part) for part in ("晨报消息称", "晨报")])
    assert printed(text, (each.span for each in kept)) == ["晨报"]


@pytest.mark.parametrize(
    ("question", "none"), [("哪个地区负担重?", "当地"), ("谁的负担重?", "严重"), ("谁说的?", "他们")]
)
def test_what_names_nobody_is_no_name(question: str, none: str) -> None:
    text = "白沙镇说当地负担严重,感谢他们支持"
    kept = named(asked(question), text, [], [found_in(text, part) for part in (none, "白沙镇")])
    assert printed(text, (each.span for each in kept)) == ["白沙镇"]


def test_something_is_left_where_every_candidate_tells_more() -> None:
    text = "老王在家"
    only = [found_in(text, text)]
    assert named(asked("谁在家?"), text, word_spans(text, Tokenizer()), only) == only


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("电厂每天提供多少天然气", Kind.COUNT),
        ("最近几天的行动目的是什么", Kind.WHAT),
        ("主要围绕哪4个方面?", Kind.LIST),
        ("公示期是多长?", Kind.HOW_LONG),
        ("办证要几天?", Kind.HOW_LONG),
    ],
)
def test_what_is_asked_for(question: str, kind: Kind) -> None:
    slot = find_slot(question)
    assert slot is not None and slot.kind is kind


def test_candidates_are_printed_once_and_within_brackets() -> None:
    text = "活动由南山文化馆(河东馆)举办,馆长李小田、王小禾出席"
    words = word_spans(text, Tokenizer())
    level = np.full(len(text), -3.0, dtype=np.float32)
    found = candidates_of(asked("活动由谁举办?"), text, words, Reading(level, level, -9.0))
    spans = [each.span for each in found]
    assert len(spans) == len(set(spans))
    assert all(part.count("(") == part.count(")") for part in printed(text, spans))
    rows = border_features(asked("活动由谁举办?"), text, words, found, Reading(level, level, -9.0))
    assert rows.shape == (len(found), len(BORDER_FEATURES))
    assert np.isfinite(rows).all()
    assert border_features(asked("活动由谁举办?"), text, words, [], Reading(level, level, -9.0)).shape[0] == 0


def test_words_have_classes() -> None:
    assert class_of("城市") in {WordClass.NOUN, WordClass.PLACE}
    assert class_of("举行") == WordClass.VERB
    assert class_of("由于") == WordClass.PREPOSITION or class_of("由于") == WordClass.CONJUNCTION
    assert class_of("12") == WordClass.NUMBER
    assert class_of("nt") == WordClass.ASCII
    assert class_of("维尼托") == WordClass.UNKNOWN
    assert class_of(",") == WordClass.SIGN


def test_how_sure_is_between_nothing_and_one() -> None:
    candidates = [Candidate((0, 2), Type.PHRASE), Candidate((1, 3), Type.PHRASE)]
    rows = np.zeros((2, 200), dtype=np.float32)
    features = sureness_features(rows, np.array([2.0, 1.0], dtype=np.float32), [0, 1], candidates)
    assert features.shape == (len(SURENESS_FEATURES),)
    assert features[SURENESS_FEATURES.index("margin")] == FAR  # the other one shares a character with the first
    assert features[SURENESS_FEATURES.index("margin_next")] == 1.0
    assert 0.0 < sureness(features) < 1.0


def test_reasons_are_left_to_the_excerpt() -> None:
    assert not shows_short(asked("为什么停电?").kind, AnswerStatus.ANSWERED, 1.0)
    assert shows_short(asked("停电多久?").kind, AnswerStatus.ANSWERED, 1.0)
    assert not shows_short(asked("停电多久?").kind, AnswerStatus.ANSWERED, 0.0)
    assert not shows_short(asked("停电多久?").kind, AnswerStatus.RELATED_ONLY, 1.0)


def test_only_answers_that_say_no_more_than_was_asked_teach() -> None:
    def example(question: str, *answers: str) -> Example:
        return Example("cmrc2018_train", question, frozenset({"p:1"}), answers, "")

    kept = terse(
        [
            example("几月开工?", "7月", "工程在7月开工,次年完工。"),
            example("几月完工?", "工程在次年完工。"),
            example("为什么停工?", "资金不足,材料也没有到"),
            example("多少钱?", "1,200元"),
            example("体长多少公分?", "体长可达70公分"),
            example("多少人受伤?", "至少9人"),
        ]
    )
    assert [each.answers for each in kept] == [("7月",), ("资金不足,材料也没有到",), ("1,200元",), ("至少9人",)]


def test_grades_of_candidates() -> None:
    assert grade("弹性供给", ["弹性供给"]) == RIGHT
    assert grade("弹性", ["弹性供给"]) == NEAR
    assert grade("供", ["弹性供给"]) == 0
    assert grade("", ["弹性供给"]) == 0
