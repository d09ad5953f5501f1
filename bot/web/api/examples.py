"""Records of the sample editions, as examples in the description of the API; a test holds them against its shapes."""

from __future__ import annotations

from typing import Any

HEADLINE = "朝阳区应急转贷为小企业接上资金链"
EXCERPT = "第三天便为公司办妥一笔320万元的应急转贷,期限90天,按每天万分之二收取资金占用费。"
CITATION: dict[str, Any] = {
    "headline": HEADLINE,
    "kicker": None,
    "paper": "临江日报",
    "date": "2025-03-11",
    "page": "1",
    "byline": {"reporters": ["韦松年"], "correspondents": ["卢芷晴"], "photographers": []},
    "jump": None,
    "opening": "",
    "excerpt": EXCERPT,
    "evidence": [[EXCERPT.index("90天"), EXCERPT.index("90天") + 3]],
    "passage_id": 5,
    "start": 132,
    "end": 132 + len(EXCERPT),
    "article_id": 2,
    "source_id": None,
    "source_file": "临江日报/2025-03-11/01.txt",
    "source_bytes": [[1780, 1900]],
    "area": None,
    "recognition": None,
    "score": 7.4292,
    "line": f"《{HEADLINE}》 临江日报 2025年3月11日 第1版 记者 韦松年 通讯员 卢芷晴",
    "permalink": "https://ask.example.cn/citations/p5:132-174",
    "also": [],
    "corrections": [],
    "earlier": False,
}
GENERATION = "20251126-002353"
ANSWER: dict[str, Any] = {
    "question": "朝阳区转贷期限多久",
    "status": "answered",
    "answer": "90天",
    "citations": [CITATION],
    "generation": GENERATION,
    "freshness": "2025-03-13",
    "latency_ms": 32.4,
    "notes": ["报道说的是一个具体例子，不一定适用于所有情况。"],
    "reply": None,
    "further": 0,
    "later": None,
    "nearest": [],
    "understood": {"kind": "how_long", "terms": ["朝阳区转贷期限"], "confidence": 0.96, "short_confidence": 0.93},
}
SEARCH: dict[str, Any] = {
    "total": 1,
    "nearest": False,
    "results": [CITATION],
    "next": None,
    "facets": {
        "months": [{"value": "2025-03", "count": 1}],
        "papers": [{"value": "临江日报", "count": 1}],
        "pages": [{"value": "1", "count": 1}],
        "people": [{"value": "卢芷晴", "count": 1}, {"value": "韦松年", "count": 1}],
    },
    "filters": {"date_from": None, "date_to": None, "pages": [], "people": [], "papers": []},
    "corrections": [],
    "generation": GENERATION,
    "freshness": "2025-03-13",
}
CHECK: dict[str, Any] = {
    "quote": "期限120天",
    "verdict": "differs",
    "same_signs": True,
    "places": [CITATION],
    "differences": [
        {"quoted": "期限", "printed": "期限", "same": True},
        {"quoted": "120", "printed": "90", "same": False},
        {"quoted": "天", "printed": "天", "same": True},
    ],
    "generation": GENERATION,
}
