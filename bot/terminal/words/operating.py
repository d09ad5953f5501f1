"""What is said of generations, backups, models and the processes that serve."""

from __future__ import annotations

from bot.wording import Wording


class GenerationText(Wording):
    """``generations``, ``rollback`` and ``prune``."""

    IN_USE = ("", "", "")
    ID = ("版本", "版本", "Generation")
    BUILT = ("建立时间", "建立時間", "Built")
    NEWEST = ("最新一期", "最新一期", "Newest")
    ARTICLES = ("篇", "篇", "Reports")
    PASSAGES = ("段", "段", "Passages")
    ENCODER = ("编码模型", "編碼模型", "Encoder")
    CHECKED = ("检验", "檢驗", "Checks")
    NONE = ("还没有任何版本。", "還沒有任何版本。", "There are no generations yet.")
    FORCED = (
        "{generation} 强制发布，当时：{why}",
        "{generation} 強制發布，當時：{why}",
        "{generation} was forced, then: {why}",
    )
    DAMAGED_ONE = ("损坏的版本", "損壞的版本", "a damaged one")
    ROLLED_BACK = (
        "已退回到版本 {generation}（之前是 {before}）。",
        "已退回到版本 {generation}（之前是 {before}）。",
        "Gone back to generation {generation} (before it was {before}).",
    )
    STAYS_OUT = (
        "下线的内容不会随以后的发布回来；改正后的版面读入即可发布，原样放行用 baowen release。",
        "下線的內容不會隨以後的發布回來；改正後的版面讀入即可發布，原樣放行用 baowen release。",
        "What went stays out of later publishings; a corrected page is published when it is read, and baowen "
        "release lets it be published as it is.",
    )
    PRUNED = (
        "删除了 {count} 个版本：{generations}",
        "刪除了 {count} 個版本：{generations}",
        "Deleted {count} {count:generation|generations}: {generations}",
    )
    PRUNED_NONE = ("没有可以删除的旧版本。", "沒有可以刪除的舊版本。", "There is no old generation to delete.")


class BackupText(Wording):
    """``backup`` and ``restore``."""

    SAVED = (
        "已备份并核对：{target}（{names}，{size} MiB）",
        "已備份並核對：{target}（{names}，{size} MiB）",
        "Backed up and checked: {target} ({names}, {size} MiB)",
    )
    NOT_EMPTY = (
        "数据文件夹 {folder} 不是空的；要换掉其中的内容，请加 --replace，原来的会另存一份",
        "數據資料夾 {folder} 不是空的；要換掉其中的內容，請加 --replace，原來的會另存一份",
        "the data folder {folder} is not empty; with --replace its content is replaced, and kept beside it",
    )
    CHECKED = ("备份核对无误", "備份核對無誤", "the backup is sound")
    KEPT = ("现有内容已另存", "現有內容已另存", "the present content is kept aside")
    BUILT = ("新索引已建好", "新索引已建好", "the new index is built")
    PLACED = ("收录已换上", "收錄已換上", "the archive is in place")
    PUBLISHED = ("已发布", "已發布", "published")
    RESTORED = (
        "已恢复 {parts}：{articles} 篇，{passages} 段",
        "已恢復 {parts}：{articles} 篇，{passages} 段",
        "Brought back {parts}: {articles} {articles:report|reports}, {passages} {passages:passage|passages}",
    )
    RESTORED_EMPTY = ("已恢复 {parts}：没有报道", "已恢復 {parts}：沒有報導", "Brought back {parts}: no reports")
    WITHDRAWN = (
        "其中 {count} 篇在备份之后撤回过，仍不公开（baowen articles --withdrawn）",
        "其中 {count} 篇在備份之後撤回過，仍不公開（baowen articles --withdrawn）",
        "{count} {count:report of it was|reports of it were} withdrawn after the backup and {count:stays|stay} so "
        "(baowen articles --withdrawn)",
    )
    REPLACED = (
        "原来的内容在 {folder}，确认无误后可以删除",
        "原來的內容在 {folder}，確認無誤後可以刪除",
        "The old content is in {folder}; delete it when all is well",
    )


