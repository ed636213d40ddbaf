"""A plan from a spreadsheet to its second version: import, form, asking the units, claims and proposals,
co-units, persons, publishing, differences, what others may see, stale forms, programs."""
import json
import urllib.parse

import harness

HEADER = ("year,code,parent,kind,title,measure,weight,due,lead_units,co_units,leader,source,"
          "source_note,confidential\n")
ROWS = (
    "2009,1,,area,学习教育,,1,,,,,rule,,no\n"
    "2009,1.1,1,task,理论学习 <b>&,,2,,,,,rule,,no\n"
    "2009,1.1.1,1.1,item,专题学习,每季度一次,1,quarterly,T01; D01,D02（提供材料）,,meeting,示〔2009〕1号,no\n"
    "2009,1.2,1,item,廉政谈话,,1,2009-06-30,T01,,,last_year,,no\n"
    "2009,2,,area,案件线索,,1,,,,,rule,,no\n"
    "2009,2.1,2,item,线索核查,,1,2009-09-30,D01,,,rule,,yes\n")


@harness.both_engines
class Plan(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief", "--drafts")
        cls.at.serve()
        cls.office = cls.client("office")
        units = json.loads(cls.office.get("/units.json?limit=500").body)["items"]
        cls.names = {unit["code"]: unit["name"] for unit in units}
        cls.heads = {code: cls.account(f"head-{code.lower()}", "unit_head", code)
                     for code in ("T01", "T02", "D01", "D02")}
        page = cls.office.upload("/import", {"profile": "plan", "csrf": cls.office.csrf()}, "file",
                                 "plan.csv", (HEADER + ROWS).encode())
        assert page.status == 303, page.text[:600]

    @classmethod
    def client(cls, login, language="en"):
        client = harness.Client(cls.at.port, language)
        client.login(login, cls.at.logins()[login])
        return client

    @classmethod
    def account(cls, login, role, unit):
        added = cls.at.run("user", "add", login, "--name", login, "--role", role, "--unit",
                           unit).out.strip()
        client = harness.Client(cls.at.port, "en")
        client.login(*added.split("\t")[:2])
        return client

    def form(self, client, path, action):
        page = client.get(path)
        for form in page.forms:
            if form["action"].endswith(action):
                return form["action"], dict(form["fields"])
        self.fail(f"{path} has no form that posts to {action}: {page.text[:400]}")

    def send(self, client, path, action, status=303, **values):
        where, fields = self.form(client, path, action)
        page = client.post(where, {**fields, **values})
        self.assertEqual(page.status, status, page.text[-700:])
        return page

    def plan(self, client=None, version="draft"):
        page = (client or self.office).get(f"/plans/2009.json?version={version}")
        return {item["code"]: item for item in json.loads(page.body)["items"]}

    def item(self, code):
        return f"/plans/2009/items/{self.plan()[code]['item_id']}"

    def claims(self, client):
        page = client.get("/plans/2009/claims.json?limit=200")
        self.assertEqual(page.status, 200)
        return json.loads(page.body)["items"]

    def claim(self, client, code, unit=None):
        return next(f"/plans/2009/claims/{row['id']}" for row in self.claims(client)
                    if row["code"] == code and unit in (None, row["unit_name"]))

    def test_1_the_draft_is_the_offices(self):
        page = self.office.get("/plans/2009")
        self.assertIn("Draft of version 1", page.text)
        self.assertIn("理论学习 <b>&", page.text)
        self.assertNotIn("<b>&", page.html)
        self.assertEqual(self.heads["T01"].get("/plans/2009").status, 404)
        self.assertEqual(self.client("leader").get("/plans/2009").status, 404)
        self.assertEqual(self.heads["T01"].get("/plans/new").status, 403)
        self.assertEqual(len(self.plan()), 6)

    def test_2_an_item_by_its_form(self):
        page = self.send(self.office, "/plans/2009/items/new?parent=1.1", "/items/new",
                         code="1.1.2", title="党课", weight="0.5", due="每半年", lead_units="T02",
                         source="rule", measure="主要负责人讲")
        item = page.headers["Location"]
        self.assertIn("half-yearly", self.office.get(item).text)
        self.assertIn("2009-06-30, 2009-12-31", self.office.get(item).text)
        for bad, field in (({"code": "1.1.1"}, "Code"), ({"due": "soon"}, "Due"),
                           ({"lead_units": "T99"}, "Lead units"), ({"weight": "-1"}, "Weight"),
                           ({"parent": "9"}, "Parent"), ({"leader": "nobody"}, "Leader"),
                           ({"title": ""}, "Title")):
            where, fields = self.form(self.office, "/plans/2009/items/new?parent=1.1", "/items/new")
            page = self.office.post(where, {**fields, "code": "9.9", "title": "x", "weight": "1",
                                            **bad})
            self.assertEqual(page.status, 400, bad)
            self.assertIn(field, page.text)
        self.assertEqual(len(self.plan()), 7)
        # Two people with the same form: the later one is told.
        where, fields = self.form(self.office, item.split("?")[0] + "/edit", "/edit")
        self.assertEqual(self.office.post(where, {**fields, "title": "讲党课"}).status, 303)
        page = self.office.post(where, {**fields, "title": "上党课"})
        self.assertEqual(page.status, 409)
        self.assertEqual(self.plan()["1.1.2"]["title"], "讲党课")

    def test_3_units_answer(self):
        self.send(self.office, "/plans/2009", "/draft", event="consult",
                  consult_until="2009-03-31")
        head = self.heads["T01"]
        self.assertIn("the units answer until 2009-03-31", head.get("/plans/2009").text)
        self.assertIn("2 items wait for", head.get("/plans/2009").text)
        self.assertEqual({row["code"] for row in self.claims(head)}, {"1.1.1", "1.2"})
        # The confidential item is its units' only.
        self.assertNotIn("2.1", self.plan(head))
        self.assertIn("2.1", self.plan(self.heads["D01"]))
        # A proposal, its answer, an answer by a stale form.
        path = self.claim(head, "1.2")
        self.send(head, path, path, status=400, event="question", words="  ")
        self.send(head, path, path, event="question", words="请推迟到九月")
        page = self.office.get("/plans/2009")
        self.assertIn("1 proposals wait for an answer", page.text)
        self.send(self.office, "/plans/2009?version=draft", "/draft", status=422, event="publish")
        where, fields = self.form(self.office, path, path)
        self.assertEqual(self.office.post(where, {**fields, "event": "settle",
                                                  "answer": "已改为九月底"}).status, 303)
        self.assertEqual(self.office.post(where, {**fields, "event": "settle",
                                                  "answer": "不同意"}).status, 409)
        self.send(head, "/plans/2009", "/claims/all")
        self.assertEqual({row["state"] for row in self.claims(head)}, {"claimed", "agreed"})
        # Another unit's assignment is none of theirs.
        foreign = self.claim(self.office, "2.1")
        self.assertEqual(head.get(foreign).status, 404)
        self.assertEqual(head.post(foreign, {"csrf": head.csrf(), "event": "claim"}).status, 404)
        self.assertEqual(head.post(foreign + "/claim", {"csrf": head.csrf()}).status, 404)
        # The lead unit does not answer for the office, nor the office for the unit.
        self.assertEqual(self.office.post(self.claim(self.office, "1.1.2"),
                                          {"csrf": self.office.csrf(), "event": "claim"}).status, 404)

    def test_4_co_units_and_persons(self):
        path = self.claim(self.heads["T01"], "1.1.1")
        helper = self.heads["D02"]
        self.assertEqual(helper.get(path).status, 200)
        where, fields = self.form(helper, path, "/co-units/" + self.co_unit(path))
        self.assertEqual(helper.post(where, {**fields, "event": "decline"}).status, 400)
        self.assertEqual(helper.post(where, {**fields, "event": "confirm"}).status, 303)
        self.assertIn("confirmed", self.office.get(path).text)
        self.assertEqual(self.heads["T02"].post(where, {**fields, "event": "decline",
                                                        "csrf": self.heads["T02"].csrf(),
                                                        "note": "x"}).status, 404)
        own, other = (self.person_of(code) for code in ("T01", "D05"))
        head = self.heads["T01"]
        self.send(head, path, "/persons", status=400, person=other["code"])
        self.send(head, path, "/persons", person=own["code"], part="牵头", due_day="2009-05-31")
        page = head.get(path)
        self.assertIn("牵头", page.text)
        remove = next(form for form in page.forms if form["action"].endswith("/remove"))
        self.assertEqual(helper.post(remove["action"], {"csrf": helper.csrf()}).status, 404)
        self.assertEqual(head.post(remove["action"], remove["fields"]).status, 303)
        self.assertNotIn("牵头", head.get(path).text)
        self.send(head, path, "/persons", person=own["code"], part="牵头")

    def person_of(self, code):
        name = urllib.parse.quote(self.names[code])
        return json.loads(self.office.get(f"/persons.json?unit_name={name}").body)["items"][0]

    def co_unit(self, path):
        page = self.heads["D02"].get(path)
        return next(form["action"].rsplit("/", 1)[1] for form in page.forms
                    if "/co-units/" in form["action"])

    def test_5_published_is_frozen(self):
        where, fields = self.form(self.office, "/plans/2009", "/draft")
        self.assertEqual(self.office.post(where, {**fields, "event": "publish"}).status, 303)
        self.assertIn("Version 1, published 2009-03-1", self.client("leader").get("/plans/2009").text)
        self.assertEqual(self.office.post(where, {**fields, "event": "publish"}).status, 422)
        item = self.plan(version=1)["1.2"]["item_id"]
        page = self.office.post(f"/plans/2009/items/{item}/edit", {
            "csrf": self.office.csrf(), "title": "改", "revision": "1"})
        self.assertEqual(page.status, 422)
        page = self.office.upload("/import", {"profile": "plan", "csrf": self.office.csrf()}, "file",
                                  "plan.csv", (HEADER + ROWS).encode())
        self.assertEqual(page.status, 422)
        # Exported and read again in the next draft, nothing changes.
        page = self.office.get("/plans/2009.csv")
        self.assertEqual(page.status, 200)
        self.send(self.office, "/plans/2009", "/draft/open", status=400, reason=" ")
        self.send(self.office, "/plans/2009", "/draft/open", reason="市里有新要求")
        again = self.office.upload("/import", {"profile": "plan", "csrf": self.office.csrf()},
                                   "file", "plan.csv", page.body)
        self.assertIn(again.status, (200, 303))
        self.assertEqual(self.plan(), self.plan(version=1))

    def test_6_a_second_version_and_its_difference(self):
        self.send(self.office, self.item("1.2") + "/edit", "/edit", due="2009-09-30",
                  co_units="D02")
        self.send(self.office, self.item("2.1") + "?version=draft", "/withdraw")
        self.assertEqual(self.plan(version=1)["1.2"]["due"], "2009-06-30")
        self.assertEqual(self.heads["T01"].get("/plans/2009?version=draft").status, 404)
        self.send(self.office, "/plans/2009?version=draft", "/draft", event="publish")
        page = self.office.get("/plans/2009/versions")
        for text in ("市里有新要求", "2009-06-30", "2009-09-30", "taken out", "2 changes"):
            self.assertIn(text, page.text)
        # Whoever may not see the confidential item is not told that it went.
        page = self.heads["T01"].get("/plans/2009/versions")
        self.assertIn("1 changes", page.text)
        self.assertNotIn("线索核查", page.text)
        self.assertNotIn("2.1", self.plan(version=2))
        self.assertIn("2.1", self.plan(version=1))
        self.assertIn("This is an old version", self.office.get("/plans/2009?version=1").text)
        # A proof is for whoever reads the item: a confidential one, or a draft's, is not for others.
        proofs = {code: next(link for link in self.office.get(
            f"/plans/2009/items/{item['item_id']}?version=1").links if "/proofs/" in link)
            for code, item in self.plan(version=1).items() if code in ("1.1.1", "2.1")}
        self.at.run("ledger", "checkpoint")
        leader = self.client("leader")
        self.assertEqual(leader.get(proofs["1.1.1"]).status, 200)
        self.assertEqual(leader.get(proofs["2.1"]).status, 404)
        self.assertEqual(self.office.get(proofs["2.1"]).status, 200)
        # Links to where a unit answers are for who may go there.
        item = self.plan(version=2)["1.1.1"]["item_id"]
        links = [link for link in self.heads["D01"].get(f"/plans/2009/items/{item}").links
                 if "/claims/" in link]
        self.assertEqual([self.heads["D01"].get(link).status for link in links], [200])
        # What a person was named for goes on.
        self.assertIn("牵头", self.heads["T01"].get(self.claim(self.heads["T01"], "1.1.1")).text)

    def test_7_a_dropped_draft_leaves_its_line(self):
        before = self.plan(version=2)
        self.send(self.office, "/plans/2009", "/draft/open", reason="试改")
        self.send(self.office, self.item("1.2") + "/edit", "/edit", title="改过", lead_units="T02")
        self.send(self.office, "/plans/2009?version=draft", "/draft", event="drop", reason="不改了")
        self.assertEqual(self.plan(version=2), before)
        self.assertEqual(self.office.get("/plans/2009?version=3").status, 404)
        self.assertIn("不改了", self.office.get("/plans/2009/versions").text)

    def test_8_next_year_starts_from_this(self):
        self.send(self.office, "/plans/new", "/plans/new", year="2010", title="2010 年度计划",
                  **{"from": "last_year"})
        page = self.office.get("/plans/2010.json?version=draft")
        items = {item["code"]: item for item in json.loads(page.body)["items"]}
        self.assertEqual(set(items), set(self.plan(version=2)))
        self.assertEqual(items["1.2"]["due"], "2010-09-30")
        self.assertEqual(items["1.1.1"]["lead_units"], self.plan(version=2)["1.1.1"]["lead_units"])
        self.send(self.office, "/plans/new", "/plans/new", status=422, year="2010", title="再来")
        self.send(self.office, "/plans/new", "/plans/new", status=422, year="2015", title="空",
                  **{"from": "last_year"})
        self.send(self.office, "/plans/new", "/plans/new", status=400, year="10", title="空")

    def test_9_programs(self):
        token = self.office.make_token("plans", "plan_edit")
        program = harness.Program(self.at.port, token)
        for path in ("/plans.json", "/plans/2009.json", "/plans/2009/claims.json"):
            page = program.request("GET", path)
            self.assertEqual(page.status, 200, path)
            self.assertIsNotNone(page.json)
        # What makes a record asks for no revision; what changes one does.
        item = {"kind": "item", "code": "1.99", "title": "由程序新增", "weight": "1", "parent": "1",
                "source": "rule", "confidential": False}
        page = program.send("/plans/2010/items/new", {**item, "revision": 1})
        self.assertEqual((page.status, page.json["field"]), (400, "revision"))
        self.assertEqual(program.send("/plans/2010/items/new", item).status, 201)
        page = self.office.get("/plans/2010.json?version=draft")
        self.assertIn("1.99", {item["code"] for item in json.loads(page.body)["items"]})
        for path in ("/plans.csv", "/plans.xlsx", "/plans/2009.xlsx", "/plans/2009/claims.csv"):
            self.assertEqual(self.office.get(path).status, 200, path)

    def test_a_person_who_leaves_hands_over(self):
        own = self.person_of("T01")
        where, fields = self.form(self.office, f"/persons/{own['id']}/leave", "/leave")
        page = self.office.post(where, {**fields, "day": "2009-03-15", "reason": "调离",
                                        "reference": "示〔2009〕9号"})
        self.assertEqual(page.status, 303, page.text[-600:])
        lists = json.loads(self.office.get("/handovers.json").body)["items"]
        pages = [self.office.get(f"/handovers/{one['id']}") for one in lists]
        page = next(one for one in pages if own["name"] in one.title)
        self.assertIn("2009 1.1.1 专题学习", page.text)
        self.assertIn("Named for an item of the plan", page.text)
        self.assertIn(self.claim(self.heads["T01"], "1.1.1"), page.links)


if __name__ == "__main__":
    harness.main()
