"""IPTC ninjs, versions 1.x to 3.x: articles, what is said of their publication, and wrapped answers of servers."""

from __future__ import annotations

import json
from datetime import date

import pytest

from retrieval.domain import source_bytes
from retrieval.editions.ingest import ingest
from retrieval.editions.report import FileOutcome
from retrieval.editions.store.verify import disagreements
from retrieval.editions.store.withdrawals import Withdrawals

PARAGRAPHS = ("东门的渡船昨天开了，票价“两元”。", "每天从早上六点开到晚上九点。")
HTML = f"<p>{PARAGRAPHS[0].replace('“', '&ldquo;').replace('”', '&rdquo;')}</p><p>{PARAGRAPHS[1]}</p>"
URI = "urn:agency:20260408:1"
V1 = {
    "uri": URI, "type": "text", "versioncreated": "2026-04-07T22:10:00Z", "pubstatus": "usable", "byline": "林岚、高翔",
    "headline": "东门渡船复航", "body_text": "".join(PARAGRAPHS), "body_xhtml": HTML,
    "infosource": [{"name": "苇州日报"}],
}  # fmt: skip
V2 = {
    "uri": URI, "type": "text", "versioncreated": "2026-04-07T22:10:00Z", "by": "林岚、高翔",
    "headlines": [{"role": "main", "value": "东门渡船复航"}, {"role": "kicker", "value": "北岸更近了"}],
    "bodies": [
        {"role": "main", "contenttype": "text/plain", "value": "".join(PARAGRAPHS)},
        {"role": "richtext", "contenttype": "application/xhtml+xml", "value": HTML},
    ],
    "infosources": [{"name": "苇州日报"}], "renditions": [{"name": "web", "href": "https://news.example/1"}],
}  # fmt: skip
V3 = {
    "uri": URI, "type": "text", "versionCreated": "2026-04-08T06:10:00+08:00", "pubStatus": "usable",
    "by": "林岚、高翔",    "headlines": [{"value": "东门渡船复航"}], "altIds": [{"role": "printPage", "value": "A03"}],
    "bodies": [{"contentType": "text/html", "value": HTML}], "infoSources": [{"name": "苇州日报"}],
}  # fmt: skip
VERSIONS = {"1.x": V1, "2.x": V2, "3.x": V3}


def canceled(uri: str = URI, status: str = "canceled") -> dict[str, str]:
    return {"uri": uri, "pubstatus": status}


@pytest.fixture
def deliver(archive, write):
    """Read objects, one a line, from a file of that name."""

    def delivered(name, *objects):
        return ingest(archive, [write(name, "\n".join(json.dumps(each, ensure_ascii=False) for each in objects))])

    return delivered


def shown(archive) -> list[str | None]:
    """Ids of the articles that readers may see."""
    return [archive.article(id_).external_id for id_ in archive.live_ids() if not archive.is_withdrawn(id_)]


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_is_read(archive, write, version, ascii_only):
    path = write("a.json", json.dumps(VERSIONS[version], ensure_ascii=ascii_only, indent=1))
    ingest(archive, [path])
    (found,) = archive.articles()
    assert (found.headline, found.paper, found.date) == ("东门渡船复航", "苇州日报", date(2026, 4, 8))
    assert (found.byline.reporters, found.external_id) == (("林岚", "高翔"), URI)
    assert found.paragraphs == PARAGRAPHS
    assert list(disagreements(archive)) == []
    raw = path.read_bytes()
    ranges = source_bytes(found.body, found.pieces, 0, 5)
    there = b"".join(raw[low:high] for low, high in ranges)
    assert json.loads(b'"' + there + b'"') == found.body[:5]


def test_roles_addresses_and_pages(archive, deliver):
    deliver("2.jsonl", V2)
    deliver("3.jsonl", V3 | {"uri": "urn:3"})
    first, second = sorted(archive.articles(), key=lambda each: each.page or "")
    assert (first.kicker, first.url) == ("北岸更近了", "https://news.example/1")
    assert second.page == "A3"


@pytest.mark.parametrize("status", ["canceled", "withheld", "Canceled", "cancelled"])
def test_a_notice_withdraws_what_was_delivered_before(archive, deliver, status):
    deliver("a.jsonl", V1, V1 | {"uri": "urn:2", "headline": "另一篇"})
    report = deliver("b.jsonl", canceled(status=status))
    assert shown(archive) == ["urn:2"]
    assert (report.statuses.withdrawn, report.changed) == (1, True)
    (file,) = report
    assert (file.outcome, file.error) == (FileOutcome.UNCHANGED, None)
    ((article, why),) = Withdrawals(archive.database).articles()
    assert article.external_id == URI
    assert "来源注明" in why.reason
    assert not why.public
    assert file.warnings == ("it says of 1 articles that they may not be published",)


