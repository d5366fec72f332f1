"""The report page: tokens, expiry, cookies, passphrases, limits and headers."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from netroi_core.access import limits
from netroi_core.access.hosting import Hosting
from netroi_core.errors import Busy
from netroi_core.report.rendering import snapshot
from netroi_core.sharing import links
from netroi_core.storage import Principal
from netroi_core.storage.files.stores import FileEntries
from netroi_core.web.access_middleware import GUEST_COOKIE
from netroi_core.web.headers import script_hashes
from netroi_core.web.public_routes import PUBLIC_PATHS
from tests.report.amount_forms import career_with_amounts, distinctive_forms, forms_in
from tests.report.reports import report_on
from tests.web.conftest import OWNER, PublicServer

PAGE = {"html": "<h1>Canary</h1>"}
LARGEST = 32 * 1024


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make hashing passphrases fast."""
    monkeypatch.setattr(links, "_SCRYPT_COST", 2)


def test_the_landing_page_asks_for_the_token_and_reveals_nothing(server: PublicServer) -> None:
    token, _ = server.links.create(OWNER, "report", 7, PAGE)
    page = server.browser().get("/s")
    assert page.status_code == 200
    assert 'action="/s"' in page.text
    assert 'name="link"' in page.text
    assert token not in page.text + str(page.headers)
    assert "Canary" not in page.text
    assert 'property="og:title" content="What networking returned"' in page.text


def test_the_token_leads_to_the_report_at_an_address_that_reveals_nothing(server: PublicServer) -> None:
    token, _ = server.links.create(OWNER, "report", 7, PAGE)
    ann = server.browser()
    answer = ann.post_token(token)
    assert (answer.status_code, answer.headers["location"]) == (303, "/shared")
    assert token not in str(answer.headers)
    response = ann.get("/shared")
    assert (response.status_code, response.text) == (200, PAGE["html"])


@pytest.mark.parametrize("pasted", ["{}", "  {}\n", "https://netroi.example/s#{}", "#{}"])
def test_without_scripts_the_whole_link_can_be_pasted(server: PublicServer, pasted: str) -> None:
    token, _ = server.links.create(OWNER, "report", 7, PAGE)
    assert server.browser().open_link(pasted.format(token)).text == PAGE["html"]


def test_wrong_expired_revoked_and_other_links_get_the_same_response(server: PublicServer) -> None:
    expired, _ = server.links.create(OWNER, "report", 7, PAGE)
    server.ahead = timedelta(days=8)
    void, taken_back = server.links.create(OWNER, "report", 7, PAGE)
    server.links.revoke(OWNER, taken_back.id)
    feedback_token, _ = server.links.create(OWNER, "feedback", 7, PAGE)
    right, _ = server.links.create(OWNER, "report", 7, PAGE)
    tokens = (expired, void, feedback_token, "", "x", right[:-1], right.swapcase(), f"{right}?", "\x00", taken_back.id)
    answers = [server.browser().post_token(token) for token in tokens]
    assert {(answer.status_code, answer.text, str(answer.headers)) for answer in answers} == {
        (404, answers[0].text, str(answers[0].headers))
    }
    assert "set-cookie" not in answers[0].headers
    nobody = server.browser().get("/shared")
    assert (nobody.status_code, nobody.text) == (404, answers[0].text)


def test_a_revoked_report_is_gone_at_once_even_where_it_is_open(server: PublicServer) -> None:
    token, link = server.links.create(OWNER, "report", 7, PAGE)
    ann = server.browser()
    assert ann.open_link(token).status_code == 200
    server.links.revoke(OWNER, link.id)
    gone = ann.get("/shared")
    assert (gone.status_code, "Canary" in gone.text) == (404, False)


def test_an_expired_report_is_gone_even_where_it_is_open(server: PublicServer) -> None:
    token, _ = server.links.create(OWNER, "report", 7, PAGE)
    ann = server.browser()
    assert ann.open_link(token).status_code == 200
    server.ahead = timedelta(days=8)
    assert ann.get("/shared").status_code == 404


def test_opening_the_link_counts_as_a_view_and_reloading_does_not(server: PublicServer) -> None:
    token, link = server.links.create(OWNER, "report", 7, PAGE)
    ann = server.browser()
    for _ in range(2):
        ann.open_link(token)
        ann.get("/shared")
    server.browser().post_token("x")
    counted = server.links.by_id(link.id)
    assert counted is not None
    assert counted.views == 2


