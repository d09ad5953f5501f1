"""What is wrong with a generation, an encoder or fitted weights."""

from __future__ import annotations

from bot.wording import Wording


class IndexSentence(Wording):
    """Messages about what is derived: generations, vectors, models, ``tuning.json``."""

    NOTHING_PUBLISHED = ("还没有发布过任何内容", "還沒有發布過任何內容", "nothing has been published yet")
    CLOSED = ("服务已经关闭", "服務已經關閉", "serving has been closed")
    NO_GENERATION = (
        "{folder} 里没有版本 {generation}",
        "{folder} 裡沒有版本 {generation}",
        "no generation {generation} in {folder}",
    )
    # -- a Milvus cluster
    TOKEN_REFUSED = (
        "{uri} 不认 BAOWEN_MILVUS_TOKEN",
        "{uri} 不認 BAOWEN_MILVUS_TOKEN",
        "{uri} does not accept BAOWEN_MILVUS_TOKEN",
    )
    OUT_OF_REACH = ("{uri} 连不上", "{uri} 連不上", "{uri} can't be reached")
    OUT_OF_REACH_SO = ("{uri} 连不上（{why}）", "{uri} 連不上（{why}）", "{uri} can't be reached ({why})")
    NOT_READY = ("{uri} 还没有就绪", "{uri} 還沒有就緒", "{uri} is not ready")
    NOT_TAKEN = (
        "{uri}：版本 {generation} 的数据没有全部存入",
        "{uri}：版本 {generation} 的數據沒有全部存入",
        "{uri}: not all rows of generation {generation} were taken",
    )
    MANY_DECISIONS = (
        "{uri}：决定太多，一次读不完",
        "{uri}：決定太多，一次讀不完",
        "{uri}: more decisions than can be read at once",
    )
    NOT_AS_PUBLISHED = (
        "集群：报道 {number} 与发布时不同",
        "叢集：報導 {number} 與發布時不同",
        "the cluster: article {number} is not what was published",
    )
    BAD_TEXT = (
        "集群：报道 {number} 的文字：{why}",
        "叢集：報導 {number} 的文字：{why}",
        "the cluster: the text of article {number}: {why}",
    )
    NO_TEXT = (
        "集群：报道 {number} 没有文字；它是由收录发布的吗？",
        "叢集：報導 {number} 沒有文字；它是由收錄發布的嗎？",
        "the cluster: article {number} has no text; was it published from an archive?",
    )
    BAD_MANIFEST = (
        "{uri}：版本 {generation} 的清单：{why}",
        "{uri}：版本 {generation} 的清單：{why}",
        "{uri}: the manifest of generation {generation}: {why}",
    )
    NO_OLDER = ("没有更早的版本", "沒有更早的版本", "no older generation")
    GENERATION = ("没有版本 {generation}", "沒有版本 {generation}", "generation {generation}")
    ABOUT = ("版本 {generation}：{rest}", "版本 {generation}：{rest}", "generation {generation}: {rest}")
    NOT_SOUND = (
        "版本 {generation} 有问题：{rest}",
        "版本 {generation} 有問題：{rest}",
        "generation {generation} is not sound: {rest}",
    )
    NOT_PUBLISHED = (
        "版本 {generation} 有问题，没有发布：{rest}",
        "版本 {generation} 有問題，沒有發布：{rest}",
        "generation {generation} is not sound, not published: {rest}",
    )
    OTHER_ENCODER = (
        "版本 {generation} 是用编码模型 {encoder} 建立的",
        "版本 {generation} 是用編碼模型 {encoder} 建立的",
        "generation {generation} was built by encoder {encoder}",
    )
    OTHER_ENCODER_THAN = (
        "版本 {generation} 是用编码模型 {encoder}（{fingerprint}）建立的，不是现在这个",
        "版本 {generation} 是用編碼模型 {encoder}（{fingerprint}）建立的，不是現在這個",
        "generation {generation} was built by encoder {encoder} ({fingerprint}), not by this one",
    )
    OTHER_FORMAT = (
        "版本 {generation} 的格式是 {format}，不是 {known}",
        "版本 {generation} 的格式是 {format}，不是 {known}",
        "generation {generation} has format {format}, not {known}",
    )
    OTHER_TERMS = (
        "版本 {generation} 是按另一种分词建立的",
        "版本 {generation} 是按另一種分詞建立的",
        "generation {generation} was built with other index terms",
    )
    NO_ID = ("不是版本编号", "不是版本編號", "not a generation id")
    NONE_OF_THAT_ID = ("没有版本 {generation}", "沒有版本 {generation}", "there is no generation {generation}")
    NONE_PUBLISHED = ("没有任何版本是已发布的", "沒有任何版本是已發布的", "no generation is published")
    NO_MANIFEST = ("清单读不了", "清單讀不了", "its manifest can't be read")
    ALREADY_THERE = ("{path} 已经在那里了", "{path} 已經在那裡了", "{path} is there already")
    CHANGED_BYTES = ("写入之后内容变了", "寫入之後內容變了", "its bytes changed since it was written")
    OTHER_SIZE = ("{file} 的大小与写入时不同", "{file} 的大小與寫入時不同", "{file} has another size than was written")
    OTHER_BYTES = ("{file} 的内容与写入时不同", "{file} 的內容與寫入時不同", "{file} has other bytes than were written")
    OTHER_PASSAGES = (
        "向量和清单里的段落对不上",
        "向量和清單裡的段落對不上",
        "vectors and contents hold different passages",
    )
    NOT_FOUND_AGAIN = ("段落 {number} 查不到自己", "段落 {number} 查不到自己", "passage {number} does not find itself")
    COUNTS_DIFFER = (
        "{vectors} 个向量、{ids} 个编号、{rows} 行条件，数目不一",
        "{vectors} 個向量、{ids} 個編號、{rows} 行條件，數目不一",
        "{vectors} {vectors:vector|vectors}, {ids} {ids:id|ids}, {rows} {rows:row|rows} of columns",
    )
    NO_VECTORS = (
        "不是 {dim} 维的半精度向量",
        "不是 {dim} 維的半精度向量",
        "not half-precision vectors of dimension {dim}",
    )
    NO_COARSE = (
        "不是 {count} 个向量的粗表",
        "不是 {count} 個向量的粗表",
        "not the coarse rows of {count} {count:vector|vectors}",
    )
    NO_COLUMNS = ("不是筛选条件的名字", "不是篩選條件的名字", "not the names of filter columns")
    NOT_SO_PUBLISHED = (
        "收录文件：段落 {number} 与发布时不同",
        "收錄檔案：段落 {number} 與發布時不同",
        "archive: passage {number} is not what was published",
    )
    NEEDED = (
        "需要 {needed} MiB，剩余 {free} MiB；什么都没有写入",
        "需要 {needed} MiB，剩餘 {free} MiB；什麼都沒有寫入",
        "{needed} MiB are needed, {free} MiB are free; nothing was written",
    )
    FREE_SPACE = (
        "请腾出空间（baowen prune 可删除旧版本）或换一个数据文件夹，再试一次",
        "請騰出空間（baowen prune 可刪除舊版本）或換一個數據資料夾，再試一次",
        "free some space (baowen prune removes older generations) or move the data folder, then try again",
    )
    # -- fitted weights
    TUNING_FORMAT = ("应为格式 {format}", "應為格式 {format}", "expected format {format}")
    TUNING_MODELS = (
        "encoder、reranker 应为模型的指纹",
        "encoder、reranker 應為模型的指紋",
        "encoder, reranker: expected fingerprints",
    )
    TUNING_ORDER = ("related 大于 answered", "related 大於 answered", "related is above answered")
    TUNING_NUMBER = ("{name} 应为数字", "{name} 應為數字", "{name}: expected a number")
    TUNING_RANGE = (
        "{name} 的值 {value} 不在 0 到 {most} 之间",
        "{name} 的值 {value} 不在 0 到 {most} 之間",
        "{name}: {value} is not between 0 and {most}",
    )
    # -- encoders
    NO_FOLDER = (
        "{name}：没有这个文件夹；请检查 {variable}，或去掉它",
        "{name}：沒有這個資料夾；請檢查 {variable}，或去掉它",
        "{name}: no such folder; check {variable}, or unset it to {otherwise}",
    )
    REINSTALL = (
        "{path}：{why}；请重新安装程序，或设置 BAOWEN_MODEL",
        "{path}：{why}；請重新安裝程式，或設定 BAOWEN_MODEL",
        "{path}: {why}; reinstall the package, or set BAOWEN_MODEL",
    )
    NO_TRANSFORMER = (
        "这个模型没有可用 {backend} 运行的部分；请去掉 BAOWEN_MODEL_BACKEND",
        "這個模型沒有可用 {backend} 執行的部分；請去掉 BAOWEN_MODEL_BACKEND",
        "this model has no transformer for {backend}; unset BAOWEN_MODEL_BACKEND",
    )
    # -- remarks on encoders
    LIGHTEST = (
        "中文，MIT 许可；最轻的一步升级",
        "中文，MIT 許可；最輕的一步升級",
        "Chinese, MIT licence; the lightest step up",
    )
    CHINESE = ("中文，MIT 许可", "中文，MIT 許可", "Chinese, MIT licence")
    CHINESE_SLOW = (
        "中文，MIT 许可；没有 GPU 会慢",
        "中文，MIT 許可；沒有 GPU 會慢",
        "Chinese, MIT licence; slow without a GPU",
    )
    MANY = ("百种语言，MIT 许可", "百種語言，MIT 許可", "a hundred languages, MIT licence")
    MANY_SLOW = (
        "百种语言，长文，MIT 许可；没有 GPU 会慢",
        "百種語言，長文，MIT 許可；沒有 GPU 會慢",
        "a hundred languages, long texts, MIT licence; slow without a GPU",
    )
    BUNDLED = (
        "随程序附带，只需 numpy；详见 embeddings/MODEL_CARD.md",
        "隨程式附帶，只需 numpy；詳見 embeddings/MODEL_CARD.md",
        "comes with the program, needs numpy alone; see embeddings/MODEL_CARD.md",
    )
    NO_MODULES = (
        "没有 modules.json：会取各字平均，未必是编码模型",
        "沒有 modules.json：會取各字平均，未必是編碼模型",
        "no modules.json: the mean over its tokens is taken; it may be no encoder",
    )
