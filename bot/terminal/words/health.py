"""What ``status``, ``doctor`` and ``verify`` find."""

from __future__ import annotations

from bot.wording import Wording


class StatusText(Wording):
    """``status``."""

    HOLDINGS = (
        "收录：{editions} 期，{pages} 版，{articles} 篇，{passages} 段",
        "收錄：{editions} 期，{pages} 版，{articles} 篇，{passages} 段",
        "In the archive: {editions} {editions:edition|editions}, {pages} {pages:page|pages}, {articles} "
        "{articles:report|reports}, {passages} {passages:passage|passages}",
    )
    WITHDRAWN = (
        "已撤回：{count} 篇（baowen articles --withdrawn）",
        "已撤回：{count} 篇（baowen articles --withdrawn）",
        "Withdrawn: {count} {count:report|reports} (baowen articles --withdrawn)",
    )
    PUBLISHED = (
        "已发布：版本 {generation}（{at}），编码模型 {encoder}",
        "已發布：版本 {generation}（{at}），編碼模型 {encoder}",
        "Published: generation {generation} ({at}), encoder {encoder}",
    )
    NOTHING = (
        "还没有发布过任何内容，请运行 baowen index 版面文件夹。",
        "還沒有發布過任何內容，請執行 baowen index 版面資料夾。",
        "Nothing is published yet: run baowen index FOLDER.",
    )
    PENDING = (
        "有读入的内容还没有发布，请运行 baowen index：",
        "有讀入的內容還沒有發布，請執行 baowen index：",
        "Some of what was read is not published yet; run baowen index:",
    )
    QUARANTINED = (
        "隔离着 {count} 个读不了的文件，原因在 {folder} 里的 .reason.txt",
        "隔離著 {count} 個讀不了的檔案，原因在 {folder} 裡的 .reason.txt",
        "{count} {count:file|files} that can't be read {count:is|are} in quarantine; the reasons are in {folder}, in "
        ".reason.txt",
    )


