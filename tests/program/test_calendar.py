"""Working-day calendars: shipped years, a file checked and adopted, deadlines, who may."""
import json
import tempfile
from pathlib import Path

import harness

YEAR_2027 = """calendar: 2027
version: 1
verified: no
notices:
  - zh: 示例通知<b>
    en: "Example notice"
holidays:
  - zh: 元旦
    en: New Year's Day
    off: [2027-01-01 to 2027-01-03]
"""


@harness.both_engines
class Calendar(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.at.serve()
        cls.office = cls.client("office")

    @classmethod
    def client(cls, login, language="en"):
        client = harness.Client(cls.at.port, language)
        client.login(login, cls.at.logins()[login])
        return client

    def years(self):
        items = json.loads(self.office.get("/calendars.json?limit=500").body)["items"]
        return {item["year"]: item for item in items}

    def upload(self, path, text, client=None):
        client = client or self.office
        return client.upload(path, {"csrf": client.csrf(), "text": ""}, "file", "a.yaml",
                             text.encode())

    def test_the_shipped_years_are_loaded(self):
        self.assertLessEqual(set(range(2007, 2027)), set(self.years()))
        self.assertEqual(self.years()[2008]["days_off"], 29)
        page = self.office.get("/calendars/2008")
        self.assertEqual(page.status, 200)
        self.assertIn("05-01 – 05-03", page.text)
        self.assertIn("General Office of the State Council: notice on holidays in 2008", page.text)
        self.assertIn("2008 年工作日历", self.client("office", "zh").get("/calendars/2008").text)

    def test_a_year_that_is_not_loaded_is_not_found(self):
        self.assertEqual(self.office.get("/calendars/2006").status, 404)
        self.assertEqual(self.office.get("/calendars/x").status, 404)

    def test_deadlines_on_the_command_line(self):
        out = self.at.run("calendar", "deadline", "2009-03-17", "15", "--language", "en").out
        self.assertEqual(out.splitlines()[0], "2009-04-08")
        self.assertIn("Tomb-Sweeping Day", out)
        out = self.at.run("calendar", "deadline", "2009-09-20", "15", "--all-days", "--roll").out
        self.assertEqual(out.splitlines()[0], "2009-10-09")
        done = self.at.run("calendar", "deadline", "2006-12-20", "5", "--language", "en",
                           check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("calendar of 2006 is not loaded", done.err)

    def test_check_adopt_and_never_again(self):
        page = self.upload("/calendars/check", YEAR_2027)
        self.assertEqual(page.status, 200)
        self.assertIn("No problems found: 2027, 3 days off", page.text)
        self.assertNotIn(2027, self.years())
        page = self.upload("/calendars", YEAR_2027)
        self.assertEqual((page.status, page.headers["Location"]), (303, "/calendars/2027"))
        self.assertEqual(self.years()[2027]["version"], 1)
        self.assertNotIn("示例通知<b>", self.client("office", "zh").get("/calendars/2027").html)
        page = self.upload("/calendars", YEAR_2027)
        self.assertEqual(page.status, 422)
        self.assertIn("the latest is version 1", page.text)
        # The end of 2026 is known now.
        out = self.at.run("calendar", "deadline", "2026-12-30", "2").out
        self.assertEqual(out.splitlines()[0], "2027-01-04")

    def test_faults_are_named_with_their_line_and_nothing_is_stored(self):
        for text, line, sentence in (
                (YEAR_2027.replace("2027-01-03", "2027-01-32").replace("2027", "2028"), "10",
                 "accepted: a day"),
                (YEAR_2027.replace("version: 1", "version: one"), "2", "a whole number"),
                ("calendar: [", "2", "not well-formed YAML"), ("\x00", None, ""), ("", None, "")):
            for path in ("/calendars/check", "/calendars"):
                page = self.upload(path, text)
                self.assertEqual(page.status, 400, (path, text, page.text[:300]))
                self.assertIn(sentence, page.text)
                if line:
                    self.assertIn(line, page.text)
        self.assertNotIn(2028, self.years())
        page = self.upload("/calendars/check", "x" * 70_000)
        self.assertEqual(page.status, 400)
        self.assertIn("64 KiB", page.text)

    def test_command_check_show_list(self):
        with tempfile.TemporaryDirectory() as folder:
            good, bad = Path(folder) / "good.yaml", Path(folder) / "bad.yaml"
            good.write_text(YEAR_2027.replace("2027", "2030"))
            bad.write_text(YEAR_2027.replace("off:", "of:"))
            self.assertIn("2030 version 1: 3 days off",
                          self.at.run("calendar", "check", str(good)).out)
            self.assertIn("2030-01-03", self.at.run("calendar", "show", str(good)).out)
            done = self.at.run("calendar", "check", str(bad), "--language", "en", check=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn("unknown key", done.out)
        self.assertIn("2008-05-04", self.at.run("calendar", "show", "2008").out)
        rows = self.at.run("calendar", "list", "--format", "csv").out.splitlines()
        self.assertGreaterEqual(len(rows), 21)
        self.at.run("calendar", "adopt")

    def test_only_the_office_loads_and_administrators_see_none(self):
        for login in ("leader", "unit", "liaison", "cadre", "inspector"):
            client = self.client(login)
            self.assertEqual(client.get("/calendars").status, 200, login)
            self.assertIn(client.get("/calendars/new").status, (403, 404), login)
            page = self.upload("/calendars", YEAR_2027.replace("2027", "2029"), client)
            self.assertIn(page.status, (403, 404), login)
        for login in ("security", "audit", "system"):
            self.assertIn(self.client(login).get("/calendars").status, (403, 404), login)
        self.assertNotIn(2029, self.years())


if __name__ == "__main__":
    harness.main()
