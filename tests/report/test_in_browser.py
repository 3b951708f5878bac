"""The pages people look at, opened in a real browser: no console error, no request, filters and links work."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from unionstats.pipeline import Pipeline
from unionstats.refresh.driver import refresh
from unionstats.report.explain_html import explain_html
from unionstats.report.marks import mark_page
from unionstats.report.overview import read_overview
from unionstats.report.report_html import report_html
from unionstats.types import RawPage

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
By = pytest.importorskip("selenium.webdriver.common.by").By
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
    refresh([str(raw)], str(folder / "out"))
    path = folder / "report.html"
    path.write_text(report_html(read_overview(folder / "out")), encoding="utf-8")
    return path


def opened(browser, page: Path, width: int = 1280):  # noqa: ANN001, ANN201 - selenium's own types
    browser.get_log("performance")
    browser.get_log("browser")
    browser.set_window_size(width, 900)
    browser.get(page.as_uri())
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


def test_explain_filters_by_kind(browser, explain_page: Path) -> None:  # noqa: ANN001
    opened(browser, explain_page)
    rows = browser.find_elements(By.CSS_SELECTOR, "tr.money")
    assert rows
    assert all(row.is_displayed() for row in rows)
    browser.find_element(By.CSS_SELECTOR, "[data-group=money]").click()
    assert not any(row.is_displayed() for row in rows)
    assert all(row.is_displayed() for row in browser.find_elements(By.CSS_SELECTOR, "tr.people"))


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_its_window(browser, explain_page: Path, report_page: Path, width: int) -> None:  # noqa: ANN001
    for page in (explain_page, report_page):
        opened(browser, page, width)
        wider = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert browser.execute_script(wider) <= 0


def test_every_point_of_the_report_leads_to_its_evidence(browser, report_page: Path) -> None:  # noqa: ANN001
    opened(browser, report_page)
    links = browser.find_elements(By.CSS_SELECTOR, "#series svg a")
    assert len(links) >= 3
    for link in links:
        target = link.get_attribute("xlink:href") or link.get_attribute("href")
        assert target.startswith("#fact-")
        assert len(browser.find_elements(By.ID, target[1:])) == 1
    browser.execute_script("arguments[0].focus()", links[0])
    assert browser.execute_script("return document.activeElement.tagName") == "a"
    assert requests(browser) == []
    assert browser.get_log("browser") == []


def test_marks_are_labelled_for_screen_readers(browser, report_page: Path) -> None:  # noqa: ANN001
    opened(browser, report_page)
    labels = [mark.get_attribute("aria-label") for mark in browser.find_elements(By.CSS_SELECTOR, "svg a path")]
    assert labels
    assert all(label and "湖北" in label for label in labels)
