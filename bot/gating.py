"""How the gate's verdict is told to operators on every surface: figures, the questions that changed, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from retrieval.index.gate import Change, Measure, Reason, Result, Standing, Verdict

NAMES = {Measure.RECALL: "找到报道", Measure.ACCURACY: "答对", Measure.WRONG: "误答", Measure.MUST: "必须答对的题"}
STATUSES = {"answered": "作答", "related_only": "只有相关报道", "not_found": "没有找到"}
STANDINGS = {Standing.PENDING: "未完成", Standing.PASSED: "通过", Standing.FORCED: "强制发布"}
LISTED = 20
"""Questions of one sort that a report lists."""
EXCERPT = 24
"""Characters of an excerpt in a report's line."""
WAYS_ON = (
    "新内容已经收录，但没有发布；旧内容照常回答。可以：改正文件后重新 baowen index；撤回有问题的报道"
    "（baowen withdraw）、或在题目过时时改 questions.jsonl 后，运行 baowen index（不给文件）再试一次；"
    "确认无妨则 baowen index --force。"
)


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """The whole report, line by line."""
    against = f"，与 {verdict.against} 相比" if verdict.before else "（没有可比的上一代，只看必须答对的题）"
    yield f"检验：{verdict.after.questions} 题{against}"
    yield from _share_lines(verdict)
    yield from _must_lines(verdict)
    yield from _changed_lines("变差", [each for each in verdict.changes if not each.better])
    yield from _changed_lines("变好", [each for each in verdict.changes if each.better])
    if verdict.set_aside:
        yield f"另有 {len(verdict.set_aside)} 题的报道已撤回，不参加比较：{'、'.join(_some(verdict.set_aside))}"


def _must_lines(verdict: Verdict) -> Iterator[str]:
    for reason in verdict.reasons:
        if reason.measure is Measure.MUST:
            yield f"必须答对的题有 {len(reason.questions)} 道没有答对："
            yield from (f"  ✗ {question}" for question in _some(reason.questions))


def _changed_lines(title: str, changed: Sequence[Change]) -> Iterator[str]:
    if changed:
        yield f"{title} {len(changed)} 题："
        yield from _some([f"  {each.after.question}：{told(each.before)} → {told(each.after)}" for each in changed])


def _share_lines(verdict: Verdict) -> Iterator[str]:
    """Each share before and after, and by how much it may change where it changed by more."""
    reasons = {reason.measure: reason for reason in verdict.reasons}
    for measure in (Measure.RECALL, Measure.ACCURACY, Measure.WRONG):
        after = getattr(verdict.after, measure)
        before = getattr(verdict.before, measure) if verdict.before else None
        if after is not None:
            yield _share_line(measure, before, after) + _limit_text(reasons.get(measure))


def _share_line(measure: Measure, before: float | None, after: float) -> str:
    change = f"{after:.1%}" if before is None else f"{before:.1%} → {after:.1%}"
    return f"  {NAMES[measure]} {change}"


def _limit_text(reason: Reason | None) -> str:
    if reason is None:
        return ""
    limit = "最多可升" if reason.measure is Measure.WRONG else "最多可降"
    return f"  ✗ {limit} {reason.margin:.1%}"


def told(result: Result) -> str:
    """One result in a few words: how it was judged, and what was shown."""
    if result.wrong is not None:
        judged = "误答" if result.wrong else "没有作答（对）"
    else:
        judged = "答对" if result.right else ("没答对" if result.found else "没答对，也没找到报道")
    return f"{judged}（{_shown(result)}）"


def _shown(result: Result) -> str:
    if result.answer:
        return f"「{result.answer}」"
    if result.excerpt:
        excerpt = result.excerpt.replace("\n", " ")
        return excerpt[:EXCERPT] + ("…" if len(excerpt) > EXCERPT else "")
    return STATUSES.get(result.status, result.status)


def _some(lines: tuple[str, ...] | list[str]) -> list[str]:
    return [*lines[:LISTED], *([f"… 另有 {len(lines) - LISTED} 题"] if len(lines) > LISTED else [])]


def standing_text(standing: str | None) -> str:
    """How a generation came past the gate; empty where there was none."""
    return STANDINGS.get(Standing(standing), standing) if standing else ""


def reasons_text(details: dict[str, Any] | None) -> str:
    """Why the gate would have refused a generation, from what is stored with it."""
    return "、".join(_reason(reason) for reason in (details or {}).get("verdict", {}).get("reasons", ()))


def _reason(reason: dict[str, Any]) -> str:
    measure = Measure(reason["measure"])
    if measure is Measure.MUST:
        return f"{NAMES[measure]}有 {len(reason['questions'])} 道没答对（{'、'.join(_some(reason['questions']))}）"
    return f"{NAMES[measure]} {reason['before']:.0%} → {reason['after']:.0%}"
