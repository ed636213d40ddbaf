"""Joint meetings and key-work reviews: set up, announced, reported to, held, minuted, corrected; conclusions
that become items of the plan in one step, and what became of them at the next meeting; who sees what."""
import csv
import hashlib
import io
import json
import re
from urllib.parse import quote

import harness

HEADER = ("year,code,parent,kind,title,measure,weight,due,lead_units,co_units,leader,source,"
          "source_note,confidential\n")
ROWS = ("2009,1,,area,学习教育,,3,,,,,rule,,no\n"
        "2009,1.1,1,item,专题学习,每季度一次,2,quarterly,T01; T02,,,meeting,,no\n"
        "2009,2,,area,案件线索,,1,,,,,rule,,no\n"
        "2009,2.1,2,item,线索核查,,1,2009-09-30,D01,,,rule,,yes\n")
SERIES = "示例联席会议"


@harness.both_engines
class Meetings(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief", "--drafts")
        cls.at.serve()
        cls.office = cls.client("office")
        cls.heads = {code: cls.account(f"head-{code.lower()}", "unit_head", code)
                     for code in ("T01", "T02", "D01")}
        page = cls.office.upload("/import", {"profile": "plan", "csrf": cls.office.csrf()}, "file",
                                 "plan.csv", (HEADER + ROWS).encode())
        assert page.status == 303, page.text[:600]
        form = next(form for form in cls.office.get("/plans/2009").forms
                    if form["action"].endswith("/draft"))
        page = cls.office.post(form["action"], {**form["fields"], "event": "publish"})
        assert page.status == 303, page.text[:600]
        cls.chair = cls.at.sql("SELECT code, name FROM person ORDER BY code LIMIT 1")[0][0]
        cls.person = cls.at.sql("SELECT p.code, p.name FROM account a JOIN person p ON p.id = a.person_id "
                                "WHERE a.login = 'cadre'")[0]
        cls.cadre = cls.client("cadre")
        cls.ids = {}

    @classmethod
    def client(cls, login, language="en"):
        client = harness.Client(cls.at.port, language)
        client.login(login, cls.at.logins()[login])
        return client

    @classmethod
    def account(cls, login, role, unit):
        added = cls.at.run("user", "add", login, "--name", login, "--role", role, "--unit", unit).out
        client = harness.Client(cls.at.port, "en")
        client.login(*added.strip().split("\t")[:2])
        return client

    def form(self, client, path, action):
        page = client.get(path)
        for form in page.forms:
            if form["action"].endswith(action):
                fields = {name: value for name, value in form["fields"].items()
                          if not name.startswith("remove_")}  # a box that is not ticked
                return form["action"], fields
        self.fail(f"{path} has no form that posts to {action}: {page.status} {page.text[:400]}")

    def send(self, client, path, action, answer=303, **values):
        where, fields = self.form(client, path, action)
        page = client.post(where, {**fields, **values})
        self.assertEqual(page.status, answer, page.text[-900:])
        return page

    def meeting(self, client=None, path=None):
        page = (client or self.office).get(f"{path or self.ids['first']}.json")
        self.assertEqual(page.status, 200, page.text[:300])
        return json.loads(page.body)

    def make(self, title, day, **values):
        page = self.send(self.office, "/meetings/new", "/meetings/new", title=title, day=day, kind="joint",
                         series=SERIES, starts="9：30", duration="90", place="一号会议室", chair=self.chair,
                         **values)
        return page.headers["Location"]

    def topic(self, meeting, answer=303, **values):
        return self.send(self.office, meeting + "/topics/new", "/topics/new", answer, **values)

    def move(self, meeting, event, answer=303, client=None, **values):
        return self.send(client or self.office, meeting, "/move", answer, event=event, **values)

    def topic_path(self, meeting, at=0):
        return f"{meeting}/topics/{self.meeting(path=meeting)['topics'][at]['id']}"

    def attend(self, meeting, answer=303, **values):
        return self.send(self.office, meeting + "/participants", "/participants", answer, **values)

    # Setting up -----------------------------------------------------------------------------

    def test_1_a_meeting_is_set_up(self):
        first = self.ids["first"] = self.make("第一季度<b>联席会议", "2009-03-16")
        shown = self.meeting(path=first)
        self.assertEqual(shown["meeting"]["starts"], "09:30")
        self.assertEqual(shown["meeting"]["state"], "planned")
        page = self.office.get(first)
        self.assertIn("第一季度<b>联席会议", page.text)
        self.assertNotIn("季度<b>", page.html)
        # Planned: nobody but who manages it sees it, not even in the list.
        for client in (self.heads["T01"], self.cadre, self.client("leader")):
            self.assertEqual(client.get(first).status, 404)
            self.assertEqual(json.loads(client.get("/meetings.json").body)["items"], [])
        self.assertIn("with its agenda", self.move(first, "announce", 422).text)
        self.assertIn("the unit or the person", self.topic(first, 400, title="责任分解").text)
        self.assertIn("no_such", self.topic(first, 400, title="责任分解", host_unit="no_such").text)
        self.assertIn("9.9", self.topic(first, 400, title="责任分解", host_unit="T01", items="9.9").text)
        self.topic(first, title="责任分解情况", host_unit="T01", items="1.1；2.1")
        self.topic(first, title="线索核查", host_person=self.person[0])
        self.assertIn("Nobody is invited", self.move(first, "announce", 422).text)
        self.assertIn("no_such", self.attend(first, 400, units="T01；no_such").text)
        self.attend(first, units="T01；T02", persons=self.person[1])
        self.attend(first, units="T01")  # once more: once
        self.assertEqual(len(self.meeting()["participants"]), 3)
        for values, field in (({"starts": "25:00"}, "Time"), ({"duration": "0"}, "Minutes"),
                              ({"day": "2009-02-30"}, "Date"), ({"chair": "nobody at all"}, "Chair")):
            page = self.send(self.office, first + "/edit", "/edit", 400, **values)
            self.assertIn(field, page.text)

    def test_2_it_is_announced_and_reported_to(self):
        first = self.ids["first"]
        self.move(first, "announce")
        for client in (self.heads["T01"], self.heads["T02"], self.cadre):
            self.assertEqual(client.get(first).status, 200)
            self.assertEqual(len(json.loads(client.get("/meetings.json").body)["items"]), 1)
            self.assertEqual(client.get(first + "/agenda").status, 200)
        for client in (self.heads["D01"], self.client("leader"), self.client("organisation")):
            self.assertEqual(client.get(first).status, 404)
        self.assertEqual(self.client("audit").get("/meetings").status, 403)
        # A confidential item is named to the office only; the others are told that there is more.
        self.assertIn("线索核查", self.office.get(first).text)
        page = self.heads["T02"].get(first)
        self.assertIn("1 further references", page.text)
        self.assertNotIn("2.1 线索核查", page.text)
        # The host writes the report; another unit does not; who takes part reads it.
        report = self.topic_path(first) + "/report"
        self.send(self.heads["T01"], report, "/report", report="一、进展\n二、问题 <i>")
        self.assertEqual(self.heads["T02"].get(report).status, 404)
        self.assertIn("二、问题 <i>", self.heads["T02"].get(first).text)
        self.assertEqual(self.heads["T01"].get(first + "/participants").status, 403)
        self.assertEqual(self.cadre.get(self.topic_path(first, 1) + "/report").status, 200)
        # A stale form: somebody wrote in between.
        where, fields = self.form(self.heads["T01"], report, "/report")
        self.send(self.office, report, "/report", report="办公室补充")
        page = self.heads["T01"].post(where, {**fields, "report": "旧的"})
        self.assertEqual(page.status, 409)
        self.assertEqual(self.meeting()["topics"][0]["report"], "办公室补充")
        # Before the meeting nobody was there.
        row = self.meeting()["participants"][0]["id"]
        self.assertIn("excused", self.attend(first, 400, **{f"attendance_{row}": "present"}).text)

    def test_3_the_workbench_shows_it(self):
        coming = self.make("第二季度会议", "2009-04-20")
        self.ids["coming"] = coming
        self.topic(coming, title="半年小结", host_unit="T02")
        self.attend(coming, units="T01; T02; T03")
        self.assertNotIn("第二季度会议", self.heads["T01"].get("/").text)
        self.move(coming, "announce")
        self.assertIn("第二季度会议", self.heads["T01"].get("/").text)
        self.assertNotIn("第二季度会议", self.heads["D01"].get("/").text)
        self.assertIn("第一季度", self.office.get("/").text)  # its day is over, it waits
        self.assertIn("2009-04-20", self.move(coming, "hold", 422, duration="60").text)

    # Minutes --------------------------------------------------------------------------------

    def test_4_it_is_held_and_minuted(self):
        first = self.ids["first"]
        self.assertEqual(self.office.get(self.topic_path(first) + "/minutes").status, 422)
        self.move(first, "hold", duration="75")
        self.assertEqual(self.office.get(first + "/edit").status, 422)
        self.assertEqual(self.office.get(first + "/topics/new").status, 422)
        self.assertIn("Topics without minutes: 2", self.move(first, "finish", 422).text)
        for at in (0, 1):
            path = self.topic_path(first, at) + "/minutes"
            self.send(self.office, path, "/minutes", minutes=f"# 不是标题\n讨论了第 {at + 1} 项。")
        self.assertIn("attendance is not noted", self.move(first, "finish", 422).text)
        rows = self.meeting()["participants"]
        self.attend(first, **{f"attendance_{rows[1]['id']}": "excused", f"note_{rows[1]['id']}": "下乡",
                              f"people_{rows[0]['id']}": "3"})
        shown = self.meeting()
        self.assertEqual(shown["meeting"]["attendance"], 4)
        self.assertEqual(shown["meeting"]["duration"], 75)
        self.assertEqual([row["attendance"] for row in shown["participants"]],
                         ["present", "excused", "present"])
        # Participants see no draft of the minutes.
        self.assertNotIn("讨论了第", self.heads["T01"].get(first).text)
        self.assertEqual(self.meeting(self.heads["T01"])["topics"][0]["minutes"], "")

    def conclude(self, meeting, at, answer=303, **values):
        path = self.topic_path(meeting, at)
        where, fields = self.form(self.office, path + "/minutes", "/conclusions")
        fields.pop("unit_pick", None)
        page = self.office.post(where, {**fields, "due_day": "2009-06-30", **values})
        self.assertEqual(page.status, answer, page.text[-900:])
        return page

    def conclusions(self):
        return {row["number"]: row for row in
                (json.loads(self.office.get(f"/conclusions/{one['id']}.json").body)
                 for one in json.loads(self.office.get("/conclusions.json").body)["items"])}

    def test_5_a_conclusion_becomes_an_item_in_one_step(self):
        first = self.ids["first"]
        self.assertIn("not before the meeting",
                      self.conclude(first, 0, 400, text="补报分解表", unit="T02", due_day="2009-01-01").text)
        self.assertIn("nobody", self.conclude(first, 0, 400, text="补报分解表", unit="nobody").text)
        area = re.search(r'<option value="([0-9A-Z]{13})"[^>]*>1 ',
                         self.office.get(self.topic_path(first) + "/minutes").html)[1]
        # No draft is open: published at once as the next version, by one act.
        acts = int(self.at.sql("SELECT COUNT(*) FROM act")[0][0])
        self.conclude(first, 0, text="补报责任分解表\n逐人落实", unit="T02", parent=area)
        self.assertEqual(int(self.at.sql("SELECT COUNT(*) FROM act")[0][0]), acts + 1)
        plan = json.loads(self.office.get("/plans/2009.json").body)
        self.assertEqual(plan["version"], 2)
        item = next(one for one in plan["items"] if one["title"] == "补报责任分解表")
        self.assertEqual((item["source"], item["lead_units"], item["due"], item["code"]),
                         ("meeting", "T02", "2009-06-30", "1.2"))
        self.assertIn("第一季度<b>联席会议", item["source_note"])
        self.assertIn("第一季度<b>联席会议 1：补报责任分解表", self.office.get("/plans/2009/versions").text)
        one = self.conclusions()[1]
        self.assertEqual(one["item_id"], item["item_id"])
        # Linked in both directions; the unit sees it with its light.
        page = self.office.get(f"/plans/2009/items/{item['item_id']}")
        self.assertIn("补报责任分解表", page.text)
        self.assertIn(f"/conclusions/{one['id']}", page.links)
        assignments = json.loads(self.heads["T02"].get("/plans/2009/assignments.json").body)["rows"]
        row = next(row for row in assignments if row["item"] == "1.2")
        page = self.office.get(f"/conclusions/{one['id']}")
        self.assertIn(f"/assignments/{row['id']}", page.links)
        self.assertEqual(self.office.post(f"/conclusions/{one['id']}/plan",
                                          {"csrf": self.office.csrf(), "parent": area}).status, 422)
        # Somebody works on a draft: the item waits in it.
        where, fields = self.form(self.office, "/plans/2009", "/draft/open")
        self.assertEqual(self.office.post(where, {**fields, "reason": "年中调整"}).status, 303)
        self.conclude(first, 1, text="线索台账", unit="D01")
        two = self.conclusions()[2]
        self.send(self.office, f"/conclusions/{two['id']}", "/plan", parent=area, title="建立线索台账",
                  measure="台账齐全", weight="0")
        plan = json.loads(self.office.get("/plans/2009.json").body)
        self.assertEqual((plan["version"], "建立线索台账" in str(plan)), (2, False))
        self.assertIn("stands in the draft", self.office.get(f"/conclusions/{two['id']}").text)
        # Dropped with the draft: it may be put there again, or name what the plan has.
        where, fields = self.form(self.office, "/plans/2009?version=draft", "/draft")
        self.assertEqual(self.office.post(where, {**fields, "event": "drop", "reason": "不改了"}).status, 303)
        self.assertIn("not in the plan any more", self.office.get(f"/conclusions/{two['id']}").text)
        self.assertIn("this unit answers", self.send(self.office, f"/conclusions/{two['id']}", "/item", 400,
                                                     item="1.1").text)
        self.send(self.office, f"/conclusions/{two['id']}", "/item", item="2.1")
        self.assertEqual(self.conclusions()[2]["plan_id"], one["plan_id"])
        # A third one is not worth an item.
        self.conclude(first, 1, text="会后补发材料", unit="T01", due_day="2009-03-20")

    def test_6_the_minutes_are_frozen_and_corrected(self):
        first = self.ids["first"]
        self.move(first, "finish")
        for client in (self.heads["T02"], self.heads["D01"], self.client("leader"), self.cadre):
            self.assertIn("讨论了第 1 项", client.get(first).text)
            self.assertEqual(client.get(first + "/minutes").status, 200)
        page = self.office.get(first + "/minutes")
        frozen = json.loads(self.office.get(first + "/minutes.json").body)
        content, digest = frozen["content"], frozen["sha256"]
        self.assertEqual(hashlib.sha256(content.encode()).hexdigest(), digest)
        self.assertIn(digest, page.text)
        self.assertIn("\n　# 不是标题", content)
        self.assertIn("Excused: 乙镇 (下乡)", content)
        self.assertIn("补报责任分解表 逐人落实", content)
        # No correction without a reason; one that changes nothing is none.
        path = self.topic_path(first) + "/minutes"
        self.send(self.office, path, "/minutes", 400, minutes="改写", reason=" ")
        self.assertEqual(int(self.at.sql("SELECT COUNT(*) FROM meeting_minutes")[0][0]), 1)
        self.send(self.office, path, "/minutes", 400, reason="没有改动",
                  minutes=self.meeting()["topics"][0]["minutes"])
        self.send(self.office, path, "/minutes", minutes="改写后的记录", reason="记录有误")
        self.assertIn("改写后的记录", self.office.get(first + "/minutes").text)
        self.assertIn("讨论了第 1 项", self.office.get(first + "/minutes?version=1").text)
        self.assertIn("记录有误", self.office.get(first).text)
        self.assertEqual(self.office.get(first + "/minutes?version=3").status, 404)
        self.assertEqual(self.office.get(first + "/minutes?version=x").status, 404)
        for path in ("agenda.pdf", "minutes.pdf", "minutes.pdf?version=1"):
            page = self.office.get(f"{first}/{path}")
            self.assertEqual((page.status, page.body[:5]), (200, b"%PDF-"), path)
        self.assertEqual(self.meeting()["meeting"]["version"], 2)
        # Nobody but who manages it corrects.
        self.assertEqual(self.heads["T01"].get(self.topic_path(first) + "/minutes").status, 403)

    def test_7_the_next_meeting_opens_with_them(self):
        coming = self.ids["coming"]
        carried = self.meeting(path=coming)["carried"]
        self.assertEqual([row["number"] for row in carried], [1, 2, 3])
        page = self.office.get(coming)
        self.assertIn("What became of earlier conclusions", page.text)
        # A unit sees its own light, not another's.
        self.assertIn("补报责任分解表", self.heads["T02"].get(coming).text)
        three = self.conclusions()[3]
        self.assertIn("what became", self.send(self.office, f"/conclusions/{three['id']}", "/move", 400,
                                               event="close", note=" ").text.lower())
        self.send(self.office, f"/conclusions/{three['id']}", "/move", event="close", note="材料已补发")
        self.assertEqual(self.conclusions()[3]["closed_day"], "2009-03-17")
        self.assertIn("材料已补发", self.office.get(coming).text)
        self.send(self.office, f"/conclusions/{three['id']}", "/move", event="reopen", note="还差一份")
        # Closed ones of the last meeting are still told; of earlier meetings only what is open.
        self.send(self.office, f"/conclusions/{three['id']}", "/move", event="close", note="已全部补发")
        later = self.make("第三季度会议", "2009-07-20")
        self.assertEqual([row["number"] for row in self.meeting(path=later)["carried"]], [1, 2, 3])
        other = self.send(self.office, "/meetings/new", "/meetings/new", title="另一系列", day="2009-07-01",
                          kind="review", series="", starts="", duration="30").headers["Location"]
        self.assertEqual(self.meeting(path=other)["carried"], [])
        self.move(other, "cancel", 400, note="")
        self.move(other, "cancel", note="并入下次会议")
        self.assertEqual(self.office.get(other + "/participants").status, 422)
        # The unit in charge reads its conclusion, another unit of the meeting's too: it is minuted.
        self.assertEqual(self.heads["D01"].get(f"/conclusions/{three['id']}").status, 200)
        self.assertEqual(self.heads["D01"].post(f"/conclusions/{three['id']}/move",
                                                {"csrf": self.heads["D01"].csrf(), "event": "reopen",
                                                 "note": "x"}).status, 403)

    def test_8_lists_and_files(self):
        for query, count in (("", 4), ("?kind=review", 1), ("?state=minuted", 1), ("?title=季度", 3),
                             ("?from=2009-04-01&to=2009-04-30", 1), (f"?series={SERIES}", 3)):
            items = json.loads(self.office.get("/meetings.json" + quote(query, safe="?=&")).body)["items"]
            self.assertEqual(len(items), count, query)
        text = self.office.get("/conclusions.csv?state=open").body.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text)))
        self.assertEqual(len(lines), 3)
        for path in ("/meetings.csv", "/meetings.xlsx", "/conclusions.xlsx", "/conclusions", "/meetings",
                     "/conclusions.json?unit=%E4%B9%99", "/meetings?sort=title"):
            self.assertEqual(self.office.get(path).status, 200, path)
        for path in ("/meetings/0000000000001", "/meetings/x", "/conclusions/0000000000001",
                     self.ids["first"] + "/topics/0000000000001/edit"):
            self.assertEqual(self.office.get(path).status, 404, path)

    def history(self, client, path):
        """(day, what, detail) of an assignment's page."""
        table = client.get(path).html.partition("Its whole history")[2]
        rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.S)
        cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S) for row in rows]
        return [tuple(re.sub(r"<[^>]*>", "", cell).strip() for cell in row) for row in cells[1:]
                if len(row) == 3]

    def test_7_an_assignment_has_its_whole_history(self):
        rows = json.loads(self.office.get("/plans/2009/assignments.json").body)["rows"]
        made = next(row["id"] for row in rows if (row["item"], row["unit"]) == ("1.2", "T02"))
        told = self.history(self.office, f"/assignments/{made}")
        self.assertEqual([(day, what) for day, what, _ in told],
                         [("2009-03-16", "Conclusion of a meeting"), ("2009-03-17", "Put into the plan")])
        self.assertIn("version 2", told[1][2])
        quarterly = next(row["id"] for row in rows if (row["item"], row["unit"]) == ("1.1", "T01"))
        path = f"/assignments/{quarterly}"
        self.send(self.heads["T01"], path, "/reports", checkpoint="2009-03-31", status="under_way",
                  text="正在进行 <i>")
        self.send(self.heads["T01"], path, "/requests", kind="objection", checkpoint="2009-03-31",
                  reason="黄灯不当，本季已完成", proposed_day="")
        told = self.history(self.heads["T01"], path)
        kinds = [what for _, what, _ in told]
        for what in ("Topic of a meeting", "Put into the plan", "Progress report", "Objection to a light",
                     "Turned yellow"):
            self.assertIn(what, kinds, told)
        self.assertEqual(sorted(day for day, _, _ in told), [day for day, _, _ in told])
        self.assertIn("正在进行 &lt;i&gt;", str(told))
        yellow = next(detail for _, what, detail in told if what == "Turned yellow")
        self.assertIn("2009-03-31", yellow)

    def found(self, client, words):
        path = "/search.json?kind=plan_items&q=" + quote(words)
        page = client.get(path)
        self.assertEqual(page.status, 200, page.text[:300])
        group = json.loads(page.body)["groups"][0]
        self.assertEqual(group["total"], len(group["items"]))
        for item in group["items"]:
            self.assertEqual(client.get(item["url"]).status, 200, item)
        return [item["name"] for item in group["items"]]

    def test_8_the_search_finds_items(self):
        """Of versions in force; a confidential one for who sees its page."""
        self.assertEqual(self.found(self.office, "补报责任"), ["补报责任分解表"])
        self.assertEqual(self.found(self.heads["T01"], "1.1")[0], "专题学习")
        for client, seen in ((self.office, True), (self.heads["D01"], True), (self.heads["T01"], False),
                             (self.client("leader"), False), (self.cadre, False)):
            self.assertEqual(self.found(client, "线索核查"), ["线索核查"] if seen else [])
        where, fields = self.form(self.office, "/plans/2009", "/draft/open")
        self.assertEqual(self.office.post(where, {**fields, "reason": "检索"}).status, 303)
        self.send(self.office, "/plans/2009/items/new", "/items/new", kind="item", parent="1", code="1.9",
                  title="草案里的新事项", weight="1", source="rule", lead_units="T01")
        self.assertEqual(self.found(self.office, "草案里"), [])
        where, fields = self.form(self.office, "/plans/2009?version=draft", "/draft")
        self.office.post(where, {**fields, "event": "publish", "reason": "检索"})
        self.assertEqual(self.found(self.office, "草案里"), ["草案里的新事项"])
        self.assertEqual(self.client("audit").get("/search?q=x").status, 403)

    def test_9_as_a_program(self):
        """A token sees what its scope says, plans a meeting and concludes."""
        reads = harness.Program(self.at.port, self.office.make_token("meetings"))
        self.assertEqual(reads.get("/meetings.json").status, 200)
        self.assertEqual(reads.send("/meetings/new", {"title": "x"}).status, 403)
        edits = harness.Program(self.at.port, self.office.make_token("meetings", "meeting_edit"))
        made = edits.send("/meetings/new", {"title": "由程序筹备", "kind": "review", "day": "2009-03-10",
                                            "duration": 20})
        self.assertEqual(made.status, 201, made.text)
        self.assertIn("/meetings/", made.text + made.body.decode())
        self.assertEqual(edits.send("/meetings/new", {"title": "缺日期", "kind": "review"}).status, 400)
        self.assertEqual(edits.send("/meetings/new", {"title": "多一项", "kind": "review", "colour": "red",
                                                      "day": "2009-03-10", "duration": 20}).status, 400)


if __name__ == "__main__":
    harness.main()
