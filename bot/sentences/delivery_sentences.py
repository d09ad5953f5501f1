"""What reading digital editions, web pages and JSON had to say."""

from __future__ import annotations

from bot.wording import Wording


class DeliverySentence(Wording):
    """Remarks and errors of what systems deliver, not people."""

    # -- digital editions and web pages
    LEADS_ON = (
        "数字报的版面页，报道在别的文件里",
        "數位報的版面頁，報導在別的檔案裡",
        "a page of a digital edition, which leads to articles in other files",
    )
    LISTED = (
        "{page}，数字报的版面页，列出 {count} 篇",
        "{page}，數位報的版面頁，列出 {count} 篇",
        "{page} of a digital edition, which lists {count} {count:article|articles}",
    )
    PAGE = ("第{page}版", "第{page}版", "page {page}")
    UNNUMBERED_PAGE = ("没有找到版次的一版", "沒有找到版次的一版", "a page whose number was not found")
    NOT_SHOWN = (
        "报道里有 {count} 个字不在网页显示的内容里",
        "報導裡有 {count} 個字不在網頁顯示的內容裡",
        "{count} {count:character|characters} of the article {count:is|are} not among what the page shows",
    )
    LISTED_NONE = ("{page}，没有报道", "{page}，沒有報導", "{page}, without articles")
    LISTED_MISSING = (
        "列出的文件有 {count} 个不在其中：{some}",
        "列出的檔案有 {count} 個不在其中：{some}",
        "{count} listed {count:file is|files are} not among those given: {some}",
    )
    IN_NO_ELEMENT = (
        "HTML 写坏了：文件里有 {count} 个字不在任何标签里",
        "HTML 寫壞了：檔案裡有 {count} 個字不在任何標籤裡",
        "broken markup: {count} {count:character|characters} of the file {count:is|are} in no element",
    )
    LEFT_IN_NO_ELEMENT = (
        "HTML 写坏了：文件里有 {count} 个字不在任何标签里，没有收录",
        "HTML 寫壞了：檔案裡有 {count} 個字不在任何標籤裡，沒有收錄",
        "broken markup: {count} {count:character|characters} of the file {count:is|are} in no element and "
        "{count:is|are} left out",
    )
    NOT_FOUND_AGAIN = (
        "HTML 写坏了：有 {count} 个字在文件里找不到原处，没有收录",
        "HTML 寫壞了：有 {count} 個字在檔案裡找不到原處，沒有收錄",
        "broken markup: {count} {count:character was|characters were} not found again in the file and {count:is|are} "
        "left out",
    )
    NO_TEXT_END = (
        "没有标出正文到哪里结束，读到了所在部分的末尾",
        "沒有標出正文到哪裡結束，讀到了所在部分的末尾",
        "nothing marks where the text ends; it was read to the end of the element around it",
    )
    OTHER_PAGE = (
        "文件里写的是 {page} 版，列出它的版面页写的是 {listed} 版",
        "檔案裡寫的是 {page} 版，列出它的版面頁寫的是 {listed} 版",
        "it says page {page}, the page that lists it says page {listed}",
    )
    ON_PAGES = (
        "列在第 {pages} 版，按第 {page} 版收录",
        "列在第 {pages} 版，按第 {page} 版收錄",
        "listed on pages {pages}; taken for one of page {page}",
    )
    SAME_BYTES = (
        "与 {other} 一字不差，只算一次",
        "與 {other} 一字不差，只算一次",
        "the same bytes as {other}; it counts once",
    )
    ADVERTISEMENT = (
        "是广告（{title}），有 {count} 个字",
        "是廣告（{title}），有 {count} 個字",
        "an advertisement ({title}) with {count} {count:character|characters} of text",
    )
    PICTURE_ALONE = (
        "没有标题和文字，只有图片",
        "沒有標題和文字，只有圖片",
        "neither a title nor text: a picture alone",
    )
    IN_EDITION = (
        "是版面图或版面 PDF，报道已从数字报收录",
        "是版面圖或版面 PDF，報導已從數位報收錄",
        "the picture or PDF of a page whose articles are read from the digital edition",
    )
    WEB_ARTICLE = (
        "是网页，正文由 {found_by} 找出",
        "是網頁，正文由 {found_by} 找出",
        "a web article, told from its page by {found_by}",
    )
    BOTH = ("JSON-LD 和 trafilatura", "JSON-LD 和 trafilatura", "JSON-LD and trafilatura")
    LINKS_ALONE = (
        "没有报道，只有通往别的网页的链接",
        "沒有報導，只有通往別的網頁的連結",
        "no article was found; the page leads to others",
    )
    # -- JSON
    NOTICES = (
        "写明 {count} 篇报道不得发布",
        "寫明 {count} 篇報導不得發布",
        "it says of {count} {count:article that it|articles that they} may not be published",
    )
    NOTICE_WITHOUT_ID = (
        "写着 {status}，却没有编号，不知道是哪一篇",
        "寫著 {status}，卻沒有編號，不知道是哪一篇",
        "{status} without an id: nobody can tell of which article",
    )
    TOO_MANY_LINES = (
        "超过 {most} 行，最多读这么多",
        "超過 {most} 行，最多讀這麼多",
        "more than {most} lines, which are read at most",
    )
    NO_KEYS = ("对象里什么也没有", "物件裡什麼也沒有", "the object has no keys")
    NO_BODY = (
        "没有正文；这里的键有 {why_here}；可以作正文的有 {read}",
        "沒有正文；這裡的鍵有 {why_here}；可以作正文的有 {read}",
        "there is no body; keys here: {why_here}; read as one: {read}",
    )
    UNEVEN_COLUMNS = (
        "是按列写的表，各列的行不一致：{counts}",
        "是按欄寫的表，各欄的列不一致：{counts}",
        "columns of a table with different rows: {counts}",
    )
    EMPTY_BODY = ("正文是空的", "正文是空的", "the body is empty")
