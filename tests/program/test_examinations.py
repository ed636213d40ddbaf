"""The three examinations: opened for a year, stated by the cadre, assessed by the superior, scored by the
team, findings; from publicity on the person sees; when it is final, findings are proposals, decided there."""
import csv
import html
import io
import json
import re
import threading
import time
import urllib.parse

import harness

PARTS = {"study": "参加专题学习四次", "performance": "分管事项按期完成 <b>&", "integrity": "未收受礼金"}


@harness.both_engines
class Examinations(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.run("demo", "--brief", "--drafts")
        cls.at.serve()
        cls.clients = {}
        for login in ("office", "leader", "cadre", "inspector", "unit", "liaison", "organisation"):
            cls.clients[login] = harness.Client(cls.at.port, "en")
            cls.clients[login].login(login, cls.at.logins()[login])
        cls.office, cls.cadre = cls.clients["office"], cls.clients["cadre"]
        cls.inspector, cls.leader = cls.clients["inspector"], cls.clients["leader"]
        cls.superior = cls.account("mayor", "leader", "--person", "P0001")
        rows = json.loads(cls.office.get("/persons.json?limit=500").body)["items"]
        cls.ids = {row["code"]: row["id"] for row in rows}

    @classmethod
    def account(cls, login, role, *more):
        added = cls.at.run("user", "add", login, "--name", login, "--role", role, *more).out.strip()
        client = harness.Client(cls.at.port, "en")
        client.login(*added.split("\t")[:2])
        return client

    def path(self, code="P0070"):
        return f"/years/2008/examinations/{self.ids[code]}"

    def form(self, client, action, code="P0070"):
        page = client.get(self.path(code))
        self.assertEqual(page.status, 200, page.text[:300])
        for form in page.forms:
            if form["action"].endswith(action):
                return form["action"], dict(form["fields"])
        self.fail(f"no form {action}: {[form['action'] for form in page.forms]}")

    def send(self, client, action, answer=303, code="P0070", **values):
        where, fields = self.form(client, action, code)
        page = client.post(where, {**fields, **values})
        self.assertEqual(page.status, answer, page.text[-600:])
        return page

    def post(self, client, action, **values):
        return client.post(self.path() + action, {"csrf": client.csrf(), **values})

    def json(self, client=None, code="P0070"):
        page = (client or self.office).get(self.path(code) + ".json")
        self.assertEqual(page.status, 200, page.text[:300])
        return json.loads(page.body)

    def state(self):
        return self.json()["examination"]["state"]

    def name(self, code):
        rows = json.loads(self.office.get("/persons.json?limit=500").body)["items"]
        return urllib.parse.quote(next(row["name"] for row in rows if row["code"] == code))

    def counts(self):
        return json.loads(self.office.get("/years/2008/examinations.json").body)["levels"]

    def total(self, query, client=None):
        page = (client or self.office).get(f"/examinations.csv{query}")
        self.assertEqual(page.status, 200)
        return len(list(csv.reader(io.StringIO(page.body.decode("utf-8-sig"))))) - 1

    # Opening --------------------------------------------------------------------------------

    def test_1_opened_by_the_office(self):
        self.assertEqual(self.counts(), [])
        self.assertEqual(self.cadre.get(self.path()).status, 404)
        for client in (self.leader, self.inspector, self.cadre):
            self.assertEqual(client.post("/years/2008/examinations", {"csrf": client.csrf()}).status, 403)
        for year, status in (("2031", 422), ("x", 404), ("1995", 404)):
            page = self.office.post(f"/years/{year}/examinations", {"csrf": self.office.csrf()})
            self.assertEqual(page.status, status, year)
        for answer in range(2):  # again: nobody new
            page = self.office.post("/years/2008/examinations", {"csrf": self.office.csrf()})
            self.assertEqual(page.status, 303)
            levels = {row["level"]: row["open"] for row in self.counts()}
            self.assertEqual(levels, {"section": 140, "deputy_section": 320})
        # Each count is that of the list behind it; a cadre's list is their own.
        page = self.office.get("/years/2008/examinations")
        self.assertIn("/examinations?year=2008&level=section&state=open", page.links)
        self.assertEqual(self.total("?year=2008&level=section&state=open"), 140)
        self.assertEqual(self.total("?year=2008"), 460)
        self.assertEqual(self.total("", self.cadre), 1)
        self.assertEqual(self.total("?superior=P0001", self.superior), self.total("?superior=P0001"))
        self.assertEqual(self.office.get("/examinations.xlsx?year=2008&state=open").status, 200)
        self.assertEqual(self.total("", self.clients["organisation"]), 0)
        self.assertIn("Your statement is awaited", self.cadre.get("/").text)

    # The person -----------------------------------------------------------------------------

    def plan(self):
        """A published plan of 2008 whose one item names the cadre."""
        rows = ("year,code,parent,kind,title,measure,weight,due,lead_units,co_units,leader,source,"
                "source_note,confidential\n2008,1,,area,学习教育,,1,,,,,rule,,no\n"
                "2008,1.1,1,item,专题学习 <u>&,每季度一次,1,2008-06-30; 2008-12-20,T04,,,rule,,no\n")
        page = self.office.upload("/import", {"profile": "plan", "csrf": self.office.csrf()}, "file",
                                  "plan.csv", rows.encode())
        self.assertEqual(page.status, 303)
        form = next(form for form in self.office.get("/plans/2008").forms
                    if form["action"].endswith("/draft"))
        page = self.office.post(form["action"], {**form["fields"], "event": "publish"})
        self.assertEqual(page.status, 303, page.text[-300:])
        row, = json.loads(self.office.get("/plans/2008/assignments.json").body)["rows"]
        head = self.clients["unit"]
        page = head.post(f"/plans/2008/claims/{row['id']}/persons",
                         {"csrf": head.csrf(), "person": "P0070", "part": "牵头"})
        self.assertEqual(page.status, 303, page.text[-300:])

    def test_2_filled_in_with_what_is_known(self):
        self.assertIn("No records of this person's items", self.cadre.get(self.path()).text)
        self.plan()
        page = self.cadre.get(self.path())
        self.assertIn("1.1 专题学习 <u>&: accepted 0.0%", page.text)
        self.assertNotIn("<u>&", page.html)
        fields = {name: html.unescape(text).strip() for name, text in re.findall(
            r'<textarea id="(\w+)"[^>]*>(.*?)</textarea>', page.html, re.S)}
        self.assertEqual(fields["study"], "")
        self.assertEqual(fields["performance"], "1.1 专题学习 <u>&: accepted 0.0%")
        self.assertIn("Carrying out the responsibility system: Items of the unit accepted: 0.0%.",
                      fields["integrity"])
        self.assertIn("Own self-discipline:", fields["integrity"])
        self.assertEqual(self.json()["examination"]["performance"], "")  # nothing is stored by looking

    def test_2_the_statement_of_the_person(self):
        page = self.cadre.get(self.path())
        self.assertIn("Statement awaited", page.text)
        for other in ("unit", "liaison", "organisation"):
            self.assertEqual(self.clients[other].get(self.path()).status, 404, other)
        self.assertEqual(self.cadre.get(self.path("P0071")).status, 404)
        self.assertEqual(self.cadre.get(self.path().replace("2008", "2006")).status, 404)
        self.send(self.cadre, "/statement", study="初稿", performance="", integrity="", event="keep")
        self.assertEqual(self.json()["examination"]["study"], "初稿")
        page = self.send(self.cadre, "/statement", 400, study="学", performance=" ", integrity="x",
                         event="submit")
        self.assertIn("Performance", page.text)
        self.send(self.cadre, "/statement", 400, **{**PARTS, "study": "长" * 2001}, event="submit")
        stale = self.form(self.cadre, "/statement")
        self.send(self.cadre, "/statement", **PARTS, event="submit")
        self.assertEqual(self.state(), "stated")
        self.assertEqual(self.cadre.post(stale[0], {**stale[1], **PARTS, "event": "keep"}).status, 409)
        # Nobody else states; what was stated is not changed but taken back.
        self.assertEqual(self.post(self.office, "/statement", **PARTS, event="submit").status, 422)
        self.assertEqual(self.post(self.cadre, "/statement", **PARTS, event="keep").status, 422)
        self.send(self.cadre, "/move", event="recall")
        self.send(self.cadre, "/statement", **PARTS, event="submit")
        page = self.superior.get(self.path())
        self.assertIn("分管事项按期完成 <b>&", page.text)
        self.assertNotIn("<b>&", page.html)
        self.assertIn(self.path(), self.superior.get("/").links)

    # The superior ---------------------------------------------------------------------------

    def test_3_the_superior(self):
        self.send(self.superior, "/move", 400, event="return", note=" ")
        self.send(self.superior, "/move", event="return", note="请写明分管事项")
        self.assertIn("请写明分管事项", self.cadre.get(self.path()).text)
        self.send(self.cadre, "/statement", **PARTS, event="submit")
        for client, event in ((self.cadre, "assess"), (self.office, "assess"), (self.cadre, "return")):
            page = self.post(client, "/move", event=event, opinion="称职", note="x")
            self.assertEqual(page.status, 422, event)
        page = self.send(self.superior, "/move", 422, event="assess", opinion="称职")
        self.assertIn("7", page.text)
        where, fields = self.form(self.superior, "/marks")
        codes = sorted(name[2:] for name in fields if name.startswith("p."))
        self.assertEqual(codes, ["I01", "I02", "P01", "P02", "S01", "S02", "S03"])
        full = {"I01": 15, "I02": 15, "P01": 25, "P02": 15, "S01": 10, "S02": 10, "S03": 10}
        marks = {f"p.{code}": str(points) for code, points in full.items()}
        for code, points in (("S01", "10.5"), ("S01", "-1"), ("S01", "ten"), ("S01", "9")):
            page = self.superior.post(where, {**fields, **marks, f"p.{code}": points})
            self.assertEqual(page.status, 400, points)
        self.assertIn("S01", page.text)
        self.assertIn("Reason is empty", page.text)
        self.assertEqual(self.json()["marks"], [])
        self.superior.post(where, {**fields, **marks, "p.S01": "9", "r.S01": "一次缺席"})
        given = {mark["indicator"]: mark for mark in self.json()["marks"]}
        self.assertEqual((given["S01"]["points"], given["S01"]["reason"]), ("9.0000", "一次缺席"))
        # The page that was open before knows nothing of them.
        page = self.superior.post(where, {**fields, "p.S01": "8", "r.S01": "两次缺席"})
        self.assertEqual(page.status, 409, page.text[-300:])
        self.send(self.superior, "/marks", 400, **{"p.S01": "8", "r.S01": "两次缺席"})
        self.send(self.superior, "/marks", **{"p.S01": "8", "r.S01": "两次缺席",
                                              "change_reason": "核对签到"})
        page = self.post(self.superior, "/marks")
        self.assertEqual(page.status, 400)
        # Neither kept nor handed in.
        self.assertEqual(self.post(self.cadre, "/statement", **PARTS).status, 400)
        # The person sees nothing of it yet, nor scores themself.
        own = self.json(self.cadre)
        self.assertEqual((own["marks"], own["findings"]), ([], []))
        self.assertNotIn("两次缺席", self.cadre.get(self.path()).text)
        self.assertEqual(self.post(self.cadre, "/marks", **{"p.S01": "10"}).status, 422)
        self.send(self.superior, "/move", event="assess", opinion="称职，学习尚须加强")
        self.assertEqual(self.state(), "assessed")
        self.assertNotIn("学习尚须加强", self.cadre.get(self.path()).text)
        self.assertEqual(self.json(self.cadre)["examination"]["opinion"], "")
        self.send(self.office, "/move", 400, event="reopen", note="")
        self.send(self.office, "/move", event="reopen", note="评语过简")
        self.send(self.superior, "/move", event="assess", opinion="称职，学习尚须加强")

    def test_4_another_superior(self):
        self.send(self.office, "/superior", 400, code="P0071", superior="P9999")
        self.send(self.office, "/superior", 400, code="P0071", superior="P0071")
        self.send(self.office, "/superior", code="P0071", superior="P0001")
        self.assertEqual(self.total("?superior=P0001&person=" + self.name("P0071")), 1)
        page = self.superior.post(self.path("P0071") + "/superior",
                                  {"csrf": self.superior.csrf(), "superior": "P0070"})
        self.assertEqual(page.status, 422)
        self.send(self.office, "/superior", code="P0071", superior="")
        self.assertEqual(self.total("?superior=P0001&person=" + self.name("P0071")), 0)

    # The team -------------------------------------------------------------------------------

    def test_5_findings_and_the_team(self):
        for bad in ({"facts": ""}, {"finding_reason": " "}, {"part": "luck"}, {"grade": "none"},
                    {"facts": "长" * 1001}):
            self.send(self.inspector, "/findings", 400,
                      **{"part": "performance", "grade": "failing", "facts": "未按期整改",
                         "finding_reason": "两次催办", **bad})
        for part, facts in (("performance", "未按期整改 <i>&"), ("performance", "未督促下属"),
                            ("study", "缺席两次")):
            self.send(self.inspector, "/findings", part=part, grade="inadequate", facts=facts,
                      finding_reason="核对记录属实")
        self.assertEqual(self.post(self.cadre, "/findings", part="study", grade="failing", facts="x",
                                   finding_reason="y").status, 422)
        found = self.json()["findings"]
        self.assertEqual([one["state"] for one in found], ["noted"] * 3)
        self.assertNotIn("未督促下属", self.cadre.get(self.path()).text)
        where = f"{self.path()}/findings/{found[2]['id']}"
        for client, status in ((self.cadre, 422), (self.superior, 422)):
            page = client.post(where, {"csrf": client.csrf(), "note": "不实"})
            self.assertEqual(page.status, status)
        page = self.inspector.post(where, {"csrf": self.inspector.csrf(), "note": ""})
        self.assertEqual(page.status, 400)
        page = self.inspector.post(where, {"csrf": self.inspector.csrf(), "note": "签到有误"})
        self.assertEqual(page.status, 303)
        other = self.path("P0071") + f"/findings/{found[0]['id']}"
        page = self.inspector.post(other, {"csrf": self.inspector.csrf(), "note": "x"})
        self.assertEqual(page.status, 404)
        levels = {row["level"]: row["findings"] for row in self.counts()}
        self.assertEqual(levels["section"], 2)
        # Two of the team at once: one mark, one refusal.
        where, fields = self.form(self.inspector, "/marks")
        answers = []

        def give(client, points):
            answers.append(client.post(where, {**fields, "csrf": client.csrf(), "p.S02": points,
                                               "r.S02": "测试"}).status)
        threads = [threading.Thread(target=give, args=row) for row in
                   ((self.inspector, "9"), (self.office, "7"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(answers), [303, 409])

    # Publicity and after --------------------------------------------------------------------

    def score_level(self):
        given = {mark["indicator"] for mark in self.json()["marks"] if mark["scorer"] == "考核组"}
        codes = json.loads(self.office.get("/examinations.json?year=2008&level=section&limit=500").body)
        rows = "".join(
            f"2008,{row['person_code']},{code},{points},考核组\n" for row in codes["items"]
            for code, points in (("S01", 9), ("S02", 9), ("S03", 9), ("P01", 22), ("P02", 13),
                                 ("I01", 13), ("I02", 14))
            if row["person_code"] != "P0070" or code not in given)
        path = self.at.folder / "scores.csv"
        path.write_text("year,person_code,indicator_code,points,scorer\n" + rows)
        self.at.run("import", "scores", path)

    def move(self, event, **values):
        path = "/years/2008/levels/section/result"
        form = next(form for form in self.office.get(path).forms if form["action"].endswith(event))
        page = self.office.post(form["action"], {**form["fields"], **values})
        self.assertEqual(page.status, 303, page.text[-500:])

    def advance(self, days):
        self.at.run("clock", "--advance", days)
        time.sleep(1.1)  # a running server follows within a second

    def proposals(self):
        items = json.loads(self.office.get("/proposals.json").body)["items"]
        return [row for row in items if row["trigger_code"].startswith("finding.")]

    def test_6_public_then_final(self):
        self.score_level()
        self.move("publish")
        own = self.json(self.cadre)
        self.assertEqual(own["result"], "publicity")
        self.assertEqual(len(own["findings"]), 3)
        self.assertIn("称职，学习尚须加强", own["examination"]["opinion"])
        page = self.cadre.get(self.path())
        self.assertIn("未按期整改 <i>&", page.text)
        self.assertNotIn("<i>&", page.html)
        derivation = f"/years/2008/persons/{self.ids['P0070']}"
        self.assertIn(derivation, page.links)
        self.assertIn("两次缺席", self.cadre.get(derivation).text)
        self.assertIn("object", self.cadre.get(derivation).text.lower())
        # The superior's 8 and the team's 9 of 10.
        steps = json.loads(self.cadre.get(derivation + ".json").body)["steps"]
        step = next(one for one in steps if one["kind"] == "average" and one["indicator"] == "S01")
        self.assertEqual(step["number"], "8.5")
        # Everything stands now.
        for client, action, values in ((self.cadre, "/move", {"event": "recall"}),
                                       (self.office, "/move", {"event": "reopen", "note": "x"}),
                                       (self.inspector, "/findings", {
                                           "part": "study", "grade": "failing", "facts": "x",
                                           "finding_reason": "y"})):
            self.assertEqual(self.post(client, action, **values).status, 422, action)
        self.assertEqual(self.proposals(), [])
        self.advance("14")
        self.move("finalise")
        proposal, = self.proposals()
        self.assertEqual((proposal["trigger_code"], proposal["state"], proposal["person_name"]),
                         ("finding.performance", "open", urllib.parse.unquote(self.name("P0070"))))
        page = self.leader.get(f"/proposals/{proposal['id']}")
        for words in ("未按期整改 <i>&", "未督促下属", "核对记录属实", "联查组成员甲"):
            self.assertIn(words, page.text)
        self.assertNotIn("缺席两次", page.text)
        self.assertIn(self.path(), page.links)
        self.assertEqual([one["state"] for one in self.json()["findings"]],
                         ["proposed", "proposed", "withdrawn"])
        results = json.loads(self.cadre.get(f"/persons/{self.ids['P0070']}/results.json").body)
        year = next(row for row in results["years"] if row["year"] == 2008)
        self.assertEqual((year["state"], year["level"]), ("final", "section"))
        self.assertEqual(self.cadre.get(f"/persons/{self.ids['P0069']}/results.json").status, 404)

    def test_7_a_correction_takes_the_ground(self):
        found = self.json()["findings"]
        where = [f"{self.path()}/findings/{one['id']}" for one in found[:2]]
        page = self.office.post(where[0], {"csrf": self.office.csrf(), "note": "复核"})
        self.assertEqual(page.status, 422)  # final
        page = self.office.get("/years/2008/levels/section/result")
        form = next(form for form in page.forms if form["action"].endswith("/correct"))
        page = self.office.post(form["action"], {**form["fields"], "reason": "问题不实",
                                                 "reference": "示例〔2009〕8号"})
        self.assertEqual(page.status, 303)
        for path in where:
            page = self.office.post(path, {"csrf": self.office.csrf(), "note": "复核不实"})
            self.assertEqual(page.status, 303, page.text[-300:])
        self.assertEqual([row["state"] for row in self.proposals()], ["open"])
        self.move("publish")
        self.advance("14")
        self.move("finalise")
        self.assertEqual([row["state"] for row in self.proposals()], ["lapsed"])


if __name__ == "__main__":
    harness.main()