class ModelText(Wording):
    """``models`` and ``tune``."""

    IN_USE = ("", "", "")
    WHERE = ("来源", "來源", "From")
    BUNDLED = ("附带", "附帶", "bundled")
    CACHED = ("本机", "本機", "cached")
    RECOMMENDED = ("推荐", "推薦", "recommended")
    SET = ("现用", "現用", "in use")
    MODEL = ("模型", "模型", "Encoder")
    DIM = ("维数", "維數", "Dim")
    DISK = ("文件 MiB", "檔案 MiB", "Disk MiB")
    MEMORY = ("内存 MiB", "記憶體 MiB", "Memory MiB")
    TIME = ("每问 ms", "每問 ms", "ms a question")
    RETRIEVAL = ("检索", "檢索", "Retrieval")
    PUBLISHED = ("公布值出自 {source}", "公布值出自 {source}", "published in {source}")
    REMARK = ("{model}：{said}", "{model}：{said}", "{model}: {said}")
    LEGEND = (
        "* 是现在设置的模型（BAOWEN_MODEL）。≈ 是按参数量估算的，没有在本机测过。\n检索：C-MTEB 八个中文检索集的 "
        "nDCG@10 均值，公布值，非本机实测；空着的没有同口径的公布值。\n换模型：baowen index --model 名称（第一次"
        "需要联网下载），再把 BAOWEN_MODEL 设成它，然后运行 baowen tune。\n可另设 BAOWEN_RERANKER："
        "sentence-transformers 的 CrossEncoder，把排在前面的候选再读一遍。",
        "* 是現在設定的模型（BAOWEN_MODEL）。≈ 是按參數量估算的，沒有在本機測過。\n檢索：C-MTEB 八個中文檢索集的 "
        "nDCG@10 均值，公布值，非本機實測；空著的沒有同口徑的公布值。\n換模型：baowen index --model 名稱（第一次"
        "需要聯網下載），再把 BAOWEN_MODEL 設成它，然後執行 baowen tune。\n可另設 BAOWEN_RERANKER："
        "sentence-transformers 的 CrossEncoder，把排在前面的候選再讀一遍。",
        "* is the encoder that is set (BAOWEN_MODEL). ≈ is estimated from the number of parameters, not measured "
        "here.\nRetrieval: mean nDCG@10 over C-MTEB's eight Chinese sets as published, not measured here; empty "
        "where no such figure is published.\nTo change: baowen index --model NAME (the first time it is fetched "
        "from the network), set BAOWEN_MODEL to it, run baowen tune.\nBAOWEN_RERANKER may be set too: a "
        "CrossEncoder of sentence-transformers that reads the leading candidates again.",
    )
    # -- tune
    BACK = (
        "已回到随程序附带的权重，下次启动生效。",
        "已回到隨程式附帶的權重，下次啟動生效。",
        "Back to the weights that came with the program, from the next start on.",
    )
    TOO_FEW = (
        "可用的问题不到 {least} 个，没有调整",
        "可用的問題不到 {least} 個，沒有調整",
        "fewer than {least} {least:question|questions} can be used; nothing was fitted",
    )
    QUESTIONS = (
        "题目 {count} 个；下面的数字都是在另一半题目上量的（两半互换）。",
        "題目 {count} 個；下面的數字都是在另一半題目上量的（兩半互換）。",
        "{count} {count:question|questions}; each figure is measured on the other half of them (both ways).",
    )
    BEFORE = ("调整前：{figures}", "調整前：{figures}", "Before: {figures}")
    AFTER = (
        "调整后：{figures}；第一条的差 95% 区间 {low} 到 {high}",
        "調整後：{figures}；第一條的差 95% 區間 {low} 到 {high}",
        "After: {figures}; the first changes by {low} to {high} (95% interval)",
    )
    ENCODER_ALONE = ("只按编码模型：{figures}", "只按編碼模型：{figures}", "By the encoder alone: {figures}")
    FIGURES = (
        "第一条正确 {recall}（95% 区间 {low}–{high}），MRR {mrr}",
        "第一條正確 {recall}（95% 區間 {low}–{high}），MRR {mrr}",
        "first one right {recall} (95% interval {low}–{high}), MRR {mrr}",
    )
    WEIGHTS = (
        "权重：编码模型 {dense}，重排模型 {rerank}（字词为 1）",
        "權重：編碼模型 {dense}，重排模型 {rerank}（字詞為 1）",
        "Weights: encoder {dense}, reranker {rerank} (words are 1)",
    )
    ALONE = ("独自决定", "獨自決定", "decides alone")
    THRESHOLD = (
        "作答门槛 {threshold}：有答案的作答 {answered}，拿走报道后仍作答 {false}",
        "作答門檻 {threshold}：有答案的作答 {answered}，拿走報導後仍作答 {false}",
        "Threshold {threshold}: answers {answered} of what has an answer, {false} when the report is taken away",
    )
    WRITTEN = (
        "已写入 {path}，下次启动生效。",
        "已寫入 {path}，下次啟動生效。",
        "Written to {path}; it counts from the next start on.",
    )
    ONLY_COMPUTED = ("没有写入：只算不写。", "沒有寫入：只算不寫。", "Nothing was written: only computed.")
    NO_BETTER = (
        "没有写入：并不比现有的权重好。",
        "沒有寫入：並不比現有的權重好。",
        "Nothing was written: it is no better than the weights in use.",
    )
