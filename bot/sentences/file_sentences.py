"""What is wrong with a file that was given, and what reading it had to say."""

from __future__ import annotations

from bot.wording import Wording


class FileSentence(Wording):
    """Details of ``BadInput``, and the remarks of an ingest."""

    # -- any file
    EMPTY = ("文件是空的", "檔案是空的", "the file is empty")
    WHITE_SPACE = ("文件里只有空白", "檔案裡只有空白", "the file holds nothing but white space")
    NO_ARTICLE = ("文件里没有报道", "檔案裡沒有報導", "the file holds no article")
    NO_TEXT = ("没有找到报道的文字", "沒有找到報導的文字", "no article text was found")
    NO_PAGE_TEXT = ("版面上没有找到报道的文字", "版面上沒有找到報導的文字", "no article text was found on the page")
    NO_FILE = ("没有这个文件", "沒有這個檔案", "there is no such file")
    NO_PATH = ("没有这个文件或文件夹", "沒有這個檔案或資料夾", "there is no such file or folder")
    NO_FOLDER = ("没有这个文件夹", "沒有這個資料夾", "there is no such folder")
    NEITHER = ("既不是文件，也不是文件夹", "既不是檔案，也不是資料夾", "neither a file nor a folder")
    UNREADABLE = ("读不了：{rest}", "讀不了：{rest}", "can't be read: {rest}")
    UNREADABLE_ALONE = ("读不了", "讀不了", "unreadable")
    TOO_MANY_BYTES = (
        "{size} 字节；最多读 {most} 字节",
        "{size} 位元組；最多讀 {most} 位元組",
        "{size} bytes; at most {most} are read",
    )
    NOT_READ = (
        "不读 {suffix}；能读的有 {known}",
        "不讀 {suffix}；能讀的有 {known}",
        "{suffix} is not read; give {known}",
    )
    NO_SUFFIX = ("没有扩展名的文件", "沒有副檔名的檔案", "no suffix")
    NONE_IN_FOLDER = (
        "能读的有 {kinds}",
        "能讀的有 {kinds}",
        "the folder holds no file of a kind that is read ({kinds})",
    )
    TOO_DEEP = (
        "文件夹套得太深，超过 {most} 层",
        "資料夾套得太深，超過 {most} 層",
        "the folders go deeper than {most} levels",
    )
    STRANGE_NAME = (
        "文件名或文件夹名既不是 UTF-8，也不是 GB18030",
        "檔名或資料夾名既不是 UTF-8，也不是 GB18030",
        "its name, or a folder's, is neither UTF-8 nor GB18030",
    )
    TWIN_NAME = (
        "另一个文件同名，只是编码不同",
        "另一個檔案同名，只是編碼不同",
        "another file has the same name, spelt in another coding",
    )
    CHANGED = (
        "读的时候文件变了，请再读一次",
        "讀的時候檔案變了，請再讀一次",
        "the file changed while it was read; read it again",
    )
    # -- coding
    UTF16 = (
        "不读 UTF-16，请另存为 UTF-8 或 GB18030",
        "不讀 UTF-16，請另存為 UTF-8 或 GB18030",
        "UTF-16 is not read; save the file as UTF-8 or GB18030",
    )
    NUL = (
        "是二进制数据，第 {at} 字节是 NUL",
        "是二進位資料，第 {at} 位元組是 NUL",
        "binary data (NUL at byte {at})",
    )
    CONTROLS = (
        "是二进制数据，前 {length} 字节里有 {count} 个控制字符",
        "是二進位資料，前 {length} 位元組裡有 {count} 個控制字元",
        "binary data ({count} control {count:byte|bytes} in the first {length} {length:byte|bytes})",
    )
    NOT_VALID = (
        "第 {at} 字节（{byte}）不是 {coding} 的文字",
        "第 {at} 位元組（{byte}）不是 {coding} 的文字",
        "byte {at} ({byte}) is not valid {coding}",
    )
    NO_GB18030 = (
        "第 {at} 字节转成 GB18030 再转回来就变了",
        "第 {at} 位元組轉成 GB18030 再轉回來就變了",
        "byte {at} does not survive GB18030",
    )
    NO_GB18030_BYTES = (
        "有的字节转成 GB18030 再转回来就变了",
        "有的位元組轉成 GB18030 再轉回來就變了",
        "bytes that do not survive GB18030",
    )
    NO_CODING = (
        "第 {at} 字节既不是 UTF-8，也不是 GB18030 的汉字",
        "第 {at} 位元組既不是 UTF-8，也不是 GB18030 的漢字",
        "byte {at} is neither UTF-8 nor GB18030 Chinese",
    )
    NOT_UTF8 = ("第 {at} 字节不是 UTF-8", "第 {at} 位元組不是 UTF-8", "byte {at} is not UTF-8")
    # -- zips
    NONE_IN_ZIP = ("能读的有 {kinds}", "能讀的有 {kinds}", "the zip holds no file of a kind that is read ({kinds})")
    NOT_IN_ZIP = ("压缩包里没有这个文件", "壓縮檔裡沒有這個檔案", "the zip has no such file")
    OTHER_SIZE = (
        "实际 {found} 字节，压缩包里写的是 {said} 字节",
        "實際 {found} 位元組，壓縮檔裡寫的是 {said} 位元組",
        "{found} {found:byte|bytes}, though the zip says {said}",
    )
    LONG_LIST = (
        "文件清单太长；最多读 {most} 个文件",
        "檔案清單太長；最多讀 {most} 個檔案",
        "its list of files is too long; at most {most} files are read",
    )
    LONG_PAGE = (
        "有 {count} 行，最多读 {most} 行",
        "有 {count} 行，最多讀 {most} 行",
        "{count} lines; at most {most} are read",
    )
    MANY_FILES = (
        "{count} 个文件；最多读 {most} 个",
        "{count} 個檔案；最多讀 {most} 個",
        "{count} files; at most {most} are read",
    )
    MANY_LINES = (
        "读到这个文件时压缩包已超过 {most} 行，最多读这么多",
        "讀到這個檔案時壓縮檔已超過 {most} 行，最多讀這麼多",
        "with this file the zip has more than {most} lines, which are read at most",
    )
    LEADS_OUT = ("{name} 不在压缩包里面", "{name} 不在壓縮檔裡面", "{name} does not lie inside of the zip")
    LONG_NAME = (
        "文件名有 {length} 个字符；最多 {most} 个",
        "檔名有 {length} 個字元；最多 {most} 個",
        "a name of {length} characters; at most {most} are read",
    )
    LINK = ("{name} 是链接", "{name} 是連結", "{name} is a link")
    ZIP_IN_ZIP = ("{name} 是压缩包里的压缩包", "{name} 是壓縮檔裡的壓縮檔", "{name} is a zip in a zip")
    SAME_NAME = ("有两个文件都叫 {name}", "有兩個檔案都叫 {name}", "two files are named {name}")
    PASSWORD = ("{name} 有密码", "{name} 有密碼", "{name} needs a password")
    UNUSUAL = (
        "{name} 的压缩方式少见，请用普通的 zip",
        "{name} 的壓縮方式少見，請用普通的 zip",
        "{name} is packed in an unusual way; use plain zip",
    )
    GROWS = (
        "{name} 解开后大到 {ratio} 倍；最多 {most} 倍",
        "{name} 解開後大到 {ratio} 倍；最多 {most} 倍",
        "{name} grows {ratio} times; at most {most}",
    )
    ALL_GROWS = (
        "解开后大到 {ratio} 倍；最多 {most} 倍",
        "解開後大到 {ratio} 倍；最多 {most} 倍",
        "it grows {ratio} times; at most {most}",
    )
    UNPACKED = (
        "解开后有 {size} 字节；最多读 {most} 字节",
        "解開後有 {size} 位元組；最多讀 {most} 位元組",
        "{size} bytes unpacked; at most {most} are read",
    )
    OVERLAP = ("里面的文件互相重叠", "裡面的檔案互相重疊", "its files lie on top of each other")
    CUT_OFF = ("不是 zip，或被截断了", "不是 zip，或被截斷了", "not a zip, or cut off")
    NO_ZIP = ("不是 zip", "不是 zip", "File is not a zip file")
    BAD_DIRECTORY = ("文件清单已损坏", "檔案清單已損壞", "Bad magic number for central directory")
    CUT_DIRECTORY = ("文件清单被截断了", "檔案清單被截斷了", "Truncated central directory")
    BAD_HEADER = ("文件头已损坏", "檔案頭已損壞", "Bad magic number for file header")
    CUT_HEADER = ("文件头被截断了", "檔案頭被截斷了", "Truncated file header")
    BAD_OFFSET = ("文件清单的位置不对", "檔案清單的位置不對", "Bad offset for central directory")
    BAD_SUM = ("{name} 的校验和不对", "{name} 的校驗和不對", "Bad CRC-32 for file {name}")
    OTHER_NAME = (
        "文件名前后不一：{name}、{header}",
        "檔名前後不一：{name}、{header}",
        "File name in directory {name} and header {header} differ.",
    )
    OVERLAPPED = (
        "里面的文件互相重叠：{name}",
        "裡面的檔案互相重疊：{name}",
        "Overlapped entries: {name} (possible zip bomb)",
    )
    BAD_DATA = (
        "压缩的数据已损坏（{why}）",
        "壓縮的資料已損壞（{why}）",
        "Error {code} while decompressing data: {why}",
    )
    # -- JSON
    LONG_LINE = ("这一行超过 {most} 字节", "這一行超過 {most} 位元組", "the line is longer than {most} bytes")
    HOPELESS = (
        "{count} 行里有 {bad} 行读不了，其余没有再看",
        "{count} 行裡有 {bad} 行讀不了，其餘沒有再看",
        "{bad} of {count} can't be read; the rest is not looked at",
    )
    AT_CHARACTER = ("第 {at} 个字符处：{rest}", "第 {at} 個字元處：{rest}", "{rest} at character {at}")
    NO_OBJECT = ("不是 JSON 对象", "不是 JSON 物件", "not a JSON object")
    AFTER_OBJECT = ("对象后面还有文字", "物件後面還有文字", "text after the object")
    NO_END = (
        "对象没有结尾（这一行被截断了？）",
        "物件沒有結尾（這一行被截斷了？）",
        "the object has no end (truncated line?)",
    )
    TEXT_NO_END = (
        "文字没有结尾（这一行被截断了？）",
        "文字沒有結尾（這一行被截斷了？）",
        "a text has no end (truncated line?)",
    )
    EXPECTED = ("这里应为{what}", "這裡應為{what}", "expected {what}")
    A_KEY = ("键名", "鍵名", "a key")
    A_VALUE = ("值", "值", "a value")
    A_COMMA = ("逗号或右花括号", "逗號或右大括號", "',' or '}}'")
    # -- the json module's own words
    EXPECTING_VALUE = ("这里应为值", "這裡應為值", "Expecting value")
    EXPECTING_KEY = ("这里应为键名", "這裡應為鍵名", "Expecting property name enclosed in double quotes")
    EXPECTING_SIGN = ("这里应为 {sign}", "這裡應為 {sign}", "Expecting {sign} delimiter")
    UNTERMINATED = ("文字没有结尾", "文字沒有結尾", "Unterminated string starting at")
    EXTRA_DATA = ("后面还有文字", "後面還有文字", "Extra data")
    CONTROL_CHARACTER = ("文字里有控制字符", "文字裡有控制字元", "Invalid control character at")
    BAD_ESCAPE = ("反斜杠后面的写法不对", "反斜線後面的寫法不對", "Invalid \\escape")
    BAD_UNICODE_ESCAPE = ("反斜杠后面的写法不对", "反斜線後面的寫法不對", "Invalid \\uXXXX escape")
    OUT_OF_BOUNDS = ("值超出范围（{kind}）", "值超出範圍（{kind}）", "value out of bounds ({kind})")
    LONG_NUMBER = ("数字的位数太多", "數字的位數太多", "a number has too many digits")
    NESTED = ("嵌套太深", "巢狀太深", "nested too deeply")
    # -- fields
    NO_DATE = (
        "{value} 不是 2022-12-08 这样的日期",
        "{value} 不是 2022-12-08 這樣的日期",
        "{value} is no date like 2022-12-08",
    )
    NO_DAY = ("日历上没有 {value} 这一天", "日曆上沒有 {value} 這一天", "{value} is no day of the calendar")
    NO_PAGE = ("{value}… 不是版次", "{value}… 不是版次", "{value}… is no page")
    NO_TEXT_VALUE = ("{value} 应为文字", "{value} 應為文字", "{value} must be a text")
    LONG_FIELD = (
        "{value}… 有 {length} 个字符；最多 {most} 个",
        "{value}… 有 {length} 個字元；最多 {most} 個",
        "{value}… has {length} characters; at most {most} are taken",
    )
    # -- printed pages
    EMPTY_PDF = ("PDF 里没有页", "PDF 裡沒有頁", "the PDF has no page")
    NO_PAGES = ("里面没有页", "裡面沒有頁", "it has no page")
    MANY_PAGES = (
        "{count} 页；最多读 {most} 页",
        "{count} 頁；最多讀 {most} 頁",
        "{count} pages; at most {most} are read",
    )
    MANY_GLYPHS = (
        "{count} 个字；最多读 {most} 个",
        "{count} 個字；最多讀 {most} 個",
        "{count} characters; at most {most} are read",
    )
    MANY_PIECES = (
        "第 {page} 页：{count} 块分开的文字；最多读 {most} 块",
        "第 {page} 頁：{count} 塊分開的文字；最多讀 {most} 塊",
        "page {page}: {count} separate pieces of text; at most {most} are read",
    )
    BAD_PDF = ("不是 PDF，或已损坏", "不是 PDF，或已損壞", "no PDF, or a damaged one")
    BAD_PAGE = ("第 {page} 页已损坏", "第 {page} 頁已損壞", "page {page} is damaged")
    PDF_PASSWORD = ("PDF 有密码", "PDF 有密碼", "the PDF needs a password")
    PDF_EXTRA = ("读 PDF 要加装 baowen[pdf]", "讀 PDF 要加裝 baowen[pdf]", "PDFs are read with the extra baowen[pdf]")
    OCR_EXTRA = (
        "是图片；识别图片里的文字要加装 baowen[ocr]",
        "是圖片；識別圖片裡的文字要加裝 baowen[ocr]",
        "it is a picture; text in pictures is read with the extra baowen[ocr]",
    )
    NO_MODELS = ("识别程序没有带上模型", "識別程式沒有帶上模型", "the recogniser has come without its models")
    BAD_PICTURE = (
        "不是图片，或已损坏（{kind}）",
        "不是圖片，或已損壞（{kind}）",
        "no picture, or a damaged one ({kind})",
    )
    MANY_PIXELS = (
        "{wide} × {high} 像素；总共最多读 {most} 像素",
        "{wide} × {high} 像素；總共最多讀 {most} 像素",
        "{wide} × {high} pixels; at most {most} in all are read",
    )
    FEW_PIXELS = (
        "{wide} × {high} 像素，不够一个版面",
        "{wide} × {high} 像素，不夠一個版面",
        "{wide} × {high} pixels are too few for a page",
    )
    FAILED = (
        "读取时出错、太慢或太占内存",
        "讀取時出錯、太慢或太佔記憶體",
        "reading it failed, or took too long or too much memory",
    )
    MUCH_MEMORY = ("读取太占内存", "讀取太佔記憶體", "reading it takes too much memory")
    ON_PAGE = ("第 {page} 页：{rest}", "第 {page} 頁：{rest}", "page {page}: {rest}")
    # -- remarks
    ON_FILE_PAGE = ("文件第 {page} 页：{rest}", "檔案第 {page} 頁：{rest}", "page {page} of the file: {rest}")
    NO_DATE_FOUND = ("没有找到日期", "沒有找到日期", "no date was found")
    NO_NUMBER_FOUND = ("没有找到版次", "沒有找到版次", "no page number was found")
    NEITHER_FOUND = ("没有找到日期和版次", "沒有找到日期和版次", "no date and page number was found")
    BY_MACHINE = (
        "由程序从图片里识别，最没有把握的一行可信度 {sure}",
        "由程式從圖片裡識別，最沒有把握的一行可信度 {sure}",
        "read by a machine from a picture, its least sure line with {sure}",
    )
    BARE_TITLE = ("标题 {title} 下面没有文字", "標題 {title} 下面沒有文字", "no text under the title {title}")
    BARE_TITLES = (
        "另有 {count} 个标题下面没有文字",
        "另有 {count} 個標題下面沒有文字",
        "no text under {count} more {count:title|titles}",
    )
    LINES_LEFT_OUT = (
        "有 {count} 行读不了，没有收录",
        "有 {count} 行讀不了，沒有收錄",
        "{count} unreadable {count:line was|lines were} left out",
    )
    SPARED = (
        "先前读入的 {count} 篇保留着，因为文件里有读不了的行",
        "先前讀入的 {count} 篇保留著，因為檔案裡有讀不了的行",
        "{count} {count:article read earlier was|articles read earlier were} kept, because lines of the file are "
        "unreadable",
    )
    REPLACED_BY = (
        "{name} 已经替换了它；只要它不变就不再读入",
        "{name} 已經替換了它；只要它不變就不再讀入",
        "{name} took its place; left out while it stays as it is",
    )
    SAME_PAGE = (
        "{name} 是同一个版面，两份都保留了",
        "{name} 是同一個版面，兩份都保留了",
        "{name} is the same page; both were kept",
    )
    TEXT_BESIDE = ("旁边有同名的文字文件", "旁邊有同名的文字檔案", "its text lies beside it under the same name")
    PICTURE_ONLY = (
        "是图片，文件名里没有版次；要读就单独写上它的名字",
        "是圖片，檔名裡沒有版次；要讀就單獨寫上它的名字",
        "a picture whose name tells no page; to read it, name it itself",
    )
    # -- files of questions
    NO_QUESTIONS = (
        "没有问题；不要检验就删掉这个文件",
        "沒有問題；不要檢驗就刪掉這個檔案",
        "no questions; delete the file to publish without a gate",
    )
    TWICE = (
        "{question} 在第 {line} 行已经有了",
        "{question} 在第 {line} 行已經有了",
        "{question} stands in line {line} already",
    )
    NO_QUESTION = ("这一行应为带 question 的对象", "這一行應為帶 question 的物件", "expected an object with a question")
    UNKNOWN_KEY = ("没有这个键，是不是 {near}？", "沒有這個鍵，是不是 {near}？", "unknown key; did you mean {near}?")
    NOT_TYPE = ("{value} 不是{type}", "{value} 不是{type}", "{value} is not {type}")
    STRINGS = ("文字的列表", "文字的列表", "a list of strings")
    STRING = ("文字", "文字", "a string")
    BOOLEAN = ("true 或 false", "true 或 false", "true or false")
    NUMBER = ("数字", "數字", "a number")
    NUMBERS = ("数字的列表", "數字的列表", "a list of numbers")
    IDS = ("编号的列表", "編號的列表", "a list of ids")
    STRING_OR_NUMBER = ("文字或数字", "文字或數字", "a string or a number")
