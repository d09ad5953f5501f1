"""What is wrong with the archive, a backup or another file of the data folder, and what was asked for in vain."""

from __future__ import annotations

from bot.wording import Wording


class StoreSentence(Wording):
    """Messages of ``StorageError``, ``Damaged``, ``Busy`` and ``UnknownRecord``, and what ``verify`` finds."""

    ABOUT_FILE = ("{path}：{rest}", "{path}：{rest}", "{path}: {rest}")
    # -- the system's own words
    NO_SUCH_FILE = ("没有这个文件或文件夹", "沒有這個檔案或資料夾", "No such file or directory")
    NO_PERMISSION = ("没有权限", "沒有權限", "Permission denied")
    NOT_PERMITTED = ("不允许这样做", "不允許這樣做", "Operation not permitted")
    READ_ONLY_DISK = ("磁盘只读", "磁碟唯讀", "Read-only file system")
    NO_SPACE = ("磁盘空间不够", "磁碟空間不夠", "No space left on device")
    QUOTA = ("磁盘配额用完了", "磁碟配額用完了", "Disk quota exceeded")
    IS_FOLDER = ("是文件夹", "是資料夾", "Is a directory")
    NO_FOLDER = ("不是文件夹", "不是資料夾", "Not a directory")
    EXISTS = ("已经存在", "已經存在", "File exists")
    NOT_EMPTY = ("文件夹不是空的", "資料夾不是空的", "Directory not empty")
    LONG_NAME = ("名字太长", "名字太長", "File name too long")
    OPEN_FILES = ("打开的文件太多", "打開的檔案太多", "Too many open files")
    BROKEN_DISK = ("磁盘读写出错", "磁碟讀寫出錯", "Input/output error")
    STALE = ("网络文件夹断开了", "網路資料夾斷開了", "Stale file handle")
    MANY_LINKS = ("链接绕成了圈", "連結繞成了圈", "Too many levels of symbolic links")
    ADDRESS_TAKEN = ("另一个程序正在用它", "另一個程式正在用它", "Address already in use")
    NO_ADDRESS = ("这台机器没有这个地址", "這台機器沒有這個位址", "Cannot assign requested address")
    UNKNOWN_HOST = ("没有这个主机名", "沒有這個主機名稱", "Name or service not known")
    # -- SQLite's own words
    NO_DATABASE = ("不是数据库文件", "不是資料庫檔案", "file is not a database")
    MALFORMED = ("数据库已损坏", "資料庫已損壞", "database disk image is malformed")
    READ_ONLY_FILE = ("文件只读", "檔案唯讀", "attempt to write a readonly database")
    CANNOT_OPEN = ("打不开", "打不開", "unable to open database file")
    DISK_ERROR = ("磁盘读写出错", "磁碟讀寫出錯", "disk I/O error")
    FULL = ("磁盘空间不够", "磁碟空間不夠", "database or disk is full")
    NO_TABLE = ("缺少表 {table}", "缺少表 {table}", "no such table: {table}")
    NO_COLUMN = ("缺少列 {column}", "缺少列 {column}", "no such column: {column}")
    # -- the archive and backups
    GONE = ("{path} 不见了", "{path} 不見了", "{path} is gone")
    NONE_HERE = ("这里没有收录的文字", "這裡沒有收錄的文字", "there is no archive here")
    GIVEN_BY = (
        "这个数据文件夹由 {by} 指定",
        "這個數據資料夾由 {by} 指定",
        "this data folder was given by {by}",
    )
    USUAL_FOLDER = (
        "这是默认的数据文件夹，可以用 --data 或 BAOWEN_DATA 指定别的",
        "這是預設的數據資料夾，可以用 --data 或 BAOWEN_DATA 指定別的",
        "this data folder is the usual one; --data or BAOWEN_DATA gives another",
    )
    NO_ARCHIVE_IN = ("{folder} 里还没有收录任何内容", "{folder} 裡還沒有收錄任何內容", "no archive in {folder}")
    NO_ARCHIVE = ("{path} 不是收录文件", "{path} 不是收錄檔案", "{path} is no archive")
    NEWER = (
        "由更新的版本写成（格式 {schema}，本程序只认到 {known}）",
        "由更新的版本寫成（格式 {schema}，本程式只認到 {known}）",
        "written by a newer version (schema {schema}, this one knows {known})",
    )
    OLDER = (
        "格式是 {schema}，本程序读 {known}；请先在可写的地方打开一次",
        "格式是 {schema}，本程式讀 {known}；請先在可寫的地方打開一次",
        "schema {schema}, this program reads {known}; open it once where it can be written",
    )
    UNWRITABLE = ("还没有收录文件，这里也不能写", "還沒有收錄檔案，這裡也不能寫", "no archive, and it can't be written")
    READ_ONLY = ("数据文件夹只读", "數據資料夾唯讀", "the data folder is read-only")
    NOT_CREATED = ("建不了：{rest}", "建不了：{rest}", "can't be created: {rest}")
    DAMAGED = ("{path} 已损坏：{rest}", "{path} 已損壞：{rest}", "{path} is damaged: {rest}")
    LEADS_NOWHERE = (
        "表 {table} 的第 {row} 行无处可指",
        "表 {table} 的第 {row} 行無處可指",
        "row {row} of {table} leads nowhere",
    )
    OUT_OF_PLACE = ("第 {row} 行的位置不对", "第 {row} 行的位置不對", "row {row} is out of place")
    OUTSIDE = (
        "段落 {number} 不在它的报道里",
        "段落 {number} 不在它的報導里",
        "passage {number} does not lie in its article",
    )
    EXTRACTION = (
        "来源 {source} 的识别文字：{rest}",
        "來源 {source} 的識別文字：{rest}",
        "extraction of source {source}: {rest}",
    )
    NO_EXTRACTION = ("不是识别文字（{why}）", "不是識別文字（{why}）", "no extraction: {why}")
    STATE = ("机器人的记录：{rest}", "機器人的記錄：{rest}", "the bot's state: {rest}")
    BUSY = ("另一个进程正在写入", "另一個行程正在寫入", "another process is writing")
    BUSY_HERE = ("另一个线程正在写入", "另一個執行緒正在寫入", "another thread is writing")
    # -- what verify finds
    SOURCE_GONE = (
        "{path}：原文件不见了；其中的报道照常回答，但无法核对",
        "{path}：原檔案不見了；其中的報導照常回答，但無法核對",
        "{path}: the source file is gone; its articles still answer, but can't be checked",
    )
    SOURCE_CHANGED = (
        "{path}：收录之后原文件变了；请重新 baowen index",
        "{path}：收錄之後原檔案變了；請重新 baowen index",
        "{path}: the source file has changed since it was indexed; run index on it again",
    )
    MISPRINTED = (
        "报道 {article}：第 {characters} 个字与 {file} 印的不符",
        "報導 {article}：第 {characters} 個字與 {file} 印的不符",
        "article {article}: characters {characters} are not what {file} prints",
    )
    NOT_PUBLISHED_SO = (
        "段落 {number} 与发布时不同",
        "段落 {number} 與發布時不同",
        "passage {number} is not what was published",
    )
    BAD_VECTORS = (
        "{count} 个向量与写入时不同",
        "{count} 個向量與寫入時不同",
        "{count} {count:vector is|vectors are} not what was written",
    )
    AT_LINE = ("第 {number} 行：{rest}", "第 {number} 行：{rest}", "line {number}: {rest}")
    NOT_OURS = (
        "{path} 不是本程序写成的样子：{rest}",
        "{path} 不是本程式寫成的樣子：{rest}",
        "{path} is not as this program wrote it: {rest}",
    )
    FOREIGN_PART = (
        "多出了不属于本程序的 {kind} {name}",
        "多出了不屬於本程式的 {kind} {name}",
        "{kind} {name} is none of this program's",
    )
    PART_MISSING = ("缺少 {kind} {name}", "缺少 {kind} {name}", "{kind} {name} is missing")
    PART_DIFFERS = (
        "{kind} {name} 与本程序建立的不同",
        "{kind} {name} 與本程式建立的不同",
        "{kind} {name} is not as this program makes it",
    )
    ARTICLE_ALTERED = (
        "报道 {number} 与读入时不同：标题、正文或版位被改过",
        "報導 {number} 與讀入時不同：標題、正文或版位被改過",
        "article {number} is not as it was read: its headline, text or place was changed",
    )
    # -- unknown records
    MANY_DIGITS = (
        "没有这个编号（它有 {digits} 位数）",
        "沒有這個編號（它有 {digits} 位數）",
        "no record has a number of {digits} digits",
    )
    NO_CITATION = ("没有这处引文", "沒有這處引文", "no citation")
    NO_SUCH_DAY = ("没有这一天", "沒有這一天", "no such day")
    BEYOND = ("没有这个编号（太大了）", "沒有這個編號（太大了）", "no record has a number beyond 64 bits")
    NO_SOURCE = ("没有来源 {number}", "沒有來源 {number}", "no source {number}")
    NO_ARTICLE = ("没有编号为 {number} 的报道", "沒有編號為 {number} 的報導", "no article {number}")
    NO_PASSAGE = ("没有编号为 {number} 的段落", "沒有編號為 {number} 的段落", "no passage {number}")
    NO_EDITION_ID = ("没有第 {number} 号这一期", "沒有第 {number} 號這一期", "no edition {number}")
    EDITION = ("没有 {edition} 这一期", "沒有 {edition} 這一期", "edition {edition}")
    SEVERAL = (
        "{edition} 这一期不止一份：{several}",
        "{edition} 這一期不止一份：{several}",
        "edition {edition} is not the only one: {several}",
    )
    REPLACED = (
        "{rest}已被报道 {version} 替换",
        "{rest}已被報導 {version} 替換",
        "{rest} was replaced by article {version}",
    )
    WITHDRAWN = ("{rest}已于 {day} 撤回", "{rest}已於 {day} 撤回", "{rest} was withdrawn on {day}")
    ARTICLE = ("报道 {number} ", "報導 {number} ", "article {number}")
    PASSAGE = ("段落 {number} ", "段落 {number} ", "passage {number}")
    ARTICLE_NOT_WITHDRAWN = (
        "报道 {number} 没有撤回过",
        "報導 {number} 沒有撤回過",
        "article {number} is not withdrawn",
    )
    EDITION_NOT_WITHDRAWN = (
        "第 {number} 号这一期没有撤回过",
        "第 {number} 號這一期沒有撤回過",
        "edition {number} is not withdrawn",
    )
    CORRECTS_ITSELF = (
        "报道 {number} 不能更正自己",
        "報導 {number} 不能更正自己",
        "article {number} can't correct itself",
    )
    NOT_LINKED = (
        "更正 {notice} 与报道 {article} 没有连接",
        "更正 {notice} 與報導 {article} 沒有連接",
        "notice {notice} is not linked with article {article}",
    )
    NOTHING_HELD = ("没有下线的内容", "沒有下線的內容", "nothing was rolled back")
    NOTHING_HELD_OF = (
        "第 {number} 号这一期没有下线的内容",
        "第 {number} 號這一期沒有下線的內容",
        "nothing was rolled back of edition {number}",
    )
