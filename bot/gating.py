"""How the gate's verdict is told to operators on every surface: figures, the questions that changed, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.lang import LANGS, Lang
from bot.wording import fill
from retrieval.index.gate import Change, Measure, Reason, Result, Standing, Verdict

_NAMES: Mapping[Measure, tuple[str, str, str]] = {
    Measure.RECALL: ("找到报道", "找到報導", "report found"),
    Measure.ACCURACY: ("答对", "答對", "right"),
    Measure.WRONG: ("误答", "誤答", "false answers"),
    Measure.MUST: ("必须答对的题", "必須答對的題", "questions that must be right"),
}
STATUSES: Mapping[str, tuple[str, str, str]] = {
    "answered": ("作答", "作答", "answered"),
    "related_only": ("只有相关报道", "只有相關報導", "only related reports"),
    "not_found": ("没有找到", "沒有找到", "nothing found"),
}
_STANDINGS: Mapping[Standing, tuple[str, str, str]] = {
    Standing.PENDING: ("未完成", "未完成", "unfinished"),
    Standing.PASSED: ("通过", "通過", "passed"),
    Standing.FORCED: ("强制发布", "強制發布", "forced"),
}
_WORDS: Mapping[str, tuple[str, str, str]] = {
    "checked": ("检验：{count} 题", "檢驗：{count} 題", "Checked: {count} {count:question|questions}"),
    "against": ("，与 {before} 相比", "，與 {before} 相比", ", compared with {before}"),
    "alone": (
        "（没有可比的上一个版本，只看必须答对的题）",
        "（沒有可比的上一個版本，只看必須答對的題）",
        " (no generation to compare with; only questions that must be right count)",
    ),
    "failed": (
        "必须答对的题有 {count} 道没有答对：",
        "必須答對的題有 {count} 道沒有答對：",
        "{count} {count:question that must be right was|questions that must be right were} not:",
    ),
    "worse": ("变差 {count} 题：", "變差 {count} 題：", "{count} got worse:"),
    "better": ("变好 {count} 题：", "變好 {count} 題：", "{count} got better:"),
    "aside": (
        "另有 {count} 题的报道已撤回，不参加比较：{questions}",
        "另有 {count} 題的報導已撤回，不參加比較：{questions}",
        "{count} {count:question whose report was withdrawn is|questions whose report was withdrawn are} left out: "
        "{questions}",
    ),
    "rest": ("… 另有 {count} 题", "… 另有 {count} 題", "… and {count} more"),
    "most down": ("最多可降 {margin}", "最多可降 {margin}", "may fall by {margin}"),
    "most up": ("最多可升 {margin}", "最多可升 {margin}", "may rise by {margin}"),
    "false": ("误答", "誤答", "a false answer"),
    "silent": ("没有作答（对）", "沒有作答（對）", "no answer (right)"),
    "right": ("答对", "答對", "right"),
    "not right": ("没答对", "沒答對", "not right"),
    "not found": ("没答对，也没找到报道", "沒答對，也沒找到報導", "not right, report not found"),
    "expected": ("应为“{answers}”", "應為「{answers}」", "expected “{answers}”"),
    "none expected": ("报上没有答案", "報上沒有答案", "the paper has no answer"),
    "quoted": ("答的是“{words}”", "答的是「{words}」", "shown “{words}”"),
    "line": (
        "  {question}：{before} → {after}",
        "  {question}：{before} → {after}",
        "  {question}: {before} → {after}",
    ),
    "failed line": ("  ✗ {question}：{result}", "  ✗ {question}：{result}", "  ✗ {question}: {result}"),
    "in brackets": ("{what}（{inside}）", "{what}（{inside}）", "{what} ({inside})"),
    "comma": ("、", "、", ", "),
    "must failed": (
        "{name}有 {count} 道没答对（{questions}）",
        "{name}有 {count} 道沒答對（{questions}）",
        "{count} {count:question that must be right was|questions that must be right were} not ({questions})",
    ),
    "and": ("{one}，{other}", "{one}，{other}", "{one}, {other}"),
}
LISTED = 20
"""Questions of one sort that a report lists."""
EXCERPT = 24
"""Characters of an excerpt in a report's line."""
ANSWERS_SHOWN = 3
"""Accepted answers of one question that are shown."""
WAYS_ON = (
    "新内容已经收录，但没有发布；旧内容照常回答。可以：改正文件后重新 baowen index；撤回有问题的报道"
    "（baowen withdraw）、或在题目过时时改 questions.jsonl 后，运行 baowen index（不给文件）再试一次；"
    "确认无妨则 baowen index --force。",
    "新內容已經收錄，但沒有發布；舊內容照常回答。可以：改正檔案後重新 baowen index；撤回有問題的報導"
    "（baowen withdraw）、或在題目過時時改 questions.jsonl 後，執行 baowen index（不給檔案）再試一次；"
    "確認無妨則 baowen index --force。",
    "The new content is in the archive but not published; the old content answers as before. Correct the files and run "
    "baowen index again; withdraw what is wrong (baowen withdraw), or mend questions.jsonl where a question is "
    "outdated, and run baowen index without files; or publish it nevertheless: baowen index --force.",
)