def test_the_report_opens_even_if_the_view_can_not_be_counted(
    server: PublicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(self: FileEntries, name: str, edit: object) -> None:
        raise Busy

    token, _ = server.links.create(OWNER, "report", 7, PAGE)
    monkeypatch.setattr(FileEntries, "change", busy)
    assert server.browser().open_link(token).text == PAGE["html"]


def test_the_links_cookie_is_secure_http_only_and_same_site(server: PublicServer) -> None:
    token, _ = server.links.create(OWNER, "report", 7, PAGE)
    (cookie,) = server.browser().post_token(token).headers.get_list("set-cookie")
    name, *attributes = cookie.split("; ")
    assert name.startswith("__Host-netroi-report=")
    assert {attribute.lower() for attribute in attributes} == {"httponly", "path=/", "samesite=lax", "secure"}
    assert token not in cookie


def test_a_personal_servers_cookie_works_without_https(tmp_path: Path) -> None:
    server = PublicServer(tmp_path, Hosting())
    token, _ = server.links.create(Principal("personal", "owner"), "preview", 1, PAGE)
    ann = server.browser("127.0.0.1")
    (cookie,) = ann.post_token(token).headers.get_list("set-cookie")
    assert cookie.startswith("netroi-report=")
    assert "ecure" not in cookie
    assert ann.get("/shared").text == PAGE["html"]
    assert server.browser("192.168.1.7").get("/s").status_code == 403


@pytest.mark.parametrize("planted", ["", "x", "WyJ4Iix0cnVlXQ.aaaa.bbbb"])
def test_a_forged_cookie_opens_nothing(server: PublicServer, planted: str) -> None:
    ann = server.browser()
    ann.client.cookies.set("__Host-netroi-report", planted, domain="netroi.example")
    assert ann.get("/shared").status_code == 404


def test_a_reports_cookie_opens_no_feedback_form(server: PublicServer) -> None:
    token, _ = server.links.create(OWNER, "report", 7, PAGE)
    ann = server.browser()
    ann.post_token(token)
    ann.client.cookies.set(
        "__Host-netroi-feedback", ann.client.cookies["__Host-netroi-report"], domain="netroi.example"
    )
    assert ann.get("/feedback").status_code == 404


def test_public_pages_set_no_guest_cookie(server: PublicServer) -> None:
    token, _ = server.links.create(OWNER, "report", 7, PAGE)
    ann = server.browser()
    answers = [
        *(ann.get(path) for path in PUBLIC_PATHS),
        ann.post_token(token),
        ann.get("/shared"),
        ann.get("/feed/x.ics"),
    ]
    assert [answer for answer in answers if GUEST_COOKIE + "=" in answer.headers.get("set-cookie", "")] == []


def test_no_response_is_cached_and_each_has_the_security_headers(server: PublicServer) -> None:
    token, _ = server.links.create(OWNER, "report", 7, PAGE)
    ann = server.browser()
    for answer in (ann.get("/s"), ann.post_token(token), ann.get("/shared"), ann.post_token("x"), ann.get("/f")):
        headers = answer.headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"
        assert answer.status_code == 303 or headers["x-robots-tag"] == "noindex"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/s", "/f"])
def test_the_policy_allows_the_one_script_on_the_page(server: PublicServer, path: str) -> None:
    page = server.browser().get(path)
    (script,) = script_hashes(page.text)
    assert script in page.headers["content-security-policy"]
    assert len(re.findall("<script", page.text)) == 1
    assert not re.findall(r"\son\w+=|https?://", page.text)


def test_another_site_can_not_submit_a_form(server: PublicServer) -> None:
    token, link = server.links.create(OWNER, "report", 7, PAGE)
    for headers in ({}, {"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert server.browser().client.post("/s", data={"link": token}, headers=headers).status_code == 403
    assert server.links.by_id(link.id) == link


@pytest.mark.parametrize("path", ["/s", "/f"])
def test_a_form_beyond_the_size_limit_is_refused(server: PublicServer, path: str) -> None:
    def slowly() -> Iterator[bytes]:
        for _ in range(LARGEST // 1024 + 1):
            yield b"x" * 1024

    own = {"origin": "https://netroi.example", "sec-fetch-site": "same-origin"}
    browser = server.browser()
    assert browser.submit(path, b"link=" + b"x" * LARGEST).status_code == 413
    assert browser.client.post(path, content=slowly(), headers=own).status_code == 413
    assert browser.submit(path, b"x" * LARGEST).status_code == 404


@pytest.mark.parametrize("body", [b"\xff\xfe", b"link=%ff%fe", b"&".join([b"link=x"] * 60), b"link", b"=", b"link=%00"])
def test_a_malformed_form_opens_nothing(server: PublicServer, body: bytes) -> None:
    assert server.browser().submit("/s", body).status_code == 404


def test_tokens_are_limited_per_address(server: PublicServer) -> None:
    token, _ = server.links.create(OWNER, "report", 7, PAGE)
    ann = server.browser("10.0.0.1")
    assert {ann.post_token("x").status_code for _ in range(300)} == {404}
    assert ann.post_token(token).status_code == 429
    assert server.browser("10.0.0.2").post_token(token).status_code == 303


# --- with a passphrase


@pytest.fixture
def guarded(server: PublicServer, quick: None) -> str:
    """Return the token of a link with a passphrase."""
    return server.links.create(OWNER, "report", 7, PAGE, passphrase="a heron at dusk")[0]


def views(server: PublicServer) -> int:
    return server.links.owned_by(OWNER)[0].views


def test_only_the_passphrase_opens_a_guarded_report(server: PublicServer, guarded: str) -> None:
    ann = server.browser()
    prompt = ann.open_link(guarded)
    assert (prompt.status_code, "Canary" in prompt.text) == (200, False)
    assert 'type="password"' in prompt.text
    wrong = ann.submit("/shared", passphrase="a stork at dusk")
    assert (wrong.status_code, "Canary" in wrong.text) == (403, False)
    assert "That isn’t the passphrase." in wrong.text
    assert "stork" not in wrong.text
    assert (ann.get("/shared").text == PAGE["html"], views(server)) == (False, 0)
    right = ann.submit("/shared", passphrase=" a heron at dusk ")
    assert (right.status_code, right.headers["location"]) == (303, "/shared")
    assert (ann.get("/shared").text, views(server)) == (PAGE["html"], 1)


def test_every_browser_is_asked_for_the_passphrase(server: PublicServer, guarded: str) -> None:
    ann, bo = server.browser(), server.browser()
    ann.open_link(guarded)
    ann.submit("/shared", passphrase="a heron at dusk")
    assert "Canary" not in bo.open_link(guarded).text
    assert "Canary" not in ann.open_link(guarded).text, "nor is it open to who opens the link anew"


def test_wrong_passphrases_are_limited_per_network(server: PublicServer, guarded: str) -> None:
    ann, (most, _) = server.browser("10.0.0.1"), limits.PASSPHRASE_RATE
    ann.open_link(guarded)
    assert {ann.submit("/shared", passphrase=str(guess)).status_code for guess in range(most)} == {403}
    refused = ann.submit("/shared", passphrase="a heron at dusk")
    assert (refused.status_code, "Canary" in refused.text) == (429, False)
    bo = server.browser("10.0.0.2")
    bo.open_link(guarded)
    assert bo.submit("/shared", passphrase="a heron at dusk").status_code == 303


def test_wrong_passphrases_are_limited_per_link(server: PublicServer, guarded: str) -> None:
    most, _ = limits.PASSPHRASE_RATE_PER_LINK
    for number in range(most // 10 + 1):
        browser = server.browser(f"10.0.1.{number}")
        browser.open_link(guarded)
        answers = {browser.submit("/shared", passphrase="x").status_code for _ in range(10)}
        assert answers == ({403} if number < most // 10 else {429})


def test_a_class_that_knows_the_passphrase_opens_the_report_from_one_address(
    server: PublicServer, guarded: str
) -> None:
    for _ in range(limits.PASSPHRASE_RATE_PER_LINK[0] + 1):
        browser = server.browser("10.0.0.1")
        browser.open_link(guarded)
        assert browser.submit("/shared", passphrase="a heron at dusk").status_code == 303


# --- what is in it


@pytest.mark.parametrize(("locale", "currency"), [("en_US", "USD"), ("de_CH", "CHF")])
def test_a_report_without_amounts_holds_none_of_the_workspace_in_any_form(
    server: PublicServer, locale: str, currency: str
) -> None:
    raw = career_with_amounts(locale, currency)
    forms = distinctive_forms(raw)
    served = {}
    for with_amounts in (False, True):
        report = report_on(raw, with_amounts=with_amounts)
        names = [section.name for section in report.sections]
        content = snapshot(report, names, date(2026, 11, 4), with_amounts=with_amounts)
        token, _ = server.links.create(OWNER, "report", 7, content)
        served[with_amounts] = server.browser().open_link(token).content
    assert forms_in(served[False].decode(), forms) == set()
    assert len(forms_in(served[True].decode(), forms)) > 100, "what is looked for is found where it is"


def test_while_the_store_is_busy_the_page_says_so(server: PublicServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(self: FileEntries, name: str) -> None:
        raise Busy

    monkeypatch.setattr(FileEntries, "read", busy)
    answer = server.browser().post_token("x" * 43)
    assert (answer.status_code, "Try again in a minute." in answer.text) == (503, True)
