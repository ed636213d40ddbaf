"""Near items of a draft are pointed out before it is published, side by side, and not again once the office
said that both are wanted; a plan that starts from a template of rules/."""
import json
import re

import harness

HEADER = ("year,code,parent,kind,title,measure,weight,due,lead_units,co_units,leader,source,"
          "source_note,confidential\n")
ROWS = ("{0},1,,area,学习教育,,3,,,,,rule,,no\n"
        "{0},1.1,1,item,公务接待费公开,每月公开,2,monthly,T01; T02,,,meeting,,no\n"
        "{0},1.2,1,item,廉政谈话,谈话记录齐全,1,{0}-02-27,T01; T02,,,last_year,,no\n"
        "{0},2,,area,案件线索,,1,,,,,rule,,no\n")
RUNS = "2008,2.9,2,item,村级财务公开,每季度,1,quarterly,T01,,,rule,,no\n"
NEAR = ("{0},2.1,2,item,公务接待费公开情况,每季度报送,1,quarterly,T02; D01,,,rule,,no\n"
        "{0},2.2,2,item,廉政谈话 <b>,谈话记录齐全并归档,1,{0}-09-30,T01,,,rule,,no\n"
        "{0},2.3,2,item,村级财务公开和公示,每季度,1,quarterly,T01; T02,,,rule,,no\n")