def verdict_lines(verdict: Verdict, lang: Lang = "zh-hans") -> Iterator[str]:
    """The whole report, line by line."""
    against = _say("against", lang, before=verdict.against) if verdict.before else _say("alone", lang)
    yield _say("checked", lang, count=verdict.after.questions) + against
    yield from _share_lines(verdict, lang)
    yield from _must_lines(verdict, lang)
    yield from _changed_lines("worse", [each for each in verdict.changes if not each.better], lang)
    yield from _changed_lines("better", [each for each in verdict.changes if each.better], lang)
    if verdict.set_aside:
        questions = _say("comma", lang).join(_some(verdict.set_aside, lang))
        yield _say("aside", lang, count=len(verdict.set_aside), questions=questions)


def _must_lines(verdict: Verdict, lang: Lang) -> Iterator[str]:
    """The questions that failed though they must not, each with what was expected and what came."""
    given = {result.question: result for result in verdict.failed}
    for reason in verdict.reasons:
        if reason.measure is Measure.MUST:
            yield _say("failed", lang, count=len(reason.questions))
            yield from _some([_failed_line(question, given.get(question), lang) for question in reason.questions], lang)


def _failed_line(question: str, result: Result | None, lang: Lang) -> str:
    if result is None:
        return f"  ✗ {question}"
    return _say("failed line", lang, question=question, result=told(result, lang))


def _changed_lines(title: str, changed: Sequence[Change], lang: Lang) -> Iterator[str]:
    if changed:
        yield _say(title, lang, count=len(changed))
        yield from _some([_changed_line(each, lang) for each in changed], lang)


def _changed_line(change: Change, lang: Lang) -> str:
    before, after = told(change.before, lang), told(change.after, lang)
    return _say("line", lang, question=change.after.question, before=before, after=after)


def _share_lines(verdict: Verdict, lang: Lang) -> Iterator[str]:
    """Each share before and after, and by how much it may change where it changed by more."""
    reasons = {reason.measure: reason for reason in verdict.reasons}
    for measure in (Measure.RECALL, Measure.ACCURACY, Measure.WRONG):
        after = getattr(verdict.after, measure)
        before = getattr(verdict.before, measure) if verdict.before else None
        if after is not None:
            yield _share_line(measure, before, after, lang) + _limit_text(reasons.get(measure), lang)


def _share_line(measure: Measure, before: float | None, after: float, lang: Lang) -> str:
    change = f"{after:.1%}" if before is None else f"{before:.1%} → {after:.1%}"
    return f"  {_name(measure, lang)} {change}"


def _limit_text(reason: Reason | None, lang: Lang) -> str:
    if reason is None:
        return ""
    way = "most up" if reason.measure is Measure.WRONG else "most down"
    return "  ✗ " + _say(way, lang, margin=f"{reason.margin:.1%}")


def told(result: Result, lang: Lang = "zh-hans") -> str:
    """One result in a few words: how it was judged, what was shown, and what should have been, where it is known."""
    judged = _say(_judgement(result), lang)
    inside = _shown(result, lang)
    if not result.good and (expected := _expected(result, lang)):
        inside = _say("and", lang, one=expected, other=inside)
    return _say("in brackets", lang, what=judged, inside=inside)


def _judgement(result: Result) -> str:
    if result.wrong is not None:
        return "false" if result.wrong else "silent"
    if result.right:
        return "right"
    return "not right" if result.found else "not found"


def _expected(result: Result, lang: Lang) -> str:
    if result.wrong is not None:
        return _say("none expected", lang)
    answers = "／".join(result.expected[:ANSWERS_SHOWN])
    return _say("expected", lang, answers=answers) if answers else ""


def _shown(result: Result, lang: Lang) -> str:
    if result.answer:
        return _say("quoted", lang, words=result.answer)
    if result.excerpt:
        excerpt = result.excerpt.replace("\n", " ")
        return excerpt[:EXCERPT] + ("…" if len(excerpt) > EXCERPT else "")
    return STATUSES[result.status][LANGS.index(lang)] if result.status in STATUSES else result.status


def _some(lines: Sequence[str], lang: Lang) -> list[str]:
    rest = len(lines) - LISTED
    return [*lines[:LISTED], *([_say("rest", lang, count=rest)] if rest > 0 else [])]


def ways_on(lang: Lang) -> str:
    """What operators can do after a refusal, in the terminal."""
    return WAYS_ON[LANGS.index(lang)]


def standing_text(standing: str | None, lang: Lang = "zh-hans") -> str:
    """How a generation came past the gate; empty where there was none."""
    return _STANDINGS[Standing(standing)][LANGS.index(lang)] if standing else ""


def reasons_text(details: dict[str, Any] | None, lang: Lang = "zh-hans") -> str:
    """Why the gate would have refused a generation, from what is stored with it."""
    reasons = (details or {}).get("verdict", {}).get("reasons", ())
    return _say("comma", lang).join(_reason(reason, lang) for reason in reasons)


def _reason(reason: dict[str, Any], lang: Lang) -> str:
    measure = Measure(reason["measure"])
    name = _name(measure, lang)
    if measure is Measure.MUST:
        questions = _say("comma", lang).join(_some(reason["questions"], lang))
        return _say("must failed", lang, name=name, count=len(reason["questions"]), questions=questions)
    return f"{name} {reason['before']:.0%} → {reason['after']:.0%}"


def _name(measure: Measure, lang: Lang) -> str:
    return _NAMES[measure][LANGS.index(lang)]


def _say(word: str, lang: Lang, **values: object) -> str:
    return fill(_WORDS[word][LANGS.index(lang)], values)