def test_what_may_be_published_is_not_worth_a_remark(deliver):
    (file,) = deliver("a.jsonl", V1)
    assert file.warnings == ()


def test_a_withheld_article_is_kept_and_not_shown_until_it_is_usable(archive, deliver):
    deliver("a.jsonl", V3 | {"pubStatus": "withheld"})
    assert len(list(archive.articles())) == 0
    assert shown(archive) == []
    report = deliver("b.jsonl", V3)
    assert report.statuses.restored == 1
    assert shown(archive) == [URI]


def test_of_several_notices_the_last_counts(archive, deliver):
    deliver("a.jsonl", V1, canceled(), canceled(status="usable"))
    assert shown(archive) == [URI]


def test_what_people_decided_stands(archive, deliver):
    deliver("a.jsonl", V1)
    deliver("b.jsonl", canceled())
    (id_,) = [article.id for article, _ in Withdrawals(archive.database).articles()]
    Withdrawals(archive.database).restore_article(id_)
    deliver("b.jsonl", canceled())
    assert shown(archive) == [URI], "the same notice read again"
    Withdrawals(archive.database).withdraw_article(id_, "编辑部决定")
    deliver("c.jsonl", V1 | {"ednote": "again"})
    assert shown(archive) == [], "a delivery gives nothing back that people withdrew"


def test_a_notice_of_what_nobody_delivered_is_told(deliver):
    assert deliver("a.jsonl", canceled("urn:9")).statuses.unknown == ("urn:9",)


def test_a_notice_without_an_id_is_a_bad_line(deliver):
    error = deliver("a.jsonl", {"pubstatus": "canceled", "headline": "x"}).errors[0]
    assert (error.code, error.key, error.line) == ("field", "uri", 1)


def test_a_picture_gives_its_caption(archive, deliver):
    deliver("a.jsonl", {"uri": "urn:p", "type": "picture", "headline": "渡口", "description_caption": "图为东门渡口。"})
    assert [each.body for each in archive.articles()] == ["图为东门渡口。"]


def test_associated_objects_are_no_articles_of_their_own(archive, deliver):
    picture = {"uri": "urn:p", "type": "picture", "body_text": "图为东门渡口。"}
    deliver("a.jsonl", V1 | {"associations": {"main": picture}})
    assert [each.external_id for each in archive.articles()] == [URI]


WRAPPED = {
    "a server's answer": {"code": 0, "data": {"total": 2, "list": [V1, V1 | {"uri": "urn:2"}]}},
    "a search engine's": {"hits": {"total": 2, "hits": [{"_source": V1}, {"_source": V1 | {"uri": "urn:2"}}]}},
    "a list under the name of a body": {"content": [V1, V1 | {"uri": "urn:2"}]},
    "an object under the name of a body": [{"article": V1}, {"article": V1 | {"uri": "urn:2"}}],
}


@pytest.mark.parametrize("kind", WRAPPED)
@pytest.mark.parametrize("indent", [None, 2])
def test_articles_that_something_wraps(archive, write, kind, indent):
    ingest(archive, [write("a.json", json.dumps(WRAPPED[kind], ensure_ascii=False, indent=indent), "gb18030")])
    assert sorted(each.external_id for each in archive.articles()) == ["urn:2", URI]
    assert list(disagreements(archive)) == []


def test_a_list_of_paragraphs(archive, write):
    ingest(archive, [write("a.json", json.dumps({"title": "渡船", "content": [*PARAGRAPHS, ""]}))])
    assert [each.paragraphs for each in archive.articles()] == [PARAGRAPHS]
    assert list(disagreements(archive)) == []


def test_markup_in_the_values(archive, write):
    row = {
        "title": "<b>渡船</b>&ldquo;复航&rdquo;",
        "content": "<div>　　渡船开了。<br>票价两元。</div><script>x()</script>",
    }
    ingest(archive, [write("a.json", json.dumps(row, ensure_ascii=False))])
    (found,) = archive.articles()
    assert (found.headline, found.paragraphs) == ("渡船“复航”", ("渡船开了。", "票价两元。"))
    assert list(disagreements(archive)) == []


def test_a_file_without_articles_says_which_keys_it_has(write, archive):
    (error,) = ingest(archive, [write("a.json", json.dumps({"名称": "甲", "items": [{"summary": "x"}]}))]).errors
    assert "keys here: 名称, items; read as one: body, content, text, 正文" in str(error)
