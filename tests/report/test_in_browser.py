"""The pages people look at, opened in a real browser: no console error, no request, filters and links work."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from unionstats.engines.chosen import Wish
from unionstats.pipeline import Pipeline
from unionstats.refresh import Options, refresh
from unionstats.report.explain_html import explain_html
from unionstats.report.marks import mark_page
from unionstats.report.overview import read_overview
from unionstats.report.report_html import report_html
from unionstats.types import RawPage

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
By = pytest.importorskip("selenium.webdriver.common.by").By
Keys = pytest.importorskip("selenium.webdriver.common.keys").Keys
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs chromium and chromedriver")

HOSTILE = (
    "湖北省总工会2023年工作综述</script><script>document.title='owned'</script>\n"
    "2023年，全省新建基层工会4120家，发展会员31.7万名<img src=x onerror=\"document.title='owned'\">。\n"
    "全省筹集送温暖资金8600万元，慰问困难职工5.2万户。\u202e\x1b[31m全年培训职工92.4万人次。\n"
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (
        "headless", "no-sandbox", "disable-gpu", "no-first-run", "disable-background-networking",
        "disable-component-update", "disable-sync", f"user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):  # fmt: skip
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def explain_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explain") / "page.html"
    reading = Pipeline().reading(RawPage(source="hostile.txt", format="text", content=HOSTILE))
    path.write_text(explain_html(mark_page(reading)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def report_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    raw = folder / "raw"
    raw.mkdir()
    for year, members in ((2021, 781), (2022, 803), (2023, 826)):
        stock = f"截至{year}年底，全省工会会员总数达{members}.4万人，全年新建基层工会{members}家。"
        text = f"湖北省总工会{year}年工作综述\n{stock}\n"
        (raw / f"{year}.txt").write_text(text, encoding="utf-8")
    hostile = {
        "id": "\x1b]0;owned\x07<b>",
        "url": "javascript:document.title='owned'",
        "published": "2024-02-01",
        "title": "湖北省总工会2023年综述</title><script>document.title='owned'</script>",
        "text": "湖北省总工会2023年工作综述\n2023年，湖北省新建基层工会850家\u202e"
        "<img src=//attacker.example/x onerror=\"document.title='owned'\">。",
    }
    honest = {
        "id": "a",
        "url": "https://news.example/1",
        "text": "湖北省总工会2024年综述\n2024年，全省新建基层工会870家。",
    }
    lines = "".join(json.dumps(page, ensure_ascii=False) + "\n" for page in (hostile, honest))
    (raw / "crawl.jsonl").write_text(lines, encoding="utf-8")
    refresh([str(raw)], str(folder / "out"), Options(engine=Wish(1)))
    path = folder / "report.html"
    path.write_text(report_html(read_overview(folder / "out")), encoding="utf-8")
    return path


def opened(browser, page: Path, width: int = 1280, scheme: str = "light", media: str = "screen"):  # noqa: ANN001, ANN201 - selenium's own types
    """Open a page on a screen of so many CSS pixels; a window of a headless browser is never as narrow as a phone."""
    browser.get_log("performance")
    browser.get_log("browser")
    screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})
    browser.get(page.as_uri())
    assert browser.execute_script("return innerWidth") == width
    return browser


def requests(browser) -> list[str]:  # noqa: ANN001 - selenium's own type
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    return [url for url in urls if not url.startswith(("file:", "data:"))]


def test_explain_shows_why_and_asks_nobody(browser, explain_page: Path) -> None:  # noqa: ANN001
    opened(browser, explain_page)
    marks = browser.find_elements(By.CSS_SELECTOR, ".page .fact")
    assert len(marks) >= 5
    for mark in marks:
        mark.click()
        assert mark.text in browser.find_element(By.ID, "details").text
    assert requests(browser) == []
    assert browser.get_log("browser") == []
    assert browser.title != "owned"


def test_explain_is_walked_by_keyboard_alone(browser, explain_page: Path) -> None:  # noqa: ANN001
    opened(browser, explain_page)
    body = browser.find_element(By.TAG_NAME, "body")
    seen = []
    for _ in range(3):
        body.send_keys(Keys.ARROW_RIGHT)
        seen.append(browser.switch_to.active_element.text)
        assert seen[-1] in browser.find_element(By.ID, "details").text
    marks = browser.find_elements(By.CSS_SELECTOR, ".page .fact")
    assert seen == [mark.text for mark in marks[:3]]
    browser.switch_to.active_element.send_keys(Keys.ARROW_LEFT)
    assert browser.switch_to.active_element.text == seen[1]
    assert browser.execute_script("return getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_explain_marks_the_figure_in_its_sentence(browser, explain_page: Path) -> None:  # noqa: ANN001
    opened(browser, explain_page)
    browser.find_element(By.CSS_SELECTOR, ".page .fact.money").click()
    assert browser.find_element(By.CSS_SELECTOR, "#details mark").text == "8600万元"


def test_on_a_phone_the_panel_covers_no_figure_for_good(browser, explain_page: Path) -> None:  # noqa: ANN001
    """The panel lies at the bottom of the screen; whatever it covers can be scrolled up above it."""
    opened(browser, explain_page, 390)
    browser.execute_script("scrollTo(0, document.documentElement.scrollHeight)")
    last = browser.find_elements(By.CSS_SELECTOR, "summary, .empty")[-1]
    bottom = browser.execute_script("return arguments[0].getBoundingClientRect().bottom", last)
    panel = browser.find_element(By.ID, "details")
    assert bottom <= browser.execute_script("return arguments[0].getBoundingClientRect().top", panel)


def test_explain_filters_by_kind(browser, explain_page: Path) -> None:  # noqa: ANN001
    opened(browser, explain_page)
    rows = browser.find_elements(By.CSS_SELECTOR, "tr.money")
    assert rows
    assert all(row.is_displayed() for row in rows)
    browser.find_element(By.CSS_SELECTOR, "[data-group=money]").click()
    assert not any(row.is_displayed() for row in rows)
    assert all(row.is_displayed() for row in browser.find_elements(By.CSS_SELECTOR, "tr.people"))


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_no_page_is_wider_than_its_window(browser, explain_page: Path, report_page: Path, width: int) -> None:  # noqa: ANN001
    for page in (explain_page, report_page):
        opened(browser, page, width)
        wider = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert browser.execute_script(wider) <= 0


# The least contrast of a page: each text against the nearest ground behind it, by the formula of WCAG 2.
CONTRAST = """
const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
function rgba(colour) {
  canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data;
}
function light(colour) {
  const [r, g, b] = [...rgba(colour)].slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function ground(element) {
  for (let at = element; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (rgba(colour)[3] === 255) return colour;
  }
  return "white";
}
function ratio(one, other) {
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}
const found = [];
for (const element of document.querySelectorAll("body *")) {
  const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  if (!own || element.closest("script, title, progress") || !element.getClientRects().length) continue;
  const style = getComputedStyle(element);
  const svg = element.closest("svg");
  let behind = ground(svg ? svg.parentElement : element);
  if (svg && arguments[0]) {
    const box = element.getBoundingClientRect();
    const tiles = [...svg.querySelectorAll("path[aria-label]")].filter((tile) => {
      const at = tile.getBoundingClientRect();
      return at.left < box.left + 1 && at.right > box.right - 1 && at.top < box.top + 1 && at.bottom > box.bottom - 1;
    });
    if (tiles.length) behind = getComputedStyle(tiles[0]).fill;
  }
  found.push([ratio(svg ? style.fill : style.color, behind), element.textContent.trim().slice(0, 40)]);
}
return found.sort((a, b) => a[0] - b[0])[0];
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_its_ground(browser, explain_page: Path, report_page: Path, scheme: str) -> None:  # noqa: ANN001
    """WCAG AA: 4.5 to 1, in light and dark, names on the tiles of the map included."""
    for page in (explain_page, report_page):
        opened(browser, page, scheme=scheme)
        least, text = browser.execute_script(CONTRAST, True)
        assert least >= 4.5, f"{page.name}, {scheme}: {text!r} has {least:.2f}"


def test_no_text_of_a_tile_leaves_its_tile(browser, report_page: Path) -> None:  # noqa: ANN001
    opened(browser, report_page, 390)
    outside = """
        const svg = document.querySelector(".map svg");
        const tiles = [...svg.querySelectorAll("path[aria-label]")].map((tile) => tile.getBoundingClientRect());
        return [...svg.querySelectorAll("text")].filter((text) => {
          const box = text.getBoundingClientRect();
          return !tiles.some((tile) => tile.left - 2 <= box.left && tile.right + 2 >= box.right);
        }).map((text) => text.textContent)
    """
    assert browser.execute_script(outside) == []


def test_on_a_phone_rows_become_cards_that_name_their_cells(browser, report_page: Path) -> None:  # noqa: ANN001
    opened(browser, report_page, 390)
    cell = browser.find_element(By.CSS_SELECTOR, "#evidence td.sentence")
    content = "return getComputedStyle(arguments[0], '::before').content"
    assert "原句" in browser.execute_script(content, cell)
    opened(browser, report_page, 1280)
    cell = browser.find_element(By.CSS_SELECTOR, "#evidence td.sentence")
    assert browser.execute_script(content, cell) == "none"


def test_on_paper_folded_tables_are_printed(browser, report_page: Path) -> None:  # noqa: ANN001
    opened(browser, report_page, media="print")
    table = browser.find_element(By.CSS_SELECTOR, ".card details table")
    assert browser.execute_script("return arguments[0].getBoundingClientRect().height", table) > 0
    assert not browser.find_element(By.CSS_SELECTOR, "nav").is_displayed()


def test_every_point_of_the_report_leads_to_its_evidence(browser, report_page: Path) -> None:  # noqa: ANN001
    opened(browser, report_page)
    links = browser.find_elements(By.CSS_SELECTOR, "#series svg a")
    assert len(links) >= 3
    for link in links:
        target = link.get_attribute("xlink:href") or link.get_attribute("href")
        assert target.startswith("#fact-")
        assert len(browser.find_elements(By.ID, target[1:])) == 1
    for _ in range(200):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        if browser.execute_script("return document.activeElement.closest('#series svg') !== null"):
            break
    assert browser.execute_script("return document.activeElement.tagName") == "a"
    outline = "return getComputedStyle(document.activeElement).outlineStyle"
    assert browser.execute_script(outline) == "solid"
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    shown = browser.find_element(By.CSS_SELECTOR, ".anchor:target")
    assert 0 <= browser.execute_script("return arguments[0].getBoundingClientRect().top", shown) <= 900
    assert requests(browser) == []
    assert browser.get_log("browser") == []


def test_hostile_pages_are_inert_in_the_report(browser, report_page: Path) -> None:  # noqa: ANN001
    opened(browser, report_page)
    assert browser.title == "工会统计报告"
    assert browser.find_elements(By.CSS_SELECTOR, "script, img, body [onerror]") == []
    targets = {link.get_attribute("href") for link in browser.find_elements(By.CSS_SELECTOR, "#evidence td a")}
    assert targets == {"https://news.example/1"}
    source = report_page.read_text("utf-8")
    assert not {"\x1b", "\x07", "\u202e"} & set(source)
    assert "850" in browser.find_element(By.ID, "evidence").text
    for fold in browser.find_elements(By.TAG_NAME, "summary"):
        fold.click()
    for link in browser.find_elements(By.CSS_SELECTOR, "nav a"):
        link.click()
    assert requests(browser) == []
    assert browser.get_log("browser") == []


def test_conflicting_statements_are_all_shown_with_the_one_taken(browser, report_page: Path) -> None:  # noqa: ANN001
    opened(browser, report_page)
    cell = browser.find_element(By.CSS_SELECTOR, "#conflicts tbody td:last-child")
    assert cell.find_element(By.TAG_NAME, "b").text == "850 家"
    assert {"850", "826"} <= set(cell.text.split())
    for link in cell.find_elements(By.TAG_NAME, "a"):
        target = link.get_attribute("href").rpartition("#")[2]
        assert len(browser.find_elements(By.ID, target)) == 1


def test_a_point_opens_the_folded_evidence_that_it_leads_to(browser, tmp_path: Path) -> None:  # noqa: ANN001
    raw = tmp_path / "raw"
    raw.mkdir()
    for province in ("湖北省", "湖南省", "山西省", "河北省"):
        for year in range(2012, 2024):
            text = f"{province}总工会{year}年综述\n{year}年，{province}新建基层工会{year - 1500}家。\n"
            (raw / f"{province}{year}.txt").write_text(text, encoding="utf-8")
    refresh([str(raw)], str(tmp_path / "out"), Options(engine=Wish(1)))
    page = tmp_path / "report.html"
    page.write_text(report_html(read_overview(tmp_path / "out")), encoding="utf-8")
    opened(browser, page)
    fold = browser.find_element(By.CSS_SELECTOR, "#evidence details")
    assert not fold.get_property("open")
    point = browser.find_elements(By.CSS_SELECTOR, "#series svg a")[-1]
    browser.execute_script("arguments[0].focus()", point)
    point.send_keys(Keys.ENTER)
    assert fold.get_property("open")
    assert browser.find_element(By.CSS_SELECTOR, ".anchor:target").is_displayed()


def test_marks_are_labelled_for_screen_readers(browser, report_page: Path) -> None:  # noqa: ANN001
    opened(browser, report_page)
    labels = [mark.get_attribute("aria-label") for mark in browser.find_elements(By.CSS_SELECTOR, "svg a path")]
    assert labels
    assert all(label and "湖北" in label for label in labels)
