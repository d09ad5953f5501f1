"""What is said of an evaluation."""

from __future__ import annotations

from bot.wording import Wording


class EvalText(Wording):
    """``eval``."""

    NONE_JUDGED = (
        "还没有可以导出的读者评价。",
        "還沒有可以匯出的讀者評價。",
        "No judgements of readers to export yet.",
    )
    KIND = ("类型", "類型", "Kind")
    ALL = ("全部", "全部", "all")
    INTERVAL = ("95% 区间", "95% 區間", "95% interval")
    FIGURE = ("", "", "")
    QUESTIONS = ("题数", "題數", "questions")
    IN_FIRST = ("首条", "首條", "in first")
    ON_CARD = ("卡片", "卡片", "on card")
    ARTICLE_RIGHT = ("报道", "報導", "report")
    RECALL_1 = ("R@1", "R@1", "R@1")
    RECALL_3 = ("R@3", "R@3", "R@3")
    RECALL_10 = ("R@10", "R@10", "R@10")
    MRR = ("MRR", "MRR", "MRR")
    ANSWERED = ("作答", "作答", "answered")
    SHOWN = ("短答", "短答", "short")
    EXACT = ("短答对", "短答對", "short right")
    F1 = ("字F1", "字F1", "char F1")
    FALSE_ANSWERS = ("误答", "誤答", "false")
    P50_MS = ("p50毫秒", "p50毫秒", "p50 ms")
    P95_MS = ("p95毫秒", "p95毫秒", "p95 ms")
    LEGEND = (
        "首条／卡片：首条引文、回答卡片上的引文含有答案；报道：首条引文出自正确的报道；R@k、MRR：正确的报道在检索"
        "结果里的名次；作答：状态为 answered；短答：给出简短答案，短答对：其中正确的，字F1：其中与正确答案按字比较"
        "；误答：没有答案的题却作答；毫秒：用时的中位数和 95 百分位",
        "首條／卡片：首條引文、回答卡片上的引文含有答案；報導：首條引文出自正確的報導；R@k、MRR：正確的報導在檢索"
        "結果裡的名次；作答：狀態為 answered；短答：給出簡短答案，短答對：其中正確的，字F1：其中與正確答案按字比較"
        "；誤答：沒有答案的題卻作答；毫秒：用時的中位數和 95 百分位",
        "in first, on card: the first quotation, one on the card holds the answer; report: the first quotation "
        "is from the right report; R@k, MRR: the rank of the right report; answered: status answered; short: a "
        "short answer is given, short right: of these the right ones, char F1: these compared with the right "
        "answer by characters; false: answers where there is none; ms: median and 95th percentile of the time",
    )
    COVERAGE = (
        "有答案的题答出 {coverage} 时（把握 ≥ {threshold}）：误答 {false}，答错 {wrong}",
        "有答案的題答出 {coverage} 時（把握 ≥ {threshold}）：誤答 {false}，答錯 {wrong}",
        "Answering {coverage} of what has an answer (confidence ≥ {threshold}): false {false}, wrong {wrong}",
    )
    STAGES = ("各步用时 p50/p95 毫秒：{steps}", "各步用時 p50/p95 毫秒：{steps}", "Steps, p50/p95 in ms: {steps}")
    STEP = ("{name} {low}/{high}", "{name} {low}/{high}", "{name} {low}/{high}")
    CALIBRATION = (
        "把握与事实：期望校准误差 {ece}，Brier {brier}",
        "把握與事實：期望校準誤差 {ece}，Brier {brier}",
        "Confidence and truth: expected calibration error {ece}, Brier {brier}",
    )
    UNDERSTAND = ("读题", "讀題", "read")
    CANDIDATES = ("查找", "查找", "find")
    RANK = ("排序", "排序", "rank")
    RERANK = ("重排", "重排", "rerank")
    ANSWER = ("取答案", "取答案", "answer")
    CITE = ("引用", "引用", "cite")
    BESIDE = ("附注", "附註", "notes")
    LACKING = (
        "HTML 报告还需要 {packages}：请运行 pip install 'baowen[report]'",
        "HTML 報告還需要 {packages}：請執行 pip install 'baowen[report]'",
        "the HTML report needs {packages}: run pip install 'baowen[report]'",
    )
