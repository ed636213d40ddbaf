"""An indicator that takes its points from the plan: a report is accepted, the points move, the derivation
shows the items behind them; nobody types them; from publicity on they are marks, and a final result does
not move."""
import json
import re
import time

import harness

HEADER = ("year,code,parent,kind,title,measure,weight,due,lead_units,co_units,leader,source,"
          "source_note,confidential\n")
TOWNS = [f"T{number:02}" for number in range(1, 11)]
ROWS = (
    "2009,1,,area,学习教育,,3,,,,,rule,,no\n"
    f"2009,1.1,1,item,专题学习 <b>&,每季度一次,2,quarterly,{'; '.join(TOWNS[:9])},,,meeting,,no\n"
    "2009,1.2,1,item,廉政谈话,谈话记录齐全,1,2009-02-27,T01; T02,,,last_year,,no\n"
    "2009,2,,area,案件线索,,1,,,,,rule,,no\n"
    "2009,2.1,2,item,线索核查,,1,2009-09-30,T01,,,rule,,yes\n")
QUARTERS = ("2009-03-31", "2009-06-30", "2009-09-30", "2009-12-31")


def scheme():
    """The shipped scheme as version 3, with Z01 from the whole plan."""
    text = (harness.ROOT / "rules" / "target-management-2008.yaml").read_text()
    text = text.replace("version: 2\n", "version: 3\n").replace("from_year: 2008", "from_year: 2009")
    return text.replace("    # source: plan\n", "    source: plan\n")


