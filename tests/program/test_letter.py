"""Feedback letters: who gets which, what they say, fonts, slow pages on a full pool."""
import concurrent.futures
import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

import harness

EMPTY_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}</cachedir></fontconfig>"""


def ask(program, pdf, *words):
    """What a program of poppler-utils says about the bytes of a PDF."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        done = subprocess.run([program, *words[:1], file.name, *words[1:]], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def words_of(pdf):
    """Its text without white space: lines are broken anywhere."""
    return re.sub(r"\s+", "", ask("pdftotext", pdf, "-raw", "-"))


@harness.both_engines
class Letters(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.at.serve()
        logins = cls.at.logins()
        cls.clients = {}
        for login in ("office", "unit", "leader", "cadre", "security"):
            cls.clients[login] = harness.Client(cls.at.port)
            cls.clients[login].login(login, logins[login])
        units = cls.clients["office"].get("/units.json?limit=500")
        cls.ids = {unit["code"]: unit["id"] for unit in json.loads(units.body)["items"]}

    def path(self, code, year=2008):
        return f"/years/{year}/units/{self.ids[code]}/letter.pdf"

    def group_path(self, code, year=2008):
        page = self.clients["office"].get(f"/years/{year}/units/{self.ids[code]}")
        group = next(re.search(r"/groups/(\w+)", link).group(1) for link in page.links if "/groups/" in link)
        return f"/years/{year}/groups/{group}"

    def test_own_letter_says_what_the_derivation_says(self):
        page = self.clients["unit"].get(self.path("T04"))
        self.assertEqual(page.status, 200, page.text)
        self.assertEqual(page.headers["Content-Type"], "application/pdf")
        self.assertIn('filename="letter-2008-T04.pdf"', page.headers["Content-Disposition"])
        text = words_of(page.body)
        derivation = json.loads(self.clients["unit"].get(
            f"/years/2008/units/{self.ids['T04']}.json").body)
        self.assertIn(f"总分{derivation['total']}分", text)
        for step in derivation["steps"]:
            if step["kind"] == "deduction":
                self.assertIn(re.sub(r"\s+", "", step["reason"]), text)
                self.assertIn(re.sub(r"\s+", "", step["reference"]), text)
            if step["kind"] in ("total", "rank", "to_better", "last", "still_last"):
                self.assertIn(re.sub(r"\s+", "", step["text"]), text)
        lost = [step for step in derivation["steps"] if step["kind"] == "scored"]
        self.assertTrue(lost)
        for step in lost:
            self.assertIn(step["scorer"], text)
        head = json.loads(self.clients["unit"].get("/ledger.json").body)
        self.assertIn(head["root"], text)
        pages = int(re.search(r"Pages:\s+(\d+)", ask("pdfinfo", page.body)).group(1))
        self.assertIn(f"第{pages}页，共{pages}页", text)
        self.assertEqual(page.body, self.clients["unit"].get(self.path("T04")).body)

    def test_the_file_is_fit_for_an_office(self):
        pdf = self.clients["office"].get(self.path("T05")).body
        fonts = ask("pdffonts", pdf).splitlines()[2:]
        self.assertTrue(fonts)
        for font in fonts:  # embedded, a subset, with Unicode
            self.assertRegex(font, r"yes yes yes")
        self.assertIn(b"/Lang (zh-CN)", pdf)
        self.assertIn("2008年度考核结果反馈函", ask("pdfinfo", pdf))

    def test_english_by_the_language_of_the_page(self):
        client = harness.Client(self.at.port, "en")
        client.login("unit", self.at.logins()["unit"])
        pdf = client.get(self.path("T04")).body
        self.assertIn("Howtoobject", words_of(pdf))
        self.assertIn(b"/Lang (en)", pdf)

    def test_a_letter_is_private(self):
        self.assertEqual(self.clients["unit"].get(self.path("T05")).status, 404)
        self.assertEqual(self.clients["leader"].get(self.path("T05")).status, 200)
        self.assertIn(self.clients["cadre"].get(self.path("T05")).status, (403, 404))
        self.assertEqual(self.clients["security"].get(self.path("T04")).status, 403)
        stranger = harness.Client(self.at.port)
        self.assertEqual(stranger.get(self.path("T04")).status, 303)
        self.assertEqual(self.clients["office"].get(
            "/years/2008/units/0000000000001/letter.pdf").status, 404)
        self.assertEqual(self.clients["office"].get(self.path("T04", 1999)).status, 404)

    def test_a_groups_letters_are_the_offices(self):
        group = self.group_path("T04")
        page = self.clients["office"].get(group + "/letters.pdf")
        self.assertEqual(page.status, 200, page.text)
        members = json.loads(self.clients["office"].get(group + ".json").body)["groups"][0]["results"]
        text = words_of(page.body)
        self.assertEqual(len(members), len(re.findall("第1页，共", text)))
        for login in ("unit", "leader", "cadre"):
            self.assertEqual(self.clients[login].get(group + "/letters.pdf").status, 403, login)
        self.assertIn(group + "/letters.pdf", self.clients["office"].get(group).links)
        self.assertNotIn(group + "/letters.pdf", self.clients["leader"].get(group).links)

    def test_pages_link_to_it(self):
        unit = self.ids["T04"]
        for path in (f"/years/2008/units/{unit}", f"/units/{unit}"):
            self.assertIn(self.path("T04"), self.clients["unit"].get(path).links, path)

    def test_many_at_once_are_answered_or_asked_to_wait(self):
        def fetch(_):
            client = harness.Client(self.at.port)
            client.cookies = dict(self.clients["office"].cookies)
            page = client.get(self.path("T06"))
            return page.status, page.headers.get("Retry-After")
        with concurrent.futures.ThreadPoolExecutor(90) as pool:
            answers = list(pool.map(fetch, range(90)))
        self.assertTrue({status for status, _ in answers} <= {200, 503}, answers)
        self.assertIn((200, None), answers)
        for status, wait in answers:
            if status == 503:
                self.assertTrue(wait)

    def test_command_line(self):
        out = self.at.folder / "letters"
        done = self.at.run("letter", "--year", "2008", "--unit", "T04", "--out", str(out), language="zh")
        self.assertEqual(done.out.strip(), f"{out}/letter-2008-T04.pdf")
        self.assertEqual((out / "letter-2008-T04.pdf").read_bytes(),
                         self.clients["unit"].get(self.path("T04")).body)
        self.assertEqual([file.name for file in out.iterdir()], ["letter-2008-T04.pdf"])
        for words in (["--year", "2008"], ["--year", "2008", "--unit", "T04", "--all"],
                      ["--year", "2008", "--unit", "NOBODY"], ["--unit", "T04"]):
            self.assertEqual(self.at.run("letter", *words, check=False).returncode, 2, words)
        nowhere = self.at.run("letter", "--year", "2008", "--unit", "T04", "--out", "/no/such/folder",
                              check=False)
        self.assertEqual(nowhere.returncode, 4)
        self.assertIn("/no/such", nowhere.err)

    def test_missing_fonts_are_named(self):
        done = self.at.run("letter", "--year", "2008", "--unit", "T04", "--pdf-font", "No Such Font",
                           check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("No Such Font", done.err)
        folder = self.at.folder / "fonts"
        folder.mkdir(exist_ok=True)
        (folder / "fonts.conf").write_text(EMPTY_FONTS.format(folder=folder))
        os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
        try:
            done = self.at.run("letter", "--year", "2008", "--unit", "T04", check=False, language="zh")
        finally:
            del os.environ["FONTCONFIG_FILE"]
        self.assertEqual(done.returncode, 1)
        self.assertIn("fonts-noto-cjk", done.err)
        self.assertFalse(Path(self.at.folder / "letter-2008-T04.pdf").exists())


if __name__ == "__main__":
    harness.main()
