"""What is said of each class of error, and of each way in which a file can't be read."""

from __future__ import annotations

from bot.wording import Wording


class ErrorText(Wording):
    """One line for each class; ``{error}`` is its own sentence in the reader's language."""

    DISK_FULL = (
        "磁盘空间不够，没有写入，已发布的内容不受影响：{error}",
        "磁碟空間不夠，沒有寫入，已發布的內容不受影響：{error}",
        "error: the disk is full, nothing was written, what is published stands: {error}",
    )
    DAMAGED = (
        "有文件损坏，没有拿它作答：{error}。怎么修复请看 baowen verify",
        "有檔案損壞，沒有拿它作答：{error}。怎麼修復請看 baowen verify",
        "error: a file is damaged and was not used to answer: {error}; baowen verify says how to mend it",
    )
    STORAGE = (
        "无法读写，已发布的内容不受影响：{error}",
        "無法讀寫，已發布的內容不受影響：{error}",
        "error: {error}; what is published stands",
    )
    READ_ONLY = (
        "数据文件夹只读，没有写入；只读时可以 ask、show、articles、status：{error}",
        "數據資料夾唯讀，沒有寫入；唯讀時可以 ask、show、articles、status：{error}",
        "error: the data folder is read-only, nothing was written; ask, show, articles and status work: {error}",
    )
    ALREADY_RUNNING = (
        "这台机器上已有一个进程（{pid}）用这个令牌运行机器人，同一个令牌只能有一个：请先结束它",
        "這臺機器上已有一個行程（{pid}）用這個令牌執行機器人，同一個令牌只能有一個：請先結束它",
        "error: a process of this machine ({pid}) runs the bot of this token, and only one may: end it first",
    )
    UNREACHABLE = (
        "检索服务暂时连不上，请稍后再试：{error}",
        "檢索服務暫時連不上，請稍後再試：{error}",
        "error: the search service can't be reached now, try again later: {error}",
    )
    OTHER_PUBLISHER = (
        "往这个集群发布的是另一台主机，请到那台主机上运行；要改由这台主机发布，见 docs/scaling.md：{error}",
        "往這個叢集發布的是另一台主機，請到那台主機上執行；要改由這台主機發布，見 docs/scaling.md：{error}",
        "error: another host publishes into this cluster, run it there; docs/scaling.md says how this one takes over: "
        "{error}",
    )
    MILVUS_MISSING = (
        "BAOWEN_ENGINE=milvus 需要的 pymilvus 没有安装：请在程序文件夹运行 .venv/bin/pip install -c constraints.txt "
        "-e '.[milvus]'，或去掉这项设置",
        "BAOWEN_ENGINE=milvus 需要的 pymilvus 沒有安裝：請在程式資料夾執行 .venv/bin/pip install -c constraints.txt "
        "-e '.[milvus]'，或去掉這項設定",
        "error: BAOWEN_ENGINE=milvus needs pymilvus, which is not installed: run .venv/bin/pip install "
        "-c constraints.txt -e '.[milvus]', or remove the setting",
    )
    BUSY = (
        "另一个进程正在写入，请稍后再试：{error}",
        "另一個行程正在寫入，請稍後再試：{error}",
        "error: try again later: {error}",
    )
    NOTHING_PUBLISHED = (
        "还没有发布过任何内容，请先运行 baowen index 版面文件夹：{error}",
        "還沒有發布過任何內容，請先執行 baowen index 版面資料夾：{error}",
        "error: nothing is published yet, run baowen index FOLDER first: {error}",
    )
    GENERATION_MISMATCH = (
        "已发布的版本是用另一个编码模型建立的：{error}。请把 BAOWEN_MODEL 设成那个模型，或运行 baowen index "
        "--model 模型 重新编码",
        "已發布的版本是用另一個編碼模型建立的：{error}。請把 BAOWEN_MODEL 設成那個模型，或執行 baowen index "
        "--model 模型 重新編碼",
        "error: {error}; set BAOWEN_MODEL to that encoder, or re-encode with: baowen index --model NAME",
    )
    WITHDRAWN = (
        "这篇报道已于 {day} 撤回{why}",
        "這篇報導已於 {day} 撤回{why}",
        "error: the report was withdrawn on {day}{why}",
    )
    REPLACED = (
        "这篇报道已更正，现在的版本编号是 {version}",
        "這篇報導已更正，現在的版本編號是 {version}",
        "error: the report was corrected; the number of the present version is {version}",
    )
    NOT_SHOWN = (
        "读者现在看不到它：已下线，或还没有发布（{error}）",
        "讀者現在看不到它：已下線，或還沒有發布（{error}）",
        "error: readers can't see it now: it was taken out, rolled back, or is not published yet ({error})",
    )
    UNKNOWN_RECORD = ("{error}", "{error}", "error: {error}")
    REFUSED = (
        "没有通过发布前的检验，没有发布；旧内容照常回答，新内容已收录",
        "沒有通過發布前的檢驗，沒有發布；舊內容照常回答，新內容已收錄",
        "error: the checks before publishing failed, nothing was published; the old content answers as before, "
        "the new content is in the archive",
    )
    BACKEND_MISSING = (
        "BAOWEN_MODEL_BACKEND={backend} 需要的 {module} 没有安装：请在程序文件夹运行 .venv/bin/pip install -c "
        "constraints.txt -e '.[{backend}]'，或去掉这项设置（改用 torch）",
        "BAOWEN_MODEL_BACKEND={backend} 需要的 {module} 沒有安裝：請在程式資料夾執行 .venv/bin/pip install -c "
        "constraints.txt -e '.[{backend}]'，或去掉這項設定（改用 torch）",
        "error: BAOWEN_MODEL_BACKEND={backend} needs {module}, which is not installed: run .venv/bin/pip install "
        "-c constraints.txt -e '.[{backend}]', or unset it (torch is used then)",
    )
    ENCODER = ("编码模型打不开：{error}", "編碼模型打不開：{error}", "error: the encoder can't be opened: {error}")
    SETTINGS = ("设置有误，{key}：{error}", "設定有誤，{key}：{error}", "error: setting {key}: {error}")
    PORT = (
        "端口 {port} 用不了（{host}）：{why}",
        "連接埠 {port} 用不了（{host}）：{why}",
        "error: port {port} can't be used ({host}): {why}",
    )
    OTHER = ("出错了：{error}", "出錯了：{error}", "error: {error}")
    INTERNAL = (
        "程序内部出错：{kind}（{place}）。加上 --log-level DEBUG 再运行一次可看到详情",
        "程式內部出錯：{kind}（{place}）。加上 --log-level DEBUG 再執行一次可看到詳情",
        "error: internal fault {kind} at {place}; run it again with --log-level DEBUG for the details",
    )
    BECAUSE = ("：{reason}", "：{reason}", ": {reason}")
    # -- where in a file
    PLACE = ("{path}", "{path}", "error: {path}")
    LINE = ("{path} 第{line}行", "{path} 第{line}行", "error: {path}, line {line}")
    KEY = ("{place}，字段 {key}", "{place}，欄位 {key}", "{place}, key {key}")
    BAD_INPUT = ("{place}：{what}（{detail}）", "{place}：{what}（{detail}）", "{place}: {detail}")
    BAD_INPUT_PLAIN = ("{place}：{what}", "{place}：{what}", "{place}: {what}")