@harness.both_engines
class PlanPoints(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief", "--drafts")
        path = cls.at.folder / "scheme.yaml"
        path.write_text(scheme())
        cls.at.run("scheme", "check", path)
        cls.at.run("scheme", "adopt", path)
        cls.at.serve()
        cls.office = cls.client("office")
        cls.inspector = cls.client("inspector")
        cls.head = cls.account("head-t01", "unit_head", "T01")
        cls.other = cls.account("head-t02", "unit_head", "T02")
        cls.put_in_group()
        cls.publish_plan()
        cls.ids = {}

    @classmethod
    def client(cls, login, language="en"):
        client = harness.Client(cls.at.port, language)
        client.login(login, cls.at.logins()[login])
        return client

    @classmethod
    def account(cls, login, role, unit):
        added = cls.at.run("user", "add", login, "--name", login, "--role", role, "--unit", unit)
        client = harness.Client(cls.at.port, "en")
        client.login(*added.out.strip().split("\t")[:2])
        return client

    @classmethod
    def put_in_group(cls):
        """The ten towns are in their group in 2009 too."""
        rows = cls.at.sql("SELECT u.code, u.name, p.code, u.kind FROM unit u JOIN unit p ON "
                          "p.id = u.parent_id WHERE u.code IN ('" + "', '".join(TOWNS) + "')")
        text = "code,name,parent_code,kind,group,year\n" + "".join(
            f"{','.join(row)},镇组,2009\n" for row in rows)
        page = cls.office.upload("/import", {"profile": "units", "csrf": cls.office.csrf()}, "file",
                                 "units.csv", text.encode())
        assert page.status == 303, page.text[:600]

    @classmethod
    def publish_plan(cls):
        page = cls.office.upload("/import", {"profile": "plan", "csrf": cls.office.csrf()}, "file",
                                 "plan.csv", (HEADER + ROWS).encode())
        assert page.status == 303, page.text[:600]
        form = next(form for form in cls.office.get("/plans/2009").forms
                    if form["action"].endswith("/draft"))
        assert cls.office.post(form["action"], {**form["fields"], "event": "publish"}).status == 303

    # What is there --------------------------------------------------------------------------

    def row(self, code, unit, client=None):
        rows = json.loads((client or self.office).get("/plans/2009/assignments.json").body)["rows"]
        return next(row for row in rows if (row["item"], row["unit"]) == (code, unit))

    def unit(self, code):
        if not self.ids:
            page = json.loads(self.office.get("/units.json?limit=200").body)
            self.ids.update((row["code"], row["id"]) for row in page["items"])
        return self.ids[code]

    def derivation(self, code="T01", client=None, query=""):
        page = (client or self.office).get(f"/years/2009/units/{self.unit(code)}.json{query}")
        self.assertEqual(page.status, 200, page.text[:400])
        return json.loads(page.body)

    def cell(self, code="T01", client=None, query=""):
        """Z01 as the derivation has it: its first step and what is behind it."""
        answer = self.derivation(code, client, query)
        step = next(step for step in answer["steps"] if step.get("indicator") == "Z01")
        behind = [one for one in answer["plan_points"] if one["indicator"] == "Z01"]
        return step, behind[0] if behind else None

    def report(self, code, checkpoint, client=None, unit="T01"):
        client = client or self.head
        path = f"/assignments/{self.row(code, unit, client)['id']}"
        form = next(form for form in client.get(path).forms if form["action"].endswith("/reports"))
        page = client.post(form["action"], {**form["fields"], "checkpoint": checkpoint,
                                            "status": "done", "text": "已完成"})
        self.assertEqual(page.status, 303, page.text[-500:])

    def accept(self, client=None):
        client = client or self.inspector
        report = json.loads(client.get("/reviews.json").body)["items"][0]["id"]
        form = next(form for form in client.get(f"/reports/{report}").forms
                    if form["action"].endswith("/review"))
        page = client.post(form["action"], {**form["fields"], "event": "accept",
                                            "accepted_share": "100", "review_note": "核对"})
        self.assertEqual(page.status, 303, page.text[-500:])

    def group(self):
        page = self.office.get(f"/years/2009/units/{self.unit('T01')}")
        return re.search(r"/years/2009/groups/\w+", page.html).group(0)

    def advance(self, days):
        self.at.run("clock", "--advance", days)
        time.sleep(1.1)  # a running server follows within a second

    def scores(self, rows, check=True):
        path = self.at.folder / "scores.csv"
        path.write_text("year,unit_code,indicator_code,points,scorer\n" + rows)
        return self.at.run("import", "scores", path, check=check)

    def move(self, event, answer=303, **values):
        path = self.group() + "/result"
        form = next(form for form in self.office.get(path).forms if form["action"].endswith(event))
        page = self.office.post(form["action"], {**form["fields"], **values})
        self.assertEqual(page.status, answer, page.text[-600:])
        return page

    # Tests ----------------------------------------------------------------------------------

    def test_1_nobody_types_it(self):
        group = self.group()
        done = self.scores("2009,T01,Z01,9,纪检机关\n", check=False)
        self.assertEqual(done.returncode, 2, done.err)
        self.assertIn("takes its points from the plan", done.out + done.err)
        path = f"{group}/scores/{self.unit('T01')}/Z01"
        page = self.office.post(path, {"csrf": self.office.csrf(), "points": "9", "seen": ""})
        self.assertEqual(page.status, 422, page.text[-400:])
        self.assertIn("nobody scores it by hand", page.text)
        page = self.office.get(path)
        self.assertNotIn('name="points"', page.html)
        table = self.office.get(group + "/scores")
        self.assertIn("automatic", table.text)
        self.assertNotIn(f'name="p.{self.unit("T01")}.Z01"', table.html)
        self.assertIn(f'name="p.{self.unit("T01")}.Z02"', table.html)
        self.assertIn("The plan (automatic)", self.scheme_page())
        # T03 has nothing that is due yet: missing. T10 has no item: not applicable, with the reason.
        self.assertEqual(self.cell("T03")[0]["kind"], "missing")
        step, behind = self.cell("T10")
        self.assertEqual((step["kind"], behind), ("not_applicable", None))
        self.assertIn("no selected item", step["reason"])

    def scheme_page(self):
        links = [link for link in self.office.get("/schemes").links if link.startswith("/schemes/")]
        return " ".join(self.office.get(link).text for link in links)

    def test_2_accepted_moves_the_indicator(self):
        step, behind = self.cell()
        self.assertEqual((step["number"], behind["points"], behind["frozen"]), ("0", "0", False))
        self.report("1.2", "2009-02-27")
        self.assertEqual(self.cell()[0]["number"], "0")  # it waits for review
        self.accept()
        step, behind = self.cell()
        self.assertEqual((step["number"], behind["value"], behind["date"]), ("12", "1", "2009-03-17"))
        self.assertEqual([item["code"] for item in behind["items"]], ["1.2"])
        # The year ends: four quarters and the confidential item are due.
        self.advance("300")
        self.assertEqual(self.cell()[1]["value"], "0.25")
        for quarter in QUARTERS[:3]:
            self.report("1.1", quarter)
            self.accept()
        step, behind = self.cell()
        # (3 × (2 × 3/4 + 1) / 3 + 1 × 0) / 4 = 5/8 of 12
        self.assertEqual((step["number"], behind["value"], behind["hidden"]), ("7.5", "0.625", 0))
        items = {item["code"]: item for item in behind["items"]}
        self.assertEqual([(code, items[code]["share"], items[code]["percent"], items[code]["points"])
                          for code in ("1.1", "1.2", "2.1")],
                         [("1.1", "0.5", "75", "4.5"), ("1.2", "0.25", "100", "3"),
                          ("2.1", "0.25", "0", "0")])
        page = self.office.get(f"/years/2009/units/{self.unit('T01')}")
        self.assertIn("0.625 × 12 = 7.5", page.text)
        self.assertIn("Moves with the reviewed results", page.text)
        self.assertNotIn("<b>&", page.html)
        for item in items.values():
            self.assertIn(f"/assignments/{item['assignment_id']}", page.links)
            link = next(link for link in page.links if f"item={item['item_id']}" in link)
            self.assertEqual(self.office.get(link).status, 200)
        zh = self.client("office", "zh").get(f"/years/2009/units/{self.unit('T01')}")
        self.assertIn("得分取自责任分解", zh.text)
        self.assertIn("公示前随审核结果变动", zh.text)
        # Who may not read the confidential item sees its sum only; the points are the same.
        step, behind = self.cell(client=self.client("leader"))
        self.assertEqual((step["number"], behind["hidden"]), ("7.5", 1))
        self.assertEqual({item["code"] for item in behind["items"]}, {"1.1", "1.2"})
        self.assertEqual(self.head.get(f"/years/2009/units/{self.unit('T01')}").status, 404)

    def test_3_published_it_stands(self):
        self.scores("".join(f"2009,{town},{code},{points},联查组\n" for town in TOWNS for code, points in
                        (("Z02", 3), ("Z03", 10), ("Z04", 7), ("Z05", 8), ("Z06", 12), ("Z07", 6),
                         ("Z08", 6), ("Z09", 10), ("Z10", 8))))
        before = self.at.sql("SELECT COUNT(*) FROM score WHERE year = 2009 AND indicator = 'Z01'")
        self.assertEqual(int(before[0][0]), 0)
        self.move("publish")
        stored = self.at.sql("SELECT s.points FROM score s JOIN unit u ON u.id = s.subject_id WHERE "
                             "s.year = 2009 AND s.indicator = 'Z01' AND u.code = 'T01'")
        self.assertEqual([int(row[0]) for row in stored], [75000])
        step, behind = self.cell()
        self.assertTrue(behind["frozen"])
        self.assertEqual((step["number"], len(behind["items"])), ("7.5", 3))
        self.assertEqual(self.cell(client=self.head), (step, behind))  # the unit reads its own now
        # A report accepted now changes nothing; and nothing may be taken anew without an upheld objection.
        self.report("2.1", "2009-09-30")
        self.accept(self.office)
        self.assertEqual(self.cell(), (step, behind))
        self.assertEqual(self.renew("核对").status, 422)
        # Withdrawn, it follows the plan again: (3 × 5/6 + 1) / 4 = 7/8.
        self.move("withdraw", reason="补充审核")
        step, behind = self.cell()
        self.assertEqual((step["number"], behind["frozen"], behind["date"]), ("10.5", False, "2010-01-11"))
        self.move("publish")
        self.assertEqual(self.cell()[0]["number"], "10.5")

    def test_4_final_does_not_move(self):
        self.advance("14")
        self.move("finalise")
        final = self.derivation()
        self.report("1.1", QUARTERS[3])
        self.accept()
        after = self.derivation()
        for name in ("total", "rank", "steps", "plan_points"):
            self.assertEqual(after[name], final[name])
        self.assertEqual(self.renew("核对").status, 422)
        # A correction keeps the marks until the office takes them anew, with a reason.
        page = self.office.get(self.group() + "/result")
        form = next(form for form in page.forms if form["action"].endswith("/correct"))
        page = self.office.post(form["action"], {**form["fields"], "reason": "漏计一份报告",
                                                 "reference": "示例〔2010〕1号"})
        self.assertEqual(page.status, 303, page.text[-400:])
        self.assertEqual(self.cell(query="?version=2")[0]["number"], "10.5")
        self.assertEqual(self.renew(" ").status, 400)
        page = self.renew("第四季度报告已审核")
        self.assertEqual(page.status, 303, page.text[-400:])
        step, behind = self.cell(query="?version=2")
        self.assertEqual((step["number"], behind["value"]), ("12", "1"))
        # Version 1 recomputes as it stood, with the items as they were.
        old = self.derivation(query="?version=1")
        self.assertEqual([old[name] for name in ("total", "steps", "plan_points")],
                         [final[name] for name in ("total", "steps", "plan_points")])
        history = self.office.get(f"{self.group()}/scores/{self.unit('T01')}/Z01").text
        self.assertIn("第四季度报告已审核", history)

    def renew(self, reason):
        return self.office.post(f"/years/2009/units/{self.unit('T01')}/plan-points",
                                {"csrf": self.office.csrf(), "reason": reason})


if __name__ == "__main__":
    harness.main()