class DoctorText(Wording):
    """``doctor``."""

    LANGUAGE = ("{name}（{tag}）", "{name}（{tag}）", "{name} ({tag})")
    SETTING = ("{name} = {value}　{meaning}", "{name} = {value}　{meaning}", "{name} = {value}  {meaning}")
    USUAL = (
        "另外 {count} 项设置都用默认值（baowen doctor --all 全部列出）",
        "另外 {count} 項設定都用預設值（baowen doctor --all 全部列出）",
        "{count} other {count:setting is as it usually is|settings are as they usually are} (baowen doctor --all "
        "lists {count:it|them})",
    )
    UNSET = ("（未设置）", "（未設定）", "(not set)")
    VERSION = (
        "baowen {version}，Python {python}，{platform}",
        "baowen {version}，Python {python}，{platform}",
        "baowen {version}, Python {python}, {platform}",
    )
    ENV_WRITABLE = (
        "{path} 其他用户也可改写，请运行 chmod 600 {path}",
        "{path} 其他使用者也可改寫，請執行 chmod 600 {path}",
        "others can change {path}: run chmod 600 {path}",
    )
    ENV_READABLE = (
        "{path} 其他用户也可读，其中有令牌或密码，请运行 chmod 600 {path}",
        "{path} 其他使用者也可讀，其中有令牌或密碼，請執行 chmod 600 {path}",
        "others can read {path}, which holds a token or a password: run chmod 600 {path}",
    )
    ENV_SAFE = (
        "{path} 没有把令牌给其他用户看",
        "{path} 沒有把令牌給其他使用者看",
        "{path} shows no token to others",
    )
    NO_FOLDER = (
        "数据文件夹 {data} 还不存在：运行 baowen index examples/editions",
        "數據資料夾 {data} 還不存在：執行 baowen index examples/editions",
        "the data folder {data} does not exist yet: run baowen index examples/editions",
    )
    WRITABLE = ("数据文件夹 {data} 可写", "數據資料夾 {data} 可寫", "the data folder {data} can be written")
    READ_ONLY = (
        "数据文件夹 {data} 只读：可以提问，不能读入和发布；要写入请检查权限和挂载",
        "數據資料夾 {data} 唯讀：可以提問，不能讀入和發布；要寫入請檢查權限和掛載",
        "the data folder {data} is read-only: questions work, reading and publishing don't; see its permissions "
        "and mount",
    )
    SPACE = ("磁盘剩余 {free} GiB", "磁碟剩餘 {free} GiB", "{free} GiB free on the disk")
    NO_SPACE = (
        "磁盘剩余 {free} GiB，不足 0.5 GiB，请清理",
        "磁碟剩餘 {free} GiB，不足 0.5 GiB，請清理",
        "{free} GiB free on the disk, less than 0.5: make room",
    )
    PRIVATE = ("权限：只有所有者可读写", "權限：只有所有者可讀寫", "permissions: only the owner can read and write")
    OPEN = (
        "权限：其他用户也可读，请运行 chmod 700 {data}",
        "權限：其他使用者也可讀，請執行 chmod 700 {data}",
        "permissions: others can read too; run chmod 700 {data}",
    )
    NO_WATCHED = (
        "BAOWEN_WATCH：{folder} 不存在或没有挂载：请新建、挂载，或改正设置",
        "BAOWEN_WATCH：{folder} 不存在或沒有掛載：請新建、掛載，或改正設定",
        "BAOWEN_WATCH: {folder} does not exist or is not mounted: make it, mount it, or mend the setting",
    )
    NOT_APART = (
        "BAOWEN_WATCH：{folder} 和数据文件夹 {data} 不能一个套着一个：请分开放",
        "BAOWEN_WATCH：{folder} 和數據資料夾 {data} 不能一個套著一個：請分開放",
        "BAOWEN_WATCH: {folder} and the data folder {data} must lie apart",
    )
    WATCHED = ("监视的文件夹 {folder} 可读", "監視的資料夾 {folder} 可讀", "the watched folder {folder} can be read")
    UNREADABLE = (
        "监视的文件夹 {folder} 不可读：请检查权限",
        "監視的資料夾 {folder} 不可讀：請檢查權限",
        "the watched folder {folder} can't be read: see its permissions",
    )
    MOVABLE = (
        "读不了的文件可以移到 quarantine",
        "讀不了的檔案可以移到 quarantine",
        "files that can't be read can be moved to quarantine",
    )
    IMMOVABLE = (
        "读不了的文件移不走：监视的文件夹不可写，请检查权限",
        "讀不了的檔案移不走：監視的資料夾不可寫，請檢查權限",
        "files that can't be read can't be moved: the watched folder can't be written; see its permissions",
    )
    NONE_WAITING = ("quarantine 里没有文件", "quarantine 裡沒有檔案", "quarantine is empty")
    WAITING = (
        "quarantine 里有 {count} 个原因说明，改正后放回，再删掉旧的",
        "quarantine 裡有 {count} 個原因說明，改正後放回，再刪掉舊的",
        "quarantine holds {count} {count:reason: correct the file, put it back, and delete the old one|reasons: "
        "correct the files, put them back, and delete the old ones}",
    )
    MISSING = (
        "{missing}：请检查版面文件是否送到、有没有被隔离",
        "{missing}：請檢查版面檔案是否送到、有沒有被隔離",
        "{missing}: see whether its files were delivered, or put into quarantine",
    )
    EXPECTED = (
        "应到的报纸：{days} {by}（{zone}）以前",
        "應到的報紙：{days} {by}（{zone}）以前",
        "papers are expected {days} by {by} ({zone})",
    )
    WEEKDAYS = ("周一到周五", "週一到週五", "from Monday to Friday")
    DAILY = ("每天", "每天", "every day")
    ENCODER = (
        "编码模型 {name}，{dim} 维，指纹 {fingerprint}",
        "編碼模型 {name}，{dim} 維，指紋 {fingerprint}",
        "encoder {name}, {dim} dimensions, fingerprint {fingerprint}",
    )
    BUNDLED = (
        "编码模型 {name}，{dim} 维，指纹 {fingerprint}（随程序附带的静态字词向量表，不是神经语言模型；换模型见 "
        "baowen models）",
        "編碼模型 {name}，{dim} 維，指紋 {fingerprint}（隨程式附帶的靜態字詞向量表，不是神經語言模型；換模型見 "
        "baowen models）",
        "encoder {name}, {dim} dimensions, fingerprint {fingerprint} (a static table of word vectors that came "
        "with the program, no neural language model; baowen models lists others)",
    )
    RERANKER = (
        "重排模型 {name}，指纹 {fingerprint}",
        "重排模型 {name}，指紋 {fingerprint}",
        "reranker {name}, fingerprint {fingerprint}",
    )
    TUNED = (
        "排序权重：为现在的模型调整过（编码模型 {dense}，重排模型 {rerank}）",
        "排序權重：為現在的模型調整過（編碼模型 {dense}，重排模型 {rerank}）",
        "weights of the ranking: fitted to the models in use (encoder {dense}, reranker {rerank})",
    )
    OTHER_TUNING = (
        "{path} 不是为现在的模型调整的，没有使用；请重新运行 baowen tune",
        "{path} 不是為現在的模型調整的，沒有使用；請重新執行 baowen tune",
        "{path} was fitted to other models and is not used; run baowen tune again",
    )
    UNTUNED = (
        "排序权重：随程序附带；换了编码模型或设了重排模型时，可以运行 baowen tune",
        "排序權重：隨程式附帶；換了編碼模型或設了重排模型時，可以執行 baowen tune",
        "weights of the ranking: as they came with the program; with another encoder or a reranker run baowen tune",
    )
    PUBLISHED = ("已发布版本 {generation}", "已發布版本 {generation}", "generation {generation} is published")
    DAMAGED = (
        "已发布版本 {generation}：{problems}；请运行 baowen rebuild",
        "已發布版本 {generation}：{problems}；請執行 baowen rebuild",
        "generation {generation} is published: {problems}; run baowen rebuild",
    )


class VerifyText(Wording):
    """``verify``, and what an operator can do about what it finds."""

    SOUND = (
        "核对无误：{articles} 篇，{passages} 段。",
        "核對無誤：{articles} 篇，{passages} 段。",
        "All is as it was written: {articles} {articles:report|reports}, {passages} {passages:passage|passages}.",
    )
    FOUND = ("发现 {count} 处问题。", "發現 {count} 處問題。", "Found {count} {count:problem|problems}.")
    MEND = ("→ {mend}", "→ {mend}", "→ {mend}")
