"""The sample pages of ``examples/printed``: our own words, set as papers set them, with one of everything.

``python -m benchmarks.typeset.sample examples/printed`` writes them: a page as a PDF, and the next one as a scan.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from benchmarks.typeset.by_typst import set_page
from benchmarks.typeset.elements import Display, Element, Flow, Frame, Page, Panel, Paragraph, Picture, Rule, Told, Type

WIDTH, HEIGHT = 640.0, 690.0
COLUMN, GUTTER, LEFT, SIZE = 138.0, 14.0, 22.0, 9.0
BODY = Type(SIZE, "serif", leading=1.5, align="center")

BRIDGE = (
    "本报讯（记者 方叙）临江市渡口桥加固工程3月13日完工，封闭四个月的桥面当天上午9时恢复通车。桥面限载由10吨"
    "提高到20吨，公交12路、27路同时恢复原线行驶。",
    "渡口桥建于1987年，全长312米，每天约有1.8万辆车经过。去年检测发现，有6个桥墩的表层混凝土开裂。工程投资2360万元，"
    "更换了全部伸缩缝和支座，并在两侧各加宽1.2米，用作人行道。",
    "市道路养护中心表示，通车后第一个月每天夜里11时到次日5时检查一次，之后每季度检查一次。市民发现路面异常，可拨打养护热线反映。",
    "施工期间，桥北的鱼市街和桥南的纸坊巷共有41家店铺受影响。区里按停业天数给了补贴，最高的一家领到1.6万元。“桥通了，早市就回来了。”"
    "在桥头卖了二十年豆腐的姚桂枝说，“封桥那阵子，老主顾要绕三里路。”",
    "同一天通车的还有桥下的滨江步道，全长2.4公里，沿途装了96盏路灯，每天亮到22时30分。步道不许骑车，入口立了矮桩；轮椅和婴儿车可以从鱼市街一侧的坡道进出。",
)
MARKET = (
    "东门旧货市场将于3月22日重新开张，摊位由86个增加到140个，其中30个留给手工艺人，头三个月免收租金。",
    "市场每周六、周日开放，时间为8时至17时。场内新设旧书区和修理区，修钟表、补瓷器、配旧钥匙的师傅都签了长约。",
    "管理方说，所有旧电器须先检测再上架，检测费由市场承担。",
)
LIBRARY = (
    "市图书馆北馆本月起试行夜间开放，周二至周五延长到22时，儿童区仍在18时关闭。",
    "试行首周，夜间到馆4300多人次，其中六成是备考的年轻人。馆方增设了120个带插座的座位，自习区另开了两台热水器。",
    "馆长闻达说，夜间只开一、二层，每层安排一名馆员和一名保安，末班公交9路为此推迟到22时20分发车。",
    "夜间还书可以用东侧的自助柜，",
)
NOTICE = (
    "3月17日至21日，江滨路（渡口桥至鱼市街）夜间铺设雨水管，每天21时至次日5时单向通行，公交9路绕行鱼市街。",
    "遇雨顺延。沿线居民夜间临时停车，可停在东门广场地下停车场，凭当晚的停车单免收5元。",
)
LIBRARY_REST = (
    "（上接第5版）不必进馆登记，还到柜里的书当晚入账。自助柜能放160本，满了会在屏幕上提示，读者可改到正门服务台归还。"
)
SCHOOL = (
    "槐树街小学的篮球场3月起周末向附近居民开放，时间为8时至18时，进门登记身份证，不收费。",
    "学校操场由街道派人看管，每次限120人。开放两周，来打球的一共1960人次，校门口没有再堵过车。",
)
TREES = ("市园林中心招募250名市民，3月22日到江心洲种乌桕。报名到3月19日为止，每人种两棵，树苗和工具由园林中心准备。",)
CAPTION = "图为恢复通车的渡口桥。金未摄"
CROSSHEAD = "限载提高一倍"


def sample_page() -> Page:
    """Page 5 of an edition: spanning headline, columns beside it, a box, a picture, an upright headline, a jump."""
    page = Page(WIDTH, HEIGHT, paper="临江日报", date="2025年3月14日", number="5")
    page.elements = [*_head(page), *_bridge(page), *_market(page), *_library(page), *_notice(page)]
    return page


def _x(column: int) -> float:
    return LEFT + column * (COLUMN + GUTTER)


def _wide(columns: int) -> float:
    return columns * COLUMN + (columns - 1) * GUTTER


def _column(number: int, top: float, bottom: float) -> Frame:
    return Frame(_x(number), top, COLUMN, bottom - top)


def _head(page: Page) -> list[Element]:
    page.furniture = ["05版 民生", "2025年3月14日 星期五 责任编辑 乔一", "临江日报"]
    small, large = Type(8.5, "sans"), Type(12, "sans")
    return [
        Display(page.furniture[0], Frame(LEFT, 18, 150, 12), large),
        Display(page.furniture[1], Frame(200, 22, 260, 9), small),
        Display(page.furniture[2], Frame(WIDTH - LEFT - 60, 18, 60, 12), large),
        Rule(LEFT, 36, WIDTH - LEFT, 36, 1.0),
    ]


def _bridge(page: Page) -> list[Element]:
    """Headline over all columns, a picture with a caption over two of them, a crosshead."""
    page.told.append(
        Told("渡口桥加固完工恢复通车", [BRIDGE[0], CROSSHEAD, *BRIDGE[1:]], kicker="封闭四个月", captions=[CAPTION])
    )
    text = (Paragraph(BRIDGE[0]), Paragraph(CROSSHEAD, crosshead=True), *map(Paragraph, BRIDGE[1:]))
    return [
        Flow(text, (_column(0, 112, 334), _column(1, 112, 334), _column(2, 268, 334), _column(3, 268, 334)), BODY),
        Picture(Frame(_x(2), 112, _wide(2), 128)),
        Display(CAPTION, Frame(_x(2), 246, _wide(2), 8), Type(8, "sans")),
        Display("封闭四个月", Frame(LEFT, 48, _wide(4), 14), Type(14, "serif", align="center")),
        Display("渡口桥加固完工恢复通车", Frame(LEFT, 68, _wide(4), 32), Type(32, "sans", True, align="center")),
    ]


def _market(page: Page) -> list[Element]:
    """Headline over the first of two columns: the text goes on at the top of the second one."""
    page.told.append(Told("东门旧货市场\n下周重开".replace("\n", ""), list(MARKET), byline="沈舟"))
    return [
        Rule(LEFT, 345, WIDTH - LEFT, 345),
        Display("东门旧货市场\n下周重开", Frame(_x(0), 358, COLUMN, 48), Type(20, "sans", True, 1.2)),
        Display("本报记者 沈舟", Frame(_x(0), 414, COLUMN, 9), Type(SIZE, "serif")),
        Flow(tuple(map(Paragraph, MARKET)), (_column(0, 432, 520), _column(1, 358, 520)), BODY),
    ]


def _library(page: Page) -> list[Element]:
    """An upright headline; the last paragraph goes on on another page."""
    text = [*LIBRARY[:-1], f"{LIBRARY[-1]}（下转第6版）"]
    page.told.append(Told("图书馆北馆夜间开放", text, jump="6"))
    return [
        Display("图书馆北馆夜间开放", Frame(_x(2) + 8, 358, 26, 250), Type(20, "sans", True, 1.12), vertical=True),
        Flow(tuple(map(Paragraph, text)), (Frame(_x(2) + 50, 358, COLUMN - 50, 176), _column(3, 358, 534)), BODY),
    ]


def _notice(page: Page) -> list[Element]:
    """A box with a headline and text of its own."""
    page.told.append(Told("江滨路夜间施工绕行提示", list(NOTICE)))
    return [
        Panel(Frame(LEFT, 560, _wide(4), 96), 0.6, "#eeeeee"),
        Display("江滨路夜间施工绕行提示", Frame(LEFT, 570, _wide(4), 18), Type(18, "sans", True, align="center")),
        Flow(tuple(map(Paragraph, NOTICE)), (Frame(LEFT + 12, 600, _wide(4) - 24, 46),), BODY),
    ]


def scanned_page() -> Page:
    """Page 6: an article that goes on from page 5, and two short ones."""
    page = Page(420.0, 330.0, paper="临江日报", date="2025年3月14日", number="6")
    column, step = 118.0, 132.0
    page.furniture = ["06版 民生", "2025年3月14日 星期五", "临江日报"]
    page.elements = [
        Display(page.furniture[0], Frame(LEFT, 16, 100, 11), Type(11, "sans")),
        Display(page.furniture[1], Frame(150, 19, 120, 8.5), Type(8.5, "sans")),
        Display(page.furniture[2], Frame(420 - LEFT - 50, 16, 50, 11), Type(11, "sans")),
        Rule(LEFT, 32, 420 - LEFT, 32, 1.0),
    ]
    for number, (title, paragraphs) in enumerate(
        (("图书馆北馆夜间开放", (LIBRARY_REST,)), ("学校球场周末开放", SCHOOL), ("江心洲招募种树人", TREES))
    ):
        page.told.append(Told(title, list(paragraphs)))
        x = LEFT + number * step
        page.elements.append(Display(title, Frame(x, 46, column, 13), Type(13, "sans", True)))
        page.elements.append(Flow(tuple(map(Paragraph, paragraphs)), (Frame(x, 70, column, 230),), BODY))
    return page


def scan(pdf: bytes, dots_per_inch: float = 200.0) -> bytes:
    """A page as a grey PNG."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=dots_per_inch / 72, grayscale=True).to_pil()
    document.close()
    file = io.BytesIO()
    picture.quantize(16).save(file, "PNG", optimize=True)
    return file.getvalue()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(exist_ok=True)
    (folder / "临江日报-2025-03-14-05.pdf").write_bytes(set_page(sample_page()))
    (folder / "临江日报-2025-03-14-06.png").write_bytes(scan(set_page(scanned_page())))
