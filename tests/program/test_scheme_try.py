"""A draft scheme tried on a past year, on the command line and on the page, and adopted from there."""
import csv
import io
import json
import re

import harness

RULES = harness.ROOT / "rules"
ADOPTED = (RULES / "target-management-2008.yaml").read_text("utf-8")

NEW_INDICATOR = """  - code: X01
    zh: 新增指标
    en: "A new one"
    article: "9.9"
    maximum: 30
    scorer: {zh: 联查组, en: Joint inspection team}
"""


def without_indicator(text, code):
    """The scheme's text without one indicator."""
    return re.sub(rf"  - code: {code}\n(?:    .*\n)*", "", text)


def draft_text():
    """Version 3: X01 added, Z08 dropped, Z06 weighs 20 instead of 16, Excellent has no quota."""
    text = ADOPTED.replace("version: 2", "version: 3", 1)
    text = without_indicator(text, "Z08")
    text = text.replace("maximum: 16 ", "maximum: 20 ", 1)
    return text.replace("indicators:\n", "indicators:\n" + NEW_INDICATOR, 1)


@harness.both_engines
class SchemeTry(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.at.serve()
        cls.logins = cls.at.logins()
        cls.office = harness.Client(cls.at.port, "en")
        cls.office.login("office", cls.logins["office"])
        cls.draft = cls.at.folder / "draft.yaml"
        cls.draft.write_text(draft_text(), "utf-8")

    def try_file(self, text, *words, **options):
        file = self.at.folder / "tried.yaml"
        file.write_text(text, "utf-8")
        return self.at.run("scheme", "try", str(file), "--year", "2008", *words, **options)

    def try_json(self, text):
        return json.loads(self.try_file(text, "--format", "json").out)

    def appraised(self):
        rows = csv.DictReader(io.StringIO(
            self.at.run("appraise", "--year", "2008", "--format", "csv").out.lstrip("\ufeff")))
        return {row["unit_code"]: row for row in rows}

    def acts(self):
        return self.at.run("ledger", "verify").out

    def test_the_adopted_scheme_itself_changes_nothing(self):
        trial = self.try_json(ADOPTED)
        self.assertEqual((trial["changes"], trial["moved"], trial["ignored_marks"]), ([], 0, 0))
        appraised = self.appraised()
        self.assertEqual(len(trial["results"]), len(appraised))
        for row in trial["results"]:
            self.assertEqual(row["before"], row["after"])
            self.assertEqual(row["after"]["total"], appraised[row["unit_code"]]["total"])
            self.assertEqual(row["after"]["rank"], int(appraised[row["unit_code"]]["rank"]))
        for trigger in trial["triggers"]:
            self.assertTrue(trigger["before"] and trigger["after"])
        self.assertIn("T04", [trigger["unit_code"] for trigger in trial["triggers"]])

    def test_changes_are_named_and_counted(self):
        trial = self.try_json(draft_text())
        kinds = {change["indicator"]: change["kind"] for change in trial["changes"]}
        self.assertEqual(kinds, {"X01": "added", "Z08": "removed", "Z06": "scaled"})
        removed = next(change for change in trial["changes"] if change["kind"] == "removed")
        self.assertEqual(removed["marks"], trial["ignored_marks"])
        self.assertEqual(removed["marks"], len(trial["results"]))

    def test_a_total_by_hand(self):
        """100 × (Σ given without Z08, with Z06 × 20/16) ÷ (Σ maxima likewise), entries as they are."""
        trial = self.try_json(draft_text())
        row = next(row for row in trial["results"] if row["unit_code"] == "T04")
        steps = json.loads(self.at.run("appraise", "--year", "2008", "--why", "T04",
                                       "--format", "json").out)["steps"]
        given = {}
        maxima = {}
        for block in re.findall(r"  - code: (Z\d\d)\n((?:    .*\n)*)", ADOPTED):
            maxima[block[0]] = float(re.search(r"maximum: ([\d.]+)", block[1]).group(1))
        for step in steps:
            if step["kind"] in ("scored", "average"):
                numerator, _, denominator = step["number"].partition("/")
                given[step["indicator"]] = float(numerator) / float(denominator or 1)
        maxima = {code: maxima[code] for code in given}
        entries = sum(float(step["number"]) * (1 if step["kind"] == "bonus" else -1)
                      for step in steps if step["kind"] in ("bonus", "deduction"))
        given["Z06"] *= 20 / 16
        maxima["Z06"] = 20
        del given["Z08"], maxima["Z08"]
        expected = 100 * sum(given.values()) / sum(maxima.values()) + entries
        self.assertAlmostEqual(float(row["after"]["total"]), expected, delta=0.0051)
        self.assertNotEqual(row["after"]["total"], row["before"]["total"])

    def test_nothing_is_stored(self):
        before = self.acts()
        self.try_file(draft_text())
        self.assertEqual(self.acts(), before)

    def test_text_and_csv(self):
        text = self.try_file(draft_text(), language="zh").out
        for part in ("草案新增", "草案已取消", "按比例折算", "末位", "触发"):
            self.assertIn(part, text)
        rows = list(csv.DictReader(io.StringIO(self.try_file(draft_text(), "--format", "csv").out)))
        self.assertEqual(len(rows), len(self.appraised()))
        for row in rows:
            if row["rank_before"] and row["rank_after"]:
                self.assertEqual(int(row["places_gained"]), int(row["rank_before"]) - int(row["rank_after"]))

    def test_a_trigger_that_goes_and_one_that_comes(self):
        never = re.sub(r"\ntriggers:\n(?:  .*\n)*", "\n", ADOPTED)
        self.assertNotEqual(never, ADOPTED)
        trial = self.try_json(never)
        self.assertTrue(trial["triggers"])
        for trigger in trial["triggers"]:
            self.assertEqual((trigger["before"], trigger["after"]), (True, False))

    def test_refusals(self):
        broken = self.try_file(draft_text().replace("version: 3", "version: three"), check=False)
        self.assertEqual(broken.returncode, 2)
        self.assertRegex(broken.out, r"9 +\d+")
        none = self.at.run("scheme", "try", str(self.draft), "--year", "1999", check=False)
        self.assertNotEqual(none.returncode, 0)
        self.assertIn("1999", none.err)
        self.assertEqual(self.at.run("scheme", "try", str(self.draft), check=False).returncode, 2)
        other = re.sub(r"code: Z", "code: Y", ADOPTED)
        self.assertEqual(self.try_file(other, check=False).returncode, 1)

    def send(self, client, text, **fields):
        return client.upload("/schemes/try", {"csrf": client.csrf("/schemes/try"), "year": "2008",
                                              "source": "", **fields}, "file", "draft.yaml", text.encode())

    def test_the_page_tries_a_file(self):
        self.assertIn("/schemes/try", self.office.get("/schemes").links)
        page = self.send(self.office, draft_text())
        self.assertEqual(page.status, 200, page.text)
        self.assertIn("X01 A new one: added by the draft", page.text)
        self.assertIn("丁镇", page.text)
        self.assertIn("/schemes/adopt", [form["action"] for form in page.forms])
        json_page = self.send(self.office, draft_text(), format="json")
        command = self.try_json(draft_text())
        self.assertEqual(json.loads(json_page.body), command)
        csv_page = self.send(self.office, draft_text(), format="csv")
        self.assertEqual(len(csv_page.body.decode("utf-8-sig").splitlines()),
                         len(command["results"]) + 1)

    def test_the_page_shows_problems_at_their_lines(self):
        bad = draft_text().replace("version: 3", "version: three").replace("maximum: 20 ", "maximum: x ")
        page = self.send(self.office, bad)
        self.assertEqual(page.status, 400)
        self.assertIn("version: three", page.text)
        self.assertIn("2 problems", page.text)
        self.assertNotIn("/schemes/adopt", [form["action"] for form in page.forms])
        for text in ("", "\ufeff", "\x00", "<script>alert(1)</script>", "scheme: [" * 300):
            page = self.send(self.office, text)
            self.assertIn(page.status, (400, 413, 422), text[:20])
            self.assertNotIn("<script>alert", page.html)
        bytes_page = self.office.upload(
            "/schemes/try", {"csrf": self.office.csrf("/schemes/try"), "year": "2008"},
            "file", "draft.yaml", "方案".encode("gb18030"))
        self.assertEqual(bytes_page.status, 400)
        page = self.send(self.office, ADOPTED, year="1999")
        self.assertEqual(page.status, 422)
        self.assertIn("1999", page.text)

    def test_only_the_office(self):
        for login in ("leader", "unit", "inspector", "organisation"):
            client = harness.Client(self.at.port)
            client.login(login, self.logins[login])
            self.assertEqual(client.get("/schemes/try").status, 403, login)
            self.assertEqual(client.post("/schemes/try", {"csrf": client.csrf(), "source": "x"}).status,
                             403, login)
            self.assertEqual(client.post("/schemes/adopt", {"csrf": client.csrf(), "source": "x"}).status,
                             403, login)
            self.assertNotIn("/schemes/try", client.get("/schemes").links)

    def test_zz_adopting_from_the_page(self):
        """Last by name: it changes what rules 2008."""
        text = draft_text()
        csrf = self.office.csrf("/schemes/try")
        sent = {"csrf": csrf, "year": "2008", "source": text.replace("\n", "\r\n")}
        page = self.office.post("/schemes/adopt", sent)
        self.assertEqual(page.status, 422)
        self.assertIn("Tick", page.text)
        self.assertIn("version: 3", page.text)
        page = self.office.post("/schemes/adopt", {**sent, "confirm": "1"})
        self.assertEqual(page.status, 303, page.text)
        shown = self.office.get(page.headers["Location"])
        self.assertIn("The scheme has been adopted", shown.text)
        self.assertIn("X01", shown.text)
        again = self.office.post("/schemes/adopt", {**sent, "confirm": "1"})
        self.assertEqual(again.status, 422)
        self.assertIn("an adopted version never changes", again.text)
        bad = self.office.post("/schemes/adopt", {**sent, "confirm": "1", "source": text.replace(
            "version: 3", "version: four")})
        self.assertEqual(bad.status, 400)
        self.assertIn("version: four", bad.text)
        listed = json.loads(self.at.run("scheme", "list", "--format", "json").out)
        self.assertIn(("target-management", 3), [(row["code"], int(row["version"])) for row in listed])
        # Adopted as the file has it, not as a form sends it.
        source = re.search(r"<pre[^>]*>(.*?)</pre>", shown.html, re.S).group(1)
        self.assertNotIn("\r", source)


if __name__ == "__main__":
    harness.main()
