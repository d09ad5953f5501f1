"""HTML that wants to be followed, or to take all time: nothing is fetched or opened, and reading takes its length."""

from __future__ import annotations

import zipfile
from functools import partial
from pathlib import Path

import pytest

from retrieval.editions.ingest import ingest
from retrieval.editions.store.verify import disagreements
from tests.reaching import reached
from tests.timing import cpu_seconds

BODY = "<p>　　东门的渡船昨天开了。</p>"
REFERENCES = {
    "entity": '<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html><body><!--enpcontent-->{body}&x;',
    "parameter entity": '<!DOCTYPE html [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]><!--enpcontent-->{body}',
    "doctype": '<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd"><html><body><!--enpcontent-->{body}',
    "xinclude": '<html xmlns:xi="http://www.w3.org/2001/XInclude"><body><!--enpcontent-->{body}'
    '<xi:include href="{secret}" parse="text"/>',
    "stylesheet": '<?xml-stylesheet href="file://{secret}"?><html><body><!--enpcontent-->{body}',
    "frames": '<html><body><iframe src="file://{secret}"></iframe><object data="{secret}"></object>'
    "<!--enpcontent-->{body}",
    "pictures": '<html><body><!--enpcontent-->{body}<img src="file://{secret}"><img src="http://127.0.0.1:9/a.png">',
    "svg": '<html><body><!--enpcontent-->{body}<svg><image xlink:href="file://{secret}"/>'
    '<use href="http://127.0.0.1:9/#a"/></svg>',
    "base": '<html><head><base href="http://127.0.0.1:9/"></head><body><!--enpcontent-->{body}<a href="x.htm">甲</a>',
    "page": '<html><body><!--enpcontent-->{body}<area href="file://{secret}"><area href="../../../../etc/passwd">',
    "json-ld": '<html><head><script type="application/ld+json">{{"@context": "http://127.0.0.1:9/",'
    ' "@type": "NewsArticle",'
    ' "articleBody": "东门的渡船昨天开了。", "headline": "轮渡"}}</script></head><body>{body}',
    "web": "<html><head><link rel=canonical href=http://127.0.0.1:9/>"
    "<meta http-equiv=refresh content='0;url=file://{secret}'>"
    "</head><body><article><h1>轮渡复航</h1>{body}<p>票价两元，学生一元，每天从早上六点开到晚上九点，周末照常。</p></article>",
}


@pytest.mark.parametrize("kind", REFERENCES)
@pytest.mark.parametrize("name", ["content_1.htm", "node_2.htm", "a.html"])
def test_no_reference_is_followed(archive, write, tmp_path, kind, name):
    secret = write("secret.txt", "机密：密码是一二三四。")
    path = write(f"p/{name}", REFERENCES[kind].format(secret=secret, body=BODY))
    with reached() as noted:
        ingest(archive, [path])
    assert not noted.called
    assert str(secret) not in noted.opened
    assert "密码" not in "".join(article.body for article in archive.articles())
    assert list(disagreements(archive)) == []


BOMBS = {
    "deep": ("<div>", BODY),
    "bold": ("<b>", BODY),
    "paragraphs": ("<p>文", ""),
    "breaks": ("<br>", BODY),
    "ampersands": ("&", BODY),
    "half entities": ("&am", BODY),
    "tags that never end": ("<", BODY),
    "comments that never end": ("<!--", BODY),
    "attributes": ('<p a="', BODY),
    "tables in tables": ("<table><tr><td>", BODY),
    "white space": ("正  \n", BODY),
    "areas": ("<area coords='1,2,3' href=content_2.htm>", BODY),
    "markers": ("<!--enpcontent-->文<!--/enpcontent-->", ""),
    "properties": ("<!--enpproperty <title>", "-->" + BODY),
    "scripts": ("<script>", BODY),
}
SMALL, LARGE = 4_000, 32_000
"""Bytes of two bombs of a kind: eight times the length must not take much more than eight times as long."""
SLACK, LEAST_S = 4, 0.3


@pytest.mark.parametrize("name", ["content_1.htm", "node_2.htm", "a.html"])
@pytest.mark.parametrize("kind", BOMBS)
def test_reading_takes_time_by_the_length(archive, write, kind, name):
    repeated, end = BOMBS[kind]
    took = []
    for size in (SMALL, LARGE):
        text = f"<html><body><!--enpcontent-->{repeated * (size // len(repeated.encode()))}{end}"
        path = write(f"{size}/{name}", text)
        took.append(cpu_seconds(partial(ingest, archive, [path])))
    assert took[1] < LEAST_S + SLACK * (LARGE / SMALL) * took[0]


def test_a_file_that_is_too_large_is_refused(archive, write):
    path = write("content_1.htm", b"<html>" + b" " * 4 * 1024 * 1024)
    report = ingest(archive, [path])
    assert [error.code for error in report.errors] == ["too_large"]


def test_a_zip_of_bombs_is_refused(archive, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(20):
            packed.writestr(f"content_{number}.htm", "<p>" * 1_300_000)
    report = ingest(archive, [tmp_path / "a.zip"])
    assert [error.code for error in report.errors] == ["zip_limits"]
    assert Path(report.files[0].path).name == "a.zip"
