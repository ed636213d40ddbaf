"""What happens on a published plan: lights with their reasons, a report from a phone without JavaScript, its
return and acceptance, two reviewers at once, a stale form, another unit's assignment, a named person, a
deputy, extensions and objections, how percentages come about, rulebooks."""
import collections
import csv
import io
import json
import re
import threading
import time

import harness

HEADER = ("year,code,parent,kind,title,measure,weight,due,lead_units,co_units,leader,source,"
          "source_note,confidential\n")
ROWS = (
    "2009,1,,area,学习教育,,3,,,,,rule,,no\n"
    "2009,1.1,1,item,专题学习 <b>&,每季度一次,2,quarterly,T01; T02,D02（提供材料）,,meeting,,no\n"
    "2009,1.2,1,item,廉政谈话,谈话记录齐全,1,2009-02-27,T01; T02,,,last_year,,no\n"
    "2009,2,,area,案件线索,,1,,,,,rule,,no\n"
    "2009,2.1,2,item,线索核查,,1,2009-09-30,D01,,,rule,,yes\n")
FEBRUARY = "2009-02-27"


@harness.both_engines
class Progress(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief", "--drafts")
        cls.at.serve()
        cls.office = cls.client("office")
        cls.inspector = cls.client("inspector")
        cls.heads = {code: cls.account(f"head-{code.lower()}", "unit_head", code)
                     for code in ("T01", "T02", "D01", "D02")}
        if not cls.office.get("/plans/2009.json").status == 200:
            cls.publish()
        person = cls.at.sql("SELECT p.id, p.code FROM post o JOIN person p ON p.id = o.person_id "
                            "JOIN unit u ON u.id = o.unit_id WHERE u.code = 'T01' AND o.to_day IS NULL "
                            "ORDER BY p.code LIMIT 1")[0]
        cls.person_code = person[1]

    @classmethod
    def publish(cls):
        page = cls.office.upload("/import", {"profile": "plan", "csrf": cls.office.csrf()}, "file",
                                 "plan.csv", (HEADER + ROWS).encode())
        assert page.status == 303, page.text[:600]
        form = next(form for form in cls.office.get("/plans/2009").forms
                    if form["action"].endswith("/draft"))
        page = cls.office.post(form["action"], {**form["fields"], "event": "publish"})
        assert page.status == 303, page.text[:600]

    @classmethod
    def client(cls, login, language="en"):
        client = harness.Client(cls.at.port, language)
        client.login(login, cls.at.logins()[login])
        return client

    @classmethod
    def account(cls, login, role, unit, *more):
        added = cls.at.run("user", "add", login, "--name", login, "--role", role, "--unit", unit,
                           *more).out.strip()
        client = harness.Client(cls.at.port, "en")
        client.login(*added.split("\t")[:2])
        return client

    def rows(self, client=None, query=""):
        page = (client or self.office).get(f"/plans/2009/assignments.json{query}")
        self.assertEqual(page.status, 200, page.text[:300])
        return json.loads(page.body)["rows"]

    def row(self, code, unit, client=None):
        return next(row for row in self.rows(client) if (row["item"], row["unit"]) == (code, unit))

    def path(self, code, unit):
        return f"/assignments/{self.row(code, unit)['id']}"

    def form(self, client, path, action):
        page = client.get(path)
        for form in page.forms:
            if form["action"].endswith(action):
                return form["action"], dict(form["fields"])
        self.fail(f"{path} has no form that posts to {action}: {page.text[:400]}")

    def send(self, client, path, action, answer=303, **values):
        where, fields = self.form(client, path, action)
        page = client.post(where, {**fields, **values})
        self.assertEqual(page.status, answer, page.text[-700:])
        return page

    def report(self, client, path, answer=303, **values):
        values = {"checkpoint": FEBRUARY, "status": "done", "text": "已逐人谈话并记录", **values}
        return self.send(client, path, "/reports", answer, **values)

    def waiting(self, client=None):
        return json.loads((client or self.inspector).get("/reviews.json").body)["items"]

    def review(self, client, report, event, status=303, fields=None, **values):
        path = f"/reports/{report}"
        form = fields or self.form(client, path, "/review")[1]
        page = client.post(path + "/review", {**form, "event": event, **values})
        self.assertEqual(page.status, status, page.text[-700:])
        return page

    # Lights ---------------------------------------------------------------------------------

    def test_1_lights_say_why(self):
        """Today is 2009-03-17: what was due in February is red, the quarter's end is ten days away."""
        self.assertEqual(self.row("1.2", "T01")["light"], "red")
        self.assertEqual(self.row("1.1", "T01")["light"], "yellow")
        self.assertEqual(self.row("2.1", "D01")["light"], "grey")
        page = self.office.get(self.path("1.1", "T01"))
        for words in ("10 working days before 2009-03-31", "version 1", "第三条", "More than 60"):
            self.assertIn(words.lower(), page.text.lower())
        self.assertIn("专题学习 <b>&", page.text)
        self.assertNotIn("<b>&", page.html)
        zh = self.client("office", "zh").get(self.path("1.2", "T01"))
        self.assertIn("已逾期 18 日", zh.text)
        # Units see their own; the confidential item is its unit's.
        own = self.rows(self.heads["T01"])
        self.assertEqual({row["unit"] for row in own}, {"T01"})
        self.assertEqual(self.rows(self.heads["D02"]), [])
        self.assertEqual(self.heads["T01"].get(self.path("2.1", "D01")).status, 404)
        self.assertNotIn("2.1", {row["item"] for row in self.rows(self.inspector)})
        self.assertEqual(self.client("leader").get(self.path("2.1", "D01")).status, 404)

    def test_2_lists_and_files(self):
        for query, count in (("?light=red", 2), ("?unit=T02", 2), ("?item=1.1", 2), ("?own=1", 0),
                             ("?state=expected_late", 0), ("?leader=nobody", 0)):
            self.assertEqual(len(self.rows(query=query)), count, query)
        page = self.office.get("/plans/2009/assignments.csv?light=red")
        lines = list(csv.reader(io.StringIO(page.body.decode("utf-8-sig"))))
        self.assertEqual(len(lines), 3)
        self.assertIn("red", lines[1])
        for path in ("/plans/2009/assignments.xlsx", "/plans/2009/units.csv", "/plans/2009/units.xlsx",
                     "/plans/2009/units.json", "/plans/2009/units", "/plans/2009/progress",
                     "/plans/2009/progress.json", "/reviews.csv", "/reports.json", "/rulebooks.json",
                     "/due-requests.csv", "/plans/2009/assignments"):
            self.assertEqual(self.office.get(path).status, 200, path)
        self.assertEqual(self.office.get("/plans/2031/assignments").status, 404)
        page = self.office.get("/plans/2009/units")
        self.assertIn("Late", page.text)
        self.check_matrix()
        # The workbench's numbers are those of the lists.
        page = self.office.get("/")
        found = re.search(r'href="(/plans/2009/assignments\?light=red)">(\d+)<', page.html)
        self.assertEqual(int(found.group(2)), len(self.rows(query="?light=red")))
        # Units with late items, each with its list; the units behind the heading are as many.
        stuck = re.findall(r'href="(/plans/2009/assignments\?light=red&amp;unit=(\w+))">(\d+)<', page.html)
        self.assertEqual({unit: int(count) for _, unit, count in stuck},
                         dict(collections.Counter(row["unit"] for row in self.rows(query="?light=red"))))
        for path, _, count in stuck:
            listed = json.loads(self.office.get(path.replace("&amp;", "&").replace(
                "/assignments", "/assignments.json")).body)["rows"]
            self.assertEqual(len(listed), int(count), path)
        self.assertIn("/plans/2009/units?light=red", page.links)
        units = json.loads(self.office.get("/plans/2009/units.json?light=red").body)["rows"]
        self.assertEqual({row["unit"] for row in units}, {unit for _, unit, _ in stuck})
        for sort in ("light", "due", "unit", "item", "done"):
            rows = [self.rows(query=f"?sort={sort}{order}") for order in ("", "&order=descending")]
            self.assertEqual({row["id"] for row in rows[0]}, {row["id"] for row in rows[1]}, sort)
            if sort in ("unit", "item", "due"):
                keys = [[row[sort] or "9999" for row in one] for one in rows]
                self.assertEqual(keys, [sorted(keys[0]), sorted(keys[0], reverse=True)], sort)
        mine = self.heads["T01"].get("/")
        self.assertIn("/plans/2009/assignments?own=1", mine.links)
        self.assertEqual(len(self.rows(self.heads["T01"], "?own=1")), 2)

    def check_matrix(self):
        """Units across areas and across single items: every cell is the list's light, in all formats."""
        lights = {(row["unit"], row["item"]): row["light"] for row in self.rows()}
        answer = json.loads(self.office.get("/plans/2009/units.json?below=all").body)["rows"]
        self.assertEqual({(row["unit"], cell["item"]): cell["light"]
                          for row in answer for cell in row["cells"]}, lights)
        page = self.office.get("/plans/2009/units.csv?below=all")
        head, *lines = csv.reader(io.StringIO(page.body.decode("utf-8-sig")))
        self.assertEqual({(line[0], name.split()[0]): cell for line in lines
                          for name, cell in zip(head[4:], line[4:]) if cell}, lights)
        page = self.office.get("/plans/2009/units?below=1")
        items = {item for _, item in lights if item.startswith("1.")}
        self.assertTrue(items)
        for cell in (cell for row in answer for cell in row["cells"]):
            self.assertEqual(f"/assignments/{cell['assignment']}" in page.links, cell["item"] in items)
        # One unit; a code that is none; who may not read an item has no column of it.
        page = self.office.get("/plans/2009/units.json?below=1&unit=T02")
        self.assertEqual([row["unit"] for row in json.loads(page.body)["rows"]], ["T02"])
        self.assertEqual(self.office.get("/plans/2009/units?below=9.9").status, 404)
        page = self.inspector.get("/plans/2009/units.csv?below=all")
        self.assertNotIn("2.1", page.body.decode("utf-8-sig").split("\n")[0])
        self.assertEqual(self.inspector.get("/plans/2009/units?below=2.1").status, 404)
        for query in ("from=0", "from=99999999999999999999", "column=-1", "from=x", "unit=%E4", "below=%00"):
            self.assertLess(self.office.get(f"/plans/2009/units?below=all&{query}").status, 500, query)

    # Reports --------------------------------------------------------------------------------

    def test_3_report_return_accept(self):
        path, head = self.path("1.2", "T01"), self.heads["T01"]
        for bad, field in (({"text": ""}, "What was done"), ({"status": "fine"}, "Progress"),
                           ({"checkpoint": "2009-03-01"}, "Checkpoint"),
                           ({"checkpoint": "soon"}, "Checkpoint"), ({"text": "x" * 1001}, "What was done")):
            page = self.report(head, path, 400, **bad)
            self.assertIn(field, page.text, bad)
        page = self.report(head, path, 400, text="x", next_step="下周<补>材料")
        self.assertIn("下周<补>材料", page.html.replace("&lt;", "<").replace("&gt;", ">"))
        # Another unit, the office and a reader do not report for it.
        for other, status in ((self.heads["T02"], 404), (self.office, 403), (self.client("leader"), 403)):
            page = other.post(path + "/reports", {"csrf": other.csrf(), "checkpoint": FEBRUARY,
                                                  "status": "done", "text": "代报"})
            self.assertEqual(page.status, status)
        self.report(head, path, next_step="归档", documents="示〔2009〕5号")
        page = head.get(path)
        self.assertIn("Waits for review", page.text)
        self.assertEqual(self.row("1.2", "T01")["light"], "yellow")  # done, but late
        self.assertNotIn("/reports", [form["action"][-8:] for form in page.forms if
                                      "checkpoint" in form["fields"]])
        # The queue, and the same number on the workbench.
        self.assertEqual([row["unit_code"] for row in self.waiting()], ["T01"])
        self.assertIn("Reports to review", self.inspector.get("/").text)
        report = self.waiting()[0]["id"]
        self.assertEqual(head.post(f"/reports/{report}/review",
                                   {"csrf": head.csrf(), "event": "accept"}).status, 403)
        page = self.review(self.inspector, report, "return", 400, review_note=" ")
        self.assertIn("Note of the review", page.text)
        stale = self.form(self.inspector, f"/reports/{report}", "/review")[1]
        self.review(self.inspector, report, "return", review_note="缺谈话记录")
        self.review(self.inspector, report, "accept", 409, fields=stale)
        page = head.get(path)
        self.assertIn("缺谈话记录", page.text)
        self.assertEqual(self.row("1.2", "T01")["light"], "red")
        self.assertEqual(len(self.rows(query="?state=returned")), 1)
        # A returned report is answered by a new one; 80 % are accepted with a note, then the rest.
        self.report(head, path, text="已补谈话记录")
        report = self.waiting()[0]["id"]
        self.review(self.inspector, report, "accept", 400, accepted_share="101")
        self.review(self.inspector, report, "accept", 400, accepted_share="80", review_note="")
        self.review(self.inspector, report, "accept", accepted_share="80", review_note="一人未谈")
        self.assertIn("accepted 80%", head.get(path).text)
        self.report(head, path, text="全部补齐")
        self.review(self.inspector, self.waiting()[0]["id"], "accept")
        self.assertEqual(self.row("1.2", "T01")["light"], "done")
        self.report_refused(head, path)
        self.assertIn("/ledger/proofs/progress_report/", " ".join(
            self.office.get(f"/reports/{report}").links))

    def report_refused(self, client, path):
        page = client.post(path + "/reports", {"csrf": client.csrf(), "checkpoint": FEBRUARY,
                                               "status": "done", "text": "再报一次"})
        self.assertEqual(page.status, 422)

    def test_4_two_reviewers_at_once(self):
        path, head = self.path("1.2", "T02"), self.heads["T02"]
        self.report(head, path)
        report = self.waiting()[0]["id"]
        forms = [self.form(client, f"/reports/{report}", "/review")[1]
                 for client in (self.inspector, self.office)]
        answers = []

        def send(client, form, event):
            answers.append(client.post(f"/reports/{report}/review",
                                       {**form, "event": event, "review_note": "核对"}).status)
        threads = [threading.Thread(target=send, args=row) for row in
                   ((self.inspector, forms[0], "accept"), (self.office, forms[1], "return"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(answers), [303, 409])
        if self.row("1.2", "T02")["light"] == "red":
            self.report(head, path)
            self.review(self.inspector, self.waiting()[0]["id"], "accept")
        # Withdrawn before review; not by another.
        quarter = self.path("1.1", "T02")
        self.report(head, quarter, checkpoint="2009-03-31", status="under_way", text="已开两次")
        report = self.waiting()[0]["id"]
        other = self.heads["T01"]
        self.assertEqual(other.post(f"/reports/{report}/withdraw", {"csrf": other.csrf()}).status, 404)
        self.send(head, quarter, "/withdraw")
        self.assertEqual(self.waiting(), [])
        self.assertEqual(head.post(f"/reports/{report}/withdraw", {"csrf": head.csrf()}).status, 422)

    def test_5_percentages_open_their_derivation(self):
        whole = json.loads(self.office.get("/plans/2009/progress.json").body)
        # 1.2: both units done; nothing else is due: (3 × 1) / 3.
        self.assertEqual((whole["percent"], whole["value"]), ("100.0", "1"))
        page = self.office.get("/plans/2009/progress")
        self.assertIn("Σ weight × value ÷ Σ weight", page.text)
        self.assertIn("left out", page.text)
        down = next(link for link in page.links if "progress?item=" in link)
        self.assertIn("廉政谈话", self.office.get(down).text)
        units = json.loads(self.office.get("/plans/2009/units.json").body)["rows"]
        self.assertEqual({row["unit"]: row["percent"] for row in units},
                         {"T01": "100.0", "T02": "100.0", "D01": "—"})

    def test_6_a_named_person_and_a_deputy(self):
        quarter, head = self.path("1.1", "T01"), self.heads["T01"]
        cadre = self.account("named", "cadre", "T01", "--person", self.person_code)
        self.assertEqual(cadre.get(quarter).status, 404)
        claim = quarter.replace("/assignments", "/plans/2009/claims")
        self.send(head, claim, "/persons", person=self.person_code, part="牵头")
        self.assertEqual(cadre.get(quarter).status, 200)
        self.assertEqual([row["item"] for row in self.rows(cadre, "?own=1")], ["1.1"])
        self.report(cadre, quarter, checkpoint="2009-03-31", status="under_way", text="已学两次")
        self.assertEqual(self.row("1.1", "T01")["light"], "yellow")
        report = self.waiting()[0]["id"]
        self.assertEqual(cadre.get(f"/reports/{report}").status, 200)
        self.send(cadre, quarter, "/withdraw")
        # A deputy reports for the head, and the act says so.
        liaison = self.account("liaison-t01", "liaison", "T01")
        self.assertEqual(liaison.get(quarter).status, 200)
        form = next(form for form in head.get("/deputies").forms if form["action"] == "/deputies")
        page = head.post("/deputies", {**form["fields"], "deputy": "cadre", "from_day": "2009-03-17",
                                       "to_day": "2009-03-20", "acts": "plan", "reason": "出差"})
        self.assertEqual(page.status, 303, page.text[-500:])
        deputy = self.client("cadre")
        self.report(deputy, quarter, checkpoint="2009-06-30", status="blocked", text="资料未到")
        acts = json.loads(self.client("audit").get("/acts.json?limit=50").body)["items"]
        sent = next(one for one in acts if one["kind"] == "report.submit")
        self.assertEqual(sent["on_behalf"], "head-t01")
        row = self.row("1.1", "T01")
        self.assertTrue(any(one["id"] == row["id"] for one in self.rows(query="?state=expected_late")))

    # Requests -------------------------------------------------------------------------------

    def test_7_extensions_and_objections(self):
        path, head = self.path("1.1", "T02"), self.heads["T02"]
        ask = {"kind": "extension", "checkpoint": "2009-03-31", "proposed_day": "2009-04-20",
               "reason": "讲师时间冲突"}
        for bad, status in (({"proposed_day": "2009-03-31"}, 400), ({"reason": "x"}, 400),
                            ({"proposed_day": ""}, 400), ({"kind": "holiday"}, 400)):
            self.send(head, path, "/requests", status, **{**ask, **bad})
        self.send(head, path, "/requests", **ask)
        self.send(head, path, "/requests", 422, **ask)
        self.assertEqual(len(json.loads(self.office.get("/due-requests.json?state=requested").body)
                             ["items"]), 1)
        self.assertIn("Extensions and objections", self.office.get("/").text)
        page = self.office.get(path)
        form = next(form for form in page.forms if re.search(r"/due-requests/\w+$", form["action"]))
        for other in (head, self.inspector):
            self.assertEqual(other.post(form["action"], {**form["fields"], "csrf": other.csrf(),
                                                         "event": "grant", "answer": "同意"}).status, 403)
        refused = self.office.post(form["action"], {**form["fields"], "event": "grant", "answer": " "})
        self.assertEqual(refused.status, 400)
        page = self.office.post(form["action"], {**form["fields"], "event": "grant", "answer": "同意",
                                                 "granted_day": "2009-04-15"})
        self.assertEqual(page.status, 303, page.text[-500:])
        self.assertEqual(self.office.post(form["action"], {**form["fields"], "event": "refuse",
                                                           "answer": "不"}).status, 409)
        self.assertEqual(self.row("1.1", "T02")["light"], "green")
        self.assertIn("extended to 2009-04-15", head.get(path).text)
        self.assertNotIn("extended", self.office.get(self.path("1.1", "T01")).text)
        # An objection keeps the light as it was contested, and shows until it is answered.
        self.send(head, path, "/requests", kind="objection", checkpoint="2009-06-30", proposed_day="",
                  reason="本单位无此任务")
        self.assertEqual([row["unit"] for row in self.rows(query="?state=contested")], ["T02"])
        self.assertIn("Contested", self.office.get(path).text)
        self.send(head, path, "/withdraw")
        self.assertEqual(self.rows(query="?state=contested"), [])

    # Evidence and sampled checks ------------------------------------------------------------

    def test_7b_a_report_cites_evidence(self):
        head, path = self.heads["D01"], self.path("2.1", "D01")
        units = json.loads(self.office.get("/units.json?limit=500").body)["items"]
        unit_id = next(unit["id"] for unit in units if unit["code"] == "D01")
        form = next(form for form in head.get("/evidence/new/document").forms
                    if form["action"] == "/evidence/new/document")
        page = head.post(form["action"], {**form["fields"], "title": "核查报告", "unit": "D01",
                                          "unit_id": unit_id, "shows_from": "2009-03-01",
                                          "shows_to": "2009-03-10", "document_number": "示〔2009〕9号",
                                          "visibility": "unit"})
        self.assertEqual(page.status, 303, page.text[-600:])
        page = head.get(path)
        piece = re.search(r'name="evidence" value="(\w{13})"', page.html).group(1)
        self.report(head, path, 400, checkpoint="2009-09-30", evidence="0000000000001")
        # Looked for by its title; what was typed and ticked stays.
        fields = self.form(head, path, "/reports")[1]
        fields.pop("evidence", None)
        for words, there in (("核查", True), ("没有这样的", False)):
            page = head.post(f"{path}/find", {**fields, "text": "正在写", "evidence_search": words})
            self.assertEqual(page.status, 200)
            self.assertIn("正在写", page.html)
            self.assertEqual(piece in page.html, there, words)
        page = head.post(f"{path}/find", {**fields, "evidence": piece, "evidence_search": "没有这样的"})
        self.assertRegex(page.html, rf'value="{piece}" checked')
        other = self.heads["T01"]
        self.assertEqual(other.post(f"{path}/find", {"csrf": other.csrf()}).status, 404)
        self.report(head, path, checkpoint="2009-09-30", evidence=piece)
        self.assertIn(f"/evidence/{piece}", head.get(path).links)
        self.assertIn("线索核查", head.get(f"/evidence/{piece}").text)
        self.send(head, path, "/withdraw")

    def test_7c_a_draw_that_can_be_done_again(self):
        import hashlib
        page = self.inspector.get("/samplings/new")
        form = next(form for form in page.forms if form["action"] == "/samplings/new")
        seed = form["fields"]["seed"]
        values = {**form["fields"], "title": "一季度抽查", "year": "2009", "from_day": "2009-01-01",
                  "to_day": "2009-03-17", "size": "1"}
        for bad, status in (({"seed": "short"}, 400), ({"to_day": "2008-01-01"}, 400), ({"size": "0"}, 400),
                            ({"year": "2031"}, 404), ({"title": ""}, 400)):
            self.assertEqual(self.inspector.post("/samplings/new", {**values, **bad}).status, status, bad)
        page = self.inspector.post("/samplings/new", values)
        self.assertEqual(page.status, 303, page.text[-500:])
        path = page.headers["Location"]
        page = self.inspector.get(path)
        self.assertIn(hashlib.sha256(seed.encode()).hexdigest(), page.text)
        self.assertNotIn(seed, page.html)
        form = next(form for form in page.forms if form["action"] == path)
        draw = {**form["fields"], "event": "draw", "seed": seed}
        self.assertEqual(self.inspector.post(path, draw).status, 422)  # the period is not over
        self.assertEqual(self.heads["T01"].post(path, {**draw, "csrf": self.heads["T01"].csrf()}).status,
                         403)
        self.at.sql("UPDATE jurisdiction SET clock_offset_days = clock_offset_days + 1")
        try:
            time.sleep(1.5)
            self.assertEqual(self.inspector.post(path, {**draw, "seed": seed + "x"}).status, 400)
            page = self.inspector.post(path, draw)
            self.assertEqual(page.status, 303, page.text[-500:])
        finally:
            self.at.sql("UPDATE jurisdiction SET clock_offset_days = clock_offset_days - 1")
            time.sleep(1.5)
        drawn = json.loads(self.inspector.get(path + ".json").body)
        order = sorted(drawn["population"],
                       key=lambda row: hashlib.sha256((seed + row["report"]).encode()).hexdigest())
        self.assertEqual(order, drawn["population"])
        self.assertEqual(sum(row["drawn"] for row in order), 1)
        self.assertIn(seed, self.inspector.get(path).text)

    # Rulebooks ------------------------------------------------------------------------------

    def test_8_rulebooks(self):
        text = self.at.run("rulebook", "list").out
        self.assertIn("lights", text)
        page = self.office.get("/rulebooks")
        links = [link for link in page.links if re.fullmatch(r"/rulebooks/\w{13}", link)]
        own = next(link for link in links if "rulebook: lights" in self.office.get(link).text)
        self.assertIn("yellow:", self.office.get(own).text)
        book = re.search(r"<pre[^>]*>(.*?)</pre>", self.office.get(own).html, re.S).group(1)
        where, fields = self.form(self.office, "/rulebooks/new", "/rulebooks")
        bad = self.office.post(where, {**fields, "text": "rulebook: lights\nkind: x\n"})
        self.assertEqual(bad.status, 400)
        self.assertIn("Line", bad.text)
        self.assertEqual(self.office.post(where, {**fields, "text": book}).status, 422)
        book = book.replace("version: 1", "version: 2").replace("days: 10,", "days: 3,")
        self.assertEqual(self.inspector.post(where, {"csrf": self.inspector.csrf(), "text": book}).status,
                         403)
        self.assertEqual(self.office.post(where, {**fields, "text": book}).status, 303)
        self.assertIn("version 2", self.office.get(self.path("1.1", "T01")).text)
        self.assertEqual(self.office.post("/rulebooks/shipped",
                                          {"csrf": self.office.csrf()}).status, 303)


if __name__ == "__main__":
    harness.main()
