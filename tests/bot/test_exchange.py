"""What is exported can be read again, and is the same: every field and every character."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.exchange import RECORDS, ninjs_record, ninjs_withdrawal, uri_of
from retrieval.domain import Article
from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.verify import disagreements
from retrieval.editions.store.withdrawals import Withdrawals


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Article]:
    root = Path(__file__).resolve().parents[2]
    with Archive.open(tmp_path_factory.mktemp("samples") / "archive.sqlite", create=True) as archive:
        ingest(archive, [root / "examples" / "editions"])
        return list(archive.articles())


def told(article: Article) -> tuple[Any, ...]:
    titles = (article.headline, article.kicker, article.subhead)
    return (article.paper, article.date, article.page, *titles, article.byline, article.jump, article.url, article.body)


@pytest.mark.parametrize("kind", RECORDS)
def test_what_was_exported_reads_the_same(samples, tmp_path, kind):
    lines = "".join(json.dumps(RECORDS[kind](article), ensure_ascii=False) + "\n" for article in samples)
    (tmp_path / "out.jsonl").write_text(lines, encoding="utf-8")
    with Archive.open(tmp_path / "archive.sqlite", create=True) as archive:
        assert ingest(archive, [tmp_path / "out.jsonl"]).complete
        again = list(archive.articles())
        assert list(disagreements(archive)) == []
    assert len(samples) > 20
    assert sorted(map(str, map(told, again))) == sorted(map(str, map(told, samples)))


def test_a_withdrawal_reaches_who_took_the_article_before(samples, tmp_path):
    given, canceled = ninjs_record(samples[0]), ninjs_withdrawal(samples[0])
    assert set(canceled) == {"standard", "uri", "pubStatus"}
    with Archive.open(tmp_path / "archive.sqlite", create=True) as archive:
        for number, record in enumerate((given, canceled)):
            path = tmp_path / f"{number}.json"
            path.write_text(json.dumps(record), encoding="utf-8")
            ingest(archive, [path])
        assert [article.headline for article, _ in Withdrawals(archive.database).articles()] == [samples[0].headline]


@pytest.mark.parametrize(
    ("given", "uri"),
    [(None, "urn:baowen:article:7"), ("a 1", "urn:baowen:a%201"), ("urn:x:1", "urn:x:1"), ("http://a/1", "http://a/1")],
)
def test_every_article_has_a_uri(samples, given, uri):
    assert uri_of(replace(samples[0], id=7, external_id=given)) == uri
