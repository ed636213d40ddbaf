"""The demonstration county: two years ranked and explained, three clicks to the unit that is last in both,
and a score changed behind the program's back is named."""
import csv
import io
import json
import sqlite3
import subprocess
from collections import deque

import harness


@harness.both_engines
class AppraisedYear(harness.ProgramTest):
    leaves_ledger_whole = False  # the last test damages it on purpose

    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.at.serve()
        cls.client = harness.Client(cls.at.port)
        cls.client.login("office", cls.at.logins()["office"])

    def appraise(self, year):
        out = self.at.run("appraise", "--year", str(year), "--format", "csv").out
        return list(csv.DictReader(io.StringIO(out.lstrip("\ufeff"))))

    def test_what_is_planted_can_be_seen(self):
        for year in (2007, 2008):
            rows = self.appraise(year)
            self.assertEqual(len(rows), 70)
            groups = {}
            for row in rows:
                groups.setdefault(row["group"], []).append(row)
            self.assertEqual(len(groups), 7)
            for members in groups.values():
                self.assertEqual(len(members), 10)
            for code in ("T04", "D17"):
                row = next(row for row in rows if row["unit_code"] == code)
                self.assertEqual(row["rank"], "10", (year, code))
        rows = {row["unit_code"]: row for row in self.appraise(2008)}
        self.assertEqual(rows["T13"]["total"], rows["T18"]["total"])
        self.assertEqual((rows["T13"]["rank"], rows["T18"]["rank"]), ("9", "9"))
        self.assertEqual(rows["T07"]["vetoed"], "1")
        self.assertEqual(rows["T07"]["grade"], "fail")

    def test_three_clicks_to_the_derivation_of_the_unit_last_twice(self):
        units = json.loads(self.client.get("/units.json?limit=500").body)["items"]
        unit = next(unit["id"] for unit in units if unit["code"] == "T04")
        goal = f"/years/2008/units/{unit}"
        distance, queue = {"/": 0}, deque(["/"])
        while queue:
            path = queue.popleft()
            if path.split("?")[0].split("#")[0] == goal:
                break
            if distance[path] == 3:
                continue
            for link in self.client.get(path).links:
                if link.startswith("/") and link not in distance and "." not in link:
                    distance[link] = distance[path] + 1
                    queue.append(link)
        reached = [d for path, d in distance.items() if path.split("?")[0].split("#")[0] == goal]
        self.assertTrue(reached and min(reached) <= 3, reached)
        page = self.client.get(goal)
        self.assertIn("A3", page.text)

    def test_derivation_adds_up(self):
        units = json.loads(self.client.get("/units.json?limit=500").body)["items"]
        totals = {row["unit_code"]: row["total"] for row in self.appraise(2008)}
        for code in ("T04", "T07", "D05", "T01"):
            unit = next(unit["id"] for unit in units if unit["code"] == code)
            derivation = json.loads(self.client.get(f"/years/2008/units/{unit}.json").body)
            self.assertEqual(derivation["total"], totals[code], code)

    def test_an_import_that_counts_in_a_final_result_is_not_undone(self):
        batches = csv.DictReader(io.StringIO(
            self.at.run("import", "list", "--format", "csv").out.lstrip("\ufeff")))
        closed = [batch["id"] for batch in batches if batch["profile"] in ("scores", "entries")]
        self.assertGreaterEqual(len(closed), 5)  # units of two years, persons of one
        for batch in closed:
            done = self.at.run("import", "undo", batch, check=False)
            self.assertEqual(done.returncode, 1, batch)
            self.assertIn("is final", done.err)

    def test_pages_answer_in_both_languages(self):
        for language, word in (("zh", "工作台"), ("en", "Workbench")):
            client = harness.Client(self.at.port, language)
            client.login("office", self.at.logins()["office"])
            self.assertIn(word, client.get("/").text)

    def test_ledger_receipts(self):
        done = self.at.verify()
        self.assertEqual(done.returncode, 0, done.out + done.err)
        note = self.client.get("/ledger/checkpoint").body.decode()
        self.assertIn("\n\n— ", note)

    def change_a_score(self):
        if self.at.engine == "sqlite":
            with sqlite3.connect(self.at.db) as db:
                row = db.execute("SELECT score.id FROM score JOIN unit ON unit.id = subject_id "
                                 "WHERE code = 'T04' AND year = 2008 ORDER BY score.id").fetchone()
                db.execute("UPDATE score SET points = points + 20000 WHERE id = ?", row)
        else:
            subprocess.run(["psql", "-qX", self.at.db, "-c",
                            "UPDATE score SET points = points + 20000 WHERE id = (SELECT min(score.id)"
                            " FROM score JOIN unit ON unit.id = subject_id"
                            " WHERE code = 'T04' AND year = 2008)"], check=True)

    def test_zz_a_changed_score_is_named(self):
        self.at.stop()
        self.change_a_score()
        done = self.at.verify()
        self.assertEqual(done.returncode, 5, done.out)
        self.assertIn("score", done.out)
        self.assertIn("points", done.out)


if __name__ == "__main__":
    harness.main()
