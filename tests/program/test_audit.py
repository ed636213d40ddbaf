"""The audit administrator: who changed what, field by field, with proofs; refused log-ins, denials and
downloads; and no way to change anything."""
import csv
import io
import json
import subprocess
import time
from pathlib import Path

import harness

ROUTES = str(Path(harness.PROGRAM).parent / "tests/print_routes")
NOBODY = "0000000000001"


@harness.both_engines
class Audit(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief", "--drafts")
        cls.at.serve()
        cls.logins = cls.at.logins()
        cls.audit = cls.client("audit")

    @classmethod
    def client(cls, login, language="en"):
        client = harness.Client(cls.at.port, language)
        client.login(login, cls.logins[login])
        return client

    def items(self, path):
        page = self.audit.get(path)
        self.assertEqual(page.status, 200, page.text[:300])
        return json.loads(page.body)["items"]

    def test_who_changed_a_score(self):
        out = self.at.run("export", "scores", "--year", "2008", "--format", "csv").out
        rows = list(csv.DictReader(io.StringIO(out.lstrip("\ufeff"))))
        # The same score again with other points: an update of one record.
        row = next(one for one in rows if one["unit_code"] == "T04")
        row["points"] = "1.25"
        changed = self.at.folder / "changed.csv"
        with changed.open("w", encoding="utf-8") as file:
            writer = csv.DictWriter(file, row.keys())
            writer.writeheader()
            writer.writerow(row)
        self.at.run("import", "scores", str(changed))
        act = next(a for a in self.items("/acts.json?kind=import.scores"))
        page = self.audit.get("/acts/" + act["id"])
        self.assertIn("→ 1.25", page.text)
        self.assertIn("Operator's command", page.text)
        record = next(link for link in page.links if link.startswith("/records/score/"))
        history = self.audit.get(record)
        self.assertEqual(history.status, 200)
        self.assertIn("→ 1.25", history.text)
        # There is a proof once a checkpoint covers the leaf; no link before.
        self.assertFalse([link for link in page.links if "/leaves/" in link])
        self.at.run("ledger", "checkpoint")
        page = self.audit.get("/acts/" + act["id"])
        leaf = next(link for link in page.links if "/leaves/" in link)
        proof = self.audit.get(leaf)
        self.assertEqual(proof.status, 200)
        self.assertTrue(proof.body.startswith(b"c2sp.org/tlog-proof@v1"))

    def test_filters_and_files(self):
        every = self.items("/acts.json?limit=500")
        office = [a for a in every if a["role"] == "security"]
        self.assertEqual(len(self.items("/acts.json?role=security&limit=500")), len(office))
        self.assertEqual(self.items("/acts.json?to=1999-12-31"), [])
        self.assertEqual(self.audit.get("/acts?from=yesterday").status, 400)
        self.assertEqual(self.audit.get("/acts.csv").status, 200)
        self.assertEqual(self.audit.get("/acts/" + NOBODY).status, 404)
        self.assertEqual(self.audit.get(f"/records/unit/{NOBODY}/history").status, 404)
        self.assertEqual(self.audit.get(f"/records/%22/{NOBODY}/history").status, 404)

    def test_a_large_act_is_paged(self):
        act = next(a for a in self.items("/acts.json?kind=import.scores&limit=500")
                   if a["leaf_count"] > 100)
        seen, link = set(), "/acts/" + act["id"]
        for _ in range(3):
            page = self.audit.get(link)
            records = {one for one in page.links if one.startswith("/records/")}
            self.assertFalse(records & seen)
            seen |= records
            link = next(one for one in page.links if "?from=" in one)
        self.assertEqual(len(seen), 150)

    def test_an_act_for_programs(self):
        """The same act as JSON: its line as the list has it, all that it wrote, page by page."""
        listed = next(a for a in self.items("/acts.json?kind=import.scores&limit=500")
                      if a["leaf_count"] > 100)
        path, seen, start = f"/acts/{listed['id']}.json", [], 0
        while start is not None:
            act = json.loads(self.audit.get(f"{path}?from={start}").body)
            for name in ("id", "kind", "role", "summary", "day", "leaf_count", "first_leaf"):
                self.assertEqual(act[name], listed[name], name)
            seen += act["versions"]
            start = act["next_from"]
        leaves = [version["leaf"] for version in seen]
        self.assertEqual(leaves, sorted(set(leaves)))
        self.assertEqual(len(seen), listed["leaf_count"])
        self.assertTrue(all(version["changes"] for version in seen))
        self.assertEqual({version["type"] for version in seen}, {"score", "import_batch"})
        self.assertEqual(self.client("office").get(path).status, 403)
        self.assertEqual(self.audit.get(f"/acts/{NOBODY}.json").status, 404)

    def test_security_events(self):
        harness.Client(self.at.port, "en").post("/login", {"login": "inspector", "password": "x"})
        unit = self.client("unit")
        self.assertEqual(unit.get("/acts").status, 403)
        self.assertEqual(self.client("office").get("/persons.csv").status, 200)
        wanted, found = {"log_in.refused", "denied", "download"}, {}
        for _ in range(20):
            events = self.items("/audit-events.json?limit=500")
            found = {one["kind"]: one for one in events}
            if wanted <= set(found) and any(one["object"] == "GET /acts" for one in events):
                break
            time.sleep(0.5)
        self.assertLessEqual(wanted, set(found))
        self.assertEqual(found["log_in.refused"]["login"], "inspector")
        denied = [one for one in self.items("/audit-events.json?kind=denied&limit=500")
                  if one["object"] == "GET /acts"]
        self.assertTrue(denied)
        self.assertEqual(unit.get("/audit-events").status, 403)
        self.assertEqual(self.audit.get("/audit-events.csv").status, 200)
        # A refused log-in makes no leaf: outsiders cannot make the ledger grow.
        self.assertEqual(self.items("/acts.json?kind=session.refuse"), [])

    def test_changes_nothing(self):
        table = json.loads(subprocess.run([ROUTES], capture_output=True, check=True).stdout)
        token = self.audit.csrf()
        may = {"/ledger/checkpoint", "/ledger/check"}  # signs or checks; changes no record
        refused = 0
        for route in table["routes"]:
            path = route["path"]
            own = path in {"/logout", "/reauthenticate"} or path.startswith(("/account/", "/login"))
            if route["method"] != "POST" or route["access"] == 0 or own or path in may:
                continue
            filled = (path.replace("{year}", "2008").replace("{profile}", "units")
                      .replace("{type}", "unit").replace("{id}", NOBODY))
            page = self.audit.post(filled, {"csrf": token})
            self.assertIn(page.status, (403, 404), (path, page.status))
            refused += page.status == 403
        self.assertGreater(refused, 5)


if __name__ == "__main__":
    harness.main()