class BadInputText(Wording):
    """What is wrong with a file, by the code of ``BadInput`` in capitals."""

    MISSING = ("不存在，或者读不到", "不存在，或者讀不到", "it is not there, or can't be read")
    NAME = (
        "文件名或文件夹名的编码无法识别（支持 UTF-8 和 GB18030），请改名",
        "檔名或資料夾名的編碼無法識別（支援 UTF-8 和 GB18030），請改名",
        "the coding of its name is not known (UTF-8 and GB18030 are); rename it",
    )
    CHANGED = (
        "读的时候文件变了，请再读一次",
        "讀的時候檔案變了，請再讀一次",
        "the file changed while it was read; read it again",
    )
    EMPTY = ("里面没有文字", "裡面沒有文字", "there is no text in it")
    NO_FILES = ("没有能读的文件", "沒有能讀的檔案", "there is no file of a kind that is read")
    BINARY = ("不是文本文件", "不是文字檔案", "it is no text file")
    ENCODING = (
        "文字编码无法识别（支持 UTF-8 和 GB18030）",
        "文字編碼無法識別（支援 UTF-8 和 GB18030）",
        "its coding is not known (UTF-8 and GB18030 are)",
    )
    JSON = ("不是完整的 JSON", "不是完整的 JSON", "it is no whole JSON")
    FIELD = ("字段不对", "欄位不對", "the field is wrong")
    TOO_LARGE = ("太大", "太大", "it is too large")
    UNSUPPORTED = ("不支持这种格式", "不支援這種格式", "this kind is not read")
    PDF_MISSING = (
        "读 PDF 版面要加装：pip install 'baowen[pdf]'",
        "讀 PDF 版面要加裝：pip install 'baowen[pdf]'",
        "for PDFs: pip install 'baowen[pdf]'",
    )
    PDF_ENCRYPTED = (
        "PDF 有密码，请去掉密码再送来",
        "PDF 有密碼，請去掉密碼再送來",
        "the PDF has a password; take it off",
    )
    PDF_DAMAGED = ("PDF 已损坏，或不是 PDF", "PDF 已損壞，或不是 PDF", "the PDF is damaged, or is none")
    OCR_MISSING = (
        "版面是图片，识别文字要加装：pip install 'baowen[ocr]'",
        "版面是圖片，識別文字要加裝：pip install 'baowen[ocr]'",
        "the page is a picture; to read it: pip install 'baowen[ocr]'",
    )
    PICTURE_DAMAGED = (
        "图片已损坏，或不是 PNG、JPEG",
        "圖片已損壞，或不是 PNG、JPEG",
        "the picture is damaged, or neither PNG nor JPEG",
    )
    TOO_SMALL = ("图片太小，不可能是一个版面", "圖片太小，不可能是一個版面", "the picture is too small to be a page")
    NO_TEXT = ("版面上没有找到报道的文字", "版面上沒有找到報導的文字", "no article text was found on the page")
    PAGE_UNREADABLE = (
        "读取时出错、太慢或太占内存，没有读",
        "讀取時出錯、太慢或太佔記憶體，沒有讀",
        "it failed, took too long or too much memory",
    )
    ZIP_DAMAGED = ("压缩包已损坏或不是 zip 格式", "壓縮檔已損壞或不是 zip 格式", "the zip is damaged, or is none")
    ZIP_ENCRYPTED = (
        "压缩包有密码，请去掉密码再送来",
        "壓縮檔有密碼，請去掉密碼再送來",
        "the zip has a password; take it off",
    )
    ZIP_LIMITS = ("压缩包解开后太大或文件太多", "壓縮檔解開後太大或檔案太多", "the zip unpacks to too much")
    ZIP_NESTED = ("压缩包里还有压缩包，请只压一层", "壓縮檔裡還有壓縮檔，請只壓一層", "there is a zip in the zip")
    ZIP_UNSAFE = (
        "压缩包里有不安全的文件名或链接，没有打开",
        "壓縮檔裡有不安全的檔名或連結，沒有打開",
        "the zip holds unsafe names or links; it was not opened",
    )