@harness.both_engines
class PlanOverlap(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief", "--drafts")
        cls.at.serve()
        cls.office = harness.Client(cls.at.port, "en")
        cls.office.login("office", cls.at.logins()["office"])

    def take_in(self, rows):
        page = self.office.upload("/import", {"profile": "plan", "csrf": self.office.csrf()}, "file",
                                  "plan.csv", (HEADER + rows).encode())
        self.assertEqual(page.status, 303, page.text[:600])

    def publish(self, year, **values):
        form = next(form for form in self.office.get(f"/plans/{year}?version=draft").forms
                    if form["action"].endswith("/draft"))
        page = self.office.post(form["action"], {**form["fields"], "event": "publish", **values})
        self.assertEqual(page.status, 303, page.text[-600:])

    def pairs(self, year):
        page = self.office.get(f"/plans/{year}/overlaps.json")
        self.assertEqual(page.status, 200, page.text[:300])
        return {(row["code"], row["other_code"], row["last_year"]): row
                for row in json.loads(page.body)["pairs"]}

    def test_1_no_draft_no_hint(self):
        self.assertEqual(self.office.get("/plans/2008/overlaps").status, 404)
        self.take_in(ROWS.format(2008) + RUNS)
        self.assertEqual(self.pairs(2008), {})
        self.assertNotIn("near items", self.office.get("/plans/2008").text)
        self.publish(2008)
        self.assertEqual(self.office.get("/plans/2008/overlaps").status, 404)

    def test_2_what_is_imported_is_pointed_out(self):
        self.take_in(ROWS.format(2009) + NEAR.format(2009))
        found = self.pairs(2009)
        # Of last year nothing was reported, so all still runs; what goes on under its code is no pair.
        self.assertEqual(set(found), {("1.1", "2.1", False), ("1.2", "2.2", False),
                                      ("2.3", "2.9", True)})
        self.assertEqual(found["1.1", "2.1", False]["share"], "75.0%")
        self.assertEqual(found["1.1", "2.1", False]["units"], 1)
        page = self.office.get("/plans/2009")
        self.assertIn("3 pairs of near items", page.text)
        self.assertIn("/plans/2009/overlaps", page.links)

    def test_3_side_by_side_and_both_wanted(self):
        page = self.office.get("/plans/2009/overlaps")
        self.assertIn("廉政谈话 <b>", page.text)
        self.assertNotIn("谈话 <b>", page.html)
        row = self.pairs(2009)["1.1", "2.1", False]
        path = f"/plans/2009/overlaps/{row['item_id']}/{row['other_id']}"
        page = self.office.get(path)
        self.assertIn("75.0%", page.text)
        self.assertIn("<mark>公务接待费公开</mark>", page.html)
        csrf = self.office.csrf()
        for reason in ("", " ", "x" * 301):
            self.assertEqual(self.office.post(path, {"csrf": csrf, "reason": reason}).status, 400)
        self.assertEqual(self.office.post(path, {"csrf": csrf, "reason": "一个公开，一个报送"}).status, 303)
        self.assertEqual(len(self.pairs(2009)), 2)
        self.assertIn("一个公开，一个报送", self.office.get("/plans/2009/overlaps").text)
        # The other way round it is the same pair; taken back it is told again.
        back = f"/plans/2009/overlaps/{row['other_id']}/{row['item_id']}"
        self.assertIn("一个公开，一个报送", self.office.get(back).html)
        self.assertEqual(self.office.post(back, {"csrf": csrf, "event": "forget"}).status, 303)
        self.assertEqual(self.office.post(back, {"csrf": csrf, "event": "forget"}).status, 303)
        self.assertEqual(len(self.pairs(2009)), 3)
        self.office.post(path, {"csrf": csrf, "reason": "各有用处"})
        for bad in (f"{row['item_id']}/{row['item_id']}", f"{row['item_id']}/0000000000001", "x/y"):
            self.assertEqual(self.office.get("/plans/2009/overlaps/" + bad).status, 404, bad)

    def test_4_a_hint_blocks_nothing_and_is_given_once(self):
        self.publish(2009)
        form = next(form for form in self.office.get("/plans/2009").forms
                    if form["action"].endswith("/draft/open"))
        self.office.post(form["action"], {**form["fields"], "reason": "年中调整"})
        self.assertEqual(self.pairs(2009), {})  # what was published was seen
        self.take_in("2009,2.4,2,item,廉政谈话记录,谈话记录齐全,1,2009-10-30,T01,,,rule,,no\n")
        self.assertEqual({(code, other) for code, other, last in self.pairs(2009) if not last},
                         {("1.2", "2.4"), ("2.2", "2.4")})

    def test_5_only_for_who_drafts(self):
        leader = harness.Client(self.at.port, "en")
        leader.login("leader", self.at.logins()["leader"])
        self.assertEqual(leader.get("/plans/2009/overlaps").status, 403)
        self.assertNotIn("near items", leader.get("/plans/2009").text)


    def test_6_a_template_starts_a_plan(self):
        page = self.office.get("/plans/new")
        choice = re.search(r'<option value="([0-9A-Z]{13})"[^>]*>template: Plan of a year', page.html)[1]
        csrf = self.office.csrf()
        for start in ("no_such", "0000000000001"):
            page = self.office.post("/plans/new", {"csrf": csrf, "year": "2011", "title": "2011 计划",
                                                   "from": start})
            self.assertIn(page.status, (400, 404), start)
            self.assertEqual(self.office.get("/plans/2011.json").status, 404)
        page = self.office.post("/plans/new", {"csrf": csrf, "year": "2011", "title": "2011 计划",
                                               "from": choice})
        self.assertEqual(page.status, 303, page.text[-600:])
        plan = json.loads(self.office.get("/plans/2011.json?version=draft").body)
        items = {row["code"]: row for row in plan["items"]}
        self.assertGreater(len(items), 60)
        self.assertEqual(items["1.1.2"]["due"], "2011-06-30")
        self.assertEqual(items["2.3.1"]["due"], "2011-05-31; 2011-10-31")
        towns = items["1.2.5"]["lead_units"].split(";")
        self.assertIn("T01", towns)
        self.assertNotIn("D01", towns)
        self.assertGreater(len(items["1.1.1"]["lead_units"].split(";")), len(towns))
        self.publish(2011)

    def test_7_the_command_line_checks_it(self):
        path = self.at.folder / "plan.yaml"
        text = (harness.ROOT / "rules/plan/plan-example.yaml").read_text("utf-8")
        path.write_text(text.replace('due: "06-30"', 'due: "六月底"', 1), "utf-8")
        done = self.at.run("rulebook", "check", str(path), check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("六月底", done.out + done.err)
        # A second template beside the first: somebody chooses.
        path.write_text(text.replace("rulebook: plan-example", "rulebook: plan-other"), "utf-8")
        self.assertEqual(self.at.run("rulebook", "adopt", str(path), check=False).returncode, 0)
        self.assertEqual(self.office.get("/plans/new").html.count(">template: Plan of a year"), 2)


if __name__ == "__main__":
    harness.main()
