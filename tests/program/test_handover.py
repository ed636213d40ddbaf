"""Handover lists through the pages: planned, named, handed over, accepted and returned; leaving; who may;
two persons at once; the workbench's counts; a merge's preview."""
import json
import re

import harness


@harness.both_engines
class Handovers(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.head = cls.account("head41", "unit_head", "D41", "D41", "局长")
        cls.inspector = cls.account("inspector2", "inspector", None, "D42", "副局长")
        cls.at.serve()
        cls.clients = {login: cls.client(login) for login in
                       ("office", "giver", "receiver", "unit", "cadre", "leader", "security", "audit")}
        cls.office = cls.clients["office"]

    @classmethod
    def account(cls, login, role, unit, of_unit, title):
        """An account of the holder of a post; its password and the person's code."""
        code = cls.at.sql("SELECT p.code FROM post o JOIN person p ON p.id = o.person_id JOIN unit u ON "
                          f"u.id = o.unit_id WHERE u.code = '{of_unit}' AND o.title LIKE '%{title}' "
                          "AND o.to_day IS NULL ORDER BY o.id LIMIT 1")[0][0]
        words = ["user", "add", login, "--role", role, "--person", code]
        out = cls.at.run(*words, *(["--unit", unit] if unit else [])).out
        return {"code": code, "password": out.split()[-1]}

    @classmethod
    def client(cls, login):
        client = harness.Client(cls.at.port, "en")
        client.login(login, cls.at.logins()[login])
        return client

    def lists(self, who="office", query=""):
        page = self.clients[who].get("/handovers.json?limit=500&sort=last_day" + query)
        self.assertEqual(page.status, 200, page.text)
        return json.loads(page.body)

    def person(self, code):
        return self.base32(self.at.sql(f"SELECT id FROM person WHERE code = '{code}'")[0][0])

    def form(self, who, path, action=None):
        page = self.clients[who].get(path)
        self.assertEqual(page.status, 200, page.text[:300])
        found = [form for form in page.forms if form["action"] == (action or path)]
        self.assertTrue(found, f"{who} has no form {action or path} on {path}")
        return dict(found[0]["fields"])

    def plan(self, giver, **fields):
        fields = {**self.form("office", "/handovers/new"), "giver": giver, "last_day": "2009-04-30",
                  "reason": "轮岗", "reference": "示例〔2009〕11号", **fields}
        return self.office.post("/handovers/new", fields)

    def move(self, who, path, event, form=None, **fields):
        values = {**(form or self.form(who, path)), **fields, "event": event}
        return self.clients[who].post(path, values)

    def name(self, path, code):
        action = path + "/receiver"
        return self.office.post(action, {**self.form("office", path, action), "receiver": code})

    def items(self, who, path):
        page = self.clients[who].get(path)
        return re.findall(r'name="item-(\w{13})" value="accept"', page.html)

    # The demonstration ----------------------------------------------------------------------

    def test_1_the_demonstration_has_one_confirmed_and_one_open(self):
        listed = self.lists()["items"]
        self.assertEqual([item["state"] for item in listed], ["confirmed", "open"])
        confirmed = next(item for item in listed if item["state"] == "confirmed")
        self.assertEqual((confirmed["last_day"], confirmed["confirmed_day"], confirmed["items"],
                          confirmed["pending"]), ("2008-10-05", "2008-10-10", 2, 0))
        page = self.office.get(f"/handovers/{confirmed['id']}")
        for word in ("confirmed", "戊镇", "示例〔2008〕27号", "accepted", "Deputy", "Unit liaison"):
            self.assertIn(word, page.text)
        zh = harness.Client(self.at.port, "zh")
        zh.cookies.update(self.office.cookies, lianze_language="zh")
        self.assertIn("已确认", zh.get(f"/handovers/{confirmed['id']}").text)
        # Filters, and the list as files.
        for query, count in (("&state=confirmed", 1), ("&person=P0094", 2), ("&person=nobody", 0),
                             ("&unit=戊", 1)):
            found = self.lists(query=harness.urllib.parse.quote(query, safe="&=%"))
            self.assertEqual(found["total"], count, query)
        for ending in ("csv", "xlsx"):
            self.assertEqual(self.office.get(f"/handovers.{ending}").status, 200)
        # Both persons see both; nobody else but the office.
        self.assertEqual(self.lists("giver")["total"], 1)
        self.assertEqual(self.lists("receiver")["total"], 2)
        proof = f"/ledger/proofs/handover/{confirmed['id']}"
        for who in ("office", "giver", "receiver"):
            self.assertIn(proof, self.clients[who].get(f"/handovers/{confirmed['id']}").links)
            self.assertEqual(self.clients[who].get(proof).status, 200, who)
        for other in ("unit", "cadre", "leader", "security", "audit"):
            self.assertEqual(self.clients[other].get(proof).status, 404, other)
            self.assertEqual(self.lists(other)["total"], 0, other)
            self.assertEqual(self.clients[other].get(f"/handovers/{confirmed['id']}").status, 404)
            page = self.clients[other].post(f"/handovers/{confirmed['id']}",
                                            {"csrf": self.clients[other].csrf(), "event": "confirm"})
            self.assertEqual(page.status, 404, other)

    def test_2_the_workbench_counts_what_the_list_has(self):
        for who, words in (("office", r"(\d+) without a receiver"), ("receiver", r"(\d+) to hand over"),
                           ("giver", r"(\d+) to receive")):
            page = self.clients[who].get("/")
            duty = {"office": "name", "receiver": "give", "giver": "receive"}[who]
            total = self.lists(who, f"&duty={duty}")["total"]
            found = re.search(words, page.text)
            self.assertEqual(int(found.group(1)) if found else 0, total, page.text[:400])
            if total:
                self.assertIn(f"/handovers?duty={duty}", page.links)
        self.assertEqual(self.lists("receiver", "&duty=give")["total"], 1)
        self.assertNotIn("Handovers", self.clients["audit"].get("/").text)
        # On the pages of the person and of the account.
        person = self.person("P0094")
        self.assertIn("to be named", self.office.get(f"/persons/{person}").text)
        self.assertIn("to be named", self.clients["receiver"].get(f"/persons/{person}").text)
        account = self.at.sql("SELECT id FROM account WHERE login = 'receiver'")[0][0]
        page = self.clients["security"].get(f"/accounts/{self.base32(account)}")
        self.assertIn("to be named", page.text)
        self.assertFalse([link for link in page.links if link.startswith("/handovers/")],
                         "the security administrator reads no list")

    @staticmethod
    def base32(number):
        digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
        return "".join(digits[int(number) >> (5 * place) & 31] for place in range(12, -1, -1))

    # The way of a list --------------------------------------------------------------------------

    def test_3_from_naming_to_the_next_list(self):
        path = "/handovers/" + self.lists("receiver", "&duty=give")["items"][0]["id"]
        # Nobody named: the giver is told, and has no button.
        page = self.clients["receiver"].get(path)
        self.assertIn("First the office names who takes over", page.text)
        self.assertNotIn('value="hand_over"', page.html)
        stale = self.form("office", path, path + "/receiver")
        # The picker, without JavaScript: a part of a name offers persons, which changes nothing.
        found = self.office.post(path + "/receiver/find", {**stale, "receiver": "钱"})
        self.assertEqual(found.status, 200)
        self.assertIn("receiver_pick", found.html)
        self.assertEqual(self.office.post(path + "/receiver", {**stale, "receiver": "钱"}).status, 400)
        # The giver themself; somebody without a log-in; only the office names.
        self.assertEqual(self.name(path, "P0094").status, 422)
        self.assertEqual(self.name(path, "P0095").status, 303)
        self.assertIn("needs a log-in", self.clients["receiver"].get(path).text)
        self.assertEqual(self.office.post(path + "/receiver", {**stale, "receiver": "P0093"}).status, 409)
        seen = self.form("office", path, path + "/receiver")
        mine = {"csrf": self.clients["receiver"].csrf(), "seen": seen["seen"], "receiver": "P0093"}
        self.assertEqual(self.clients["receiver"].post(path + "/receiver", mine).status, 403)
        self.assertEqual(self.clients["giver"].get(path).status, 404, "not named yet")
        self.assertEqual(self.name(path, "P0093").status, 303)
        # Two at once: the giver's page is older than the office's change.
        handing = self.form("receiver", path)
        self.assertEqual(self.name(path, "P0095").status, 303)
        page = self.move("receiver", path, "hand_over", handing)
        self.assertEqual(page.status, 409, page.text[:300])
        self.assertEqual(self.name(path, "P0093").status, 303)
        # The office does not hand over for somebody who is there.
        page = self.move("office", path, "hand_over", {**self.form("office", path)})
        self.assertEqual(page.status, 422)
        self.assertIn("The giver hands over", page.text)
        self.assertEqual(self.move("receiver", path, "hand_over").status, 303)
        self.assertEqual(self.lists("giver", "&duty=receive")["total"], 1)
        self.assertIn("1 to receive", self.clients["giver"].get("/").text)
        # Taken back only with a reason, then handed over again.
        self.assertEqual(self.move("receiver", path, "take_back", note=" ").status, 400)
        self.assertEqual(self.move("receiver", path, "take_back", note="漏列<b>一项").status, 303)
        page = self.clients["receiver"].get(path)
        self.assertIn("漏列&lt;b&gt;一项", page.html)
        self.assertEqual(self.move("receiver", path, "hand_over").status, 303)
        self.assertEqual(self.move("receiver", path, "hand_over",
                                   self.form("receiver", path)).status, 422)
        # The receiver confirms when each item is decided; returning needs a reason.
        items = self.items("giver", path)
        self.assertEqual(len(items), 1)
        form = self.form("giver", path, path + "/items")
        fields = {"csrf": form["csrf"], "seen": form["seen"]}
        early = self.clients["giver"].post(path, {**fields, "event": "confirm"})
        self.assertEqual(early.status, 422)
        post = self.clients["giver"].post
        self.assertEqual(post(path + "/items", fields).status, 400)
        self.assertEqual(post(path + "/items", {**fields, "item-x": "accept"}).status, 400)
        page = post(path + "/items", {**fields, f"item-{items[0]}": "return"})
        self.assertEqual(page.status, 400)
        self.assertIn('value="return" checked', page.html)
        page = post(path + "/items", {**fields, f"item-{items[0]}": "return",
                                      f"note-{items[0]}": "材料不全"})
        self.assertEqual(page.status, 303, page.text[:300])
        # The same form in another tab is stale now.
        page = post(path + "/items", {**fields, f"item-{items[0]}": "accept"})
        self.assertEqual(page.status, 409)
        other = self.clients["receiver"].post(path + "/items", {
            "csrf": self.clients["receiver"].csrf(), "seen": self.form("giver", path)["seen"],
            f"item-{items[0]}": "accept"})
        self.assertEqual(other.status, 422, "only who takes over accepts")
        self.assertEqual(self.move("giver", path, "confirm").status, 303)
        # What was returned is on the next list, back with the giver.
        lists = self.lists("receiver", "&state=open")["items"]
        self.assertEqual([(one["to_name"], one["items"]) for one in lists], [("", 1)])
        page = self.clients["receiver"].get("/handovers/" + lists[0]["id"])
        self.assertIn("材料不全", page.text)
        self.assertIn(path, page.links)
        self.assertEqual(self.clients["giver"].get("/handovers/" + lists[0]["id"]).status, 404)
        # Cancelled by the office, with a reason; nothing more can be done with it.
        path = "/handovers/" + lists[0]["id"]
        self.assertEqual(self.move("office", path, "cancel", note="").status, 400)
        self.assertEqual(self.move("office", path, "cancel", note="借调取消").status, 303)
        self.assertEqual([form["action"] for form in self.office.get(path).forms
                          if form["action"].startswith("/handovers")], [])

    # Planned by the office ----------------------------------------------------------------------

    def test_4_planning(self):
        page = self.plan("P0001")
        self.assertEqual(page.status, 422)
        self.assertIn("nothing open", page.text)
        self.assertEqual(self.plan("").status, 400)
        self.assertEqual(self.plan("P0070", last_day="2009-03-01").status, 400)
        self.assertEqual(self.plan("P0070", last_day="soon").status, 400)
        self.assertEqual(self.plan("P0070", reason="").status, 400)
        found = self.office.post("/handovers/new/find", {**self.form("office", "/handovers/new"),
                                                         "giver": "P007", "unit": "局"})
        self.assertEqual(found.status, 200)
        self.assertIn("giver_pick", found.html)
        self.assertIn("unit_pick", found.html)
        self.assertEqual(self.clients["unit"].get("/handovers/new").status, 403)

    def test_4_the_office_of_one_unit_has_the_lists_of_that_unit(self):
        confirmed = self.lists(query="&state=confirmed")["items"][0]["id"]
        for code, total in (("T04", 0), ("T05", 1)):
            password = self.at.run("user", "add", f"office-{code.lower()}", "--role", "office", "--unit",
                                   code).out.split()[-1]
            client = harness.Client(self.at.port, "en")
            client.login_password(f"office-{code.lower()}", password)
            self.assertEqual(self.change_password(client, password), 303)
            self.clients[code] = client
            self.assertEqual(self.lists(code, "&state=confirmed")["total"], total, code)
            status = 200 if total else 404
            self.assertEqual(client.get(f"/handovers/{confirmed}").status, status, code)
        # Opening one for another unit, or for the whole of a person.
        form = next(f for f in self.clients["T04"].get("/handovers/new").forms
                    if f["action"] == "/handovers/new")["fields"]
        for unit in ("T05", ""):
            page = self.clients["T04"].post("/handovers/new", {
                **form, "giver": "P0094", "unit": unit, "last_day": "2009-04-30", "reason": "轮岗",
                "reference": "1号"})
            self.assertEqual(page.status, 404, unit)

    def test_5_a_sole_inspector_is_planned_for_and_done_when_another_comes(self):
        # The demonstration's inspector holds the role too: nothing becomes vacant …
        code = self.inspector["code"]
        self.assertEqual(self.plan(code).status, 422)
        # … until that account is disabled; then the office's list has the role.
        self.at.sql("UPDATE account SET state = 'disabled' WHERE login = 'inspector'")
        try:
            page = self.plan(code, receiver="P0093")
            self.assertEqual(page.status, 303, page.text[:300])
            path = page.headers["Location"]
            self.assertIn("Inspector", self.office.get(path).text)
            again = self.plan(code)
            self.assertEqual(again.status, 422, "on a list already")
        finally:
            self.at.sql("UPDATE account SET state = 'active' WHERE login = 'inspector'")
        page = self.office.get(path)
        self.assertIn("done", page.text)
        self.assertIn("brings it up to date", page.text)

    # Leaving --------------------------------------------------------------------------------------

    def group(self):
        found = self.at.sql("SELECT id FROM appraisal_group WHERE year = 2008 AND name = '公共服务组'")
        return self.base32(found[0][0])

    def test_6_leaving_with_an_open_objection(self):
        result = f"/years/2008/groups/{self.group()}/result"
        form = next(form for form in self.office.get(result).forms
                    if form["action"].endswith("/publish"))
        done = self.office.post(form["action"], {**form["fields"], "reference": "示例〔2009〕9号"})
        self.assertEqual(done.status, 303, done.text[:400])
        head = harness.Client(self.at.port, "en")
        head.login_password("head41", self.head["password"])
        self.assertEqual(self.change_password(head, self.head["password"]), 303)
        unit = next(u for u in json.loads(self.office.get("/units.json?limit=500").body)["items"]
                    if u["code"] == "D41")
        raise_path = next(link for link in head.get(f"/years/2008/units/{unit['id']}").links
                          if "/objections/" in link)
        fields = next(f for f in head.get(raise_path).forms if f["action"] == raise_path)["fields"]
        done = head.post(raise_path, {**fields, "indicator": "", "text": "请核对该单位的总分。"})
        self.assertEqual(done.status, 303, done.text[:300])
        objection = done.headers["Location"]
        # What would be handed over stands on the form of leaving, with who takes it.
        person = self.person(self.head["code"])
        leave = f"/persons/{person}/leave"
        page = self.office.get(leave)
        for word in ("Open matters to hand over", "Objection of the unit", "Role that becomes vacant"):
            self.assertIn(word, page.text)
        fields = {**self.form("office", leave), "day": "2009-03-16", "reason": "退休",
                  "reference": "示例〔2009〕10号"}
        found = self.office.post(leave + "/find", {**fields, "receiver": "P009"})
        self.assertIn("receiver_pick", found.html)
        self.assertEqual(self.office.post(leave, {**fields, "receiver": "nobody"}).status, 400)
        self.assertEqual(self.office.post(leave, {**fields, "receiver": self.head["code"]}).status, 422)
        done = self.office.post(leave, {**fields, "receiver": "P0093"})
        self.assertEqual(done.status, 303, done.text[:300])
        page = self.office.get(f"/persons/{person}")
        path = next(link for link in page.links if re.fullmatch(r"/handovers/\w{13}", link))
        listed = self.office.get(path)
        self.assertIn(objection, listed.links)
        # The giver is gone and cannot log in: it waits for the office, which hands over.
        self.assertIn(head.get("/").status, (303, 401))
        self.assertIn(path[11:], [one["id"] for one in self.lists(query="&duty=give")["items"]])
        self.merge_preview_counts(unit, "1", "0")
        self.assertEqual(self.move("office", path, "hand_over").status, 303)
        # Answered meanwhile: done. The receiver decides what is left.
        form = next(f for f in self.office.get(objection).forms if f["action"] == objection)
        done = self.office.post(objection, {**form["fields"], "event": "reject", "answer": "维持原得分。"})
        self.assertEqual(done.status, 303, done.text[:300])
        items = self.items("giver", path)
        self.assertEqual(len(items), 1)
        form = self.form("giver", path, path + "/items")
        done = self.clients["giver"].post(path + "/items", {
            "csrf": form["csrf"], "seen": form["seen"], f"item-{items[0]}": "accept"})
        self.assertEqual(done.status, 303)
        self.assertEqual(self.move("giver", path, "confirm").status, 303)
        text = self.clients["giver"].get(path).text
        for word in ("done", "accepted", "confirmed"):
            self.assertIn(word, text)

    @staticmethod
    def change_password(client, present):
        """A first password is changed at the first log-in."""
        page = client.get("/account/password")
        form = next((f for f in page.forms if f["action"] == "/account/password"), None)
        if not form:
            return 303
        new = "another-long-secret-41"
        fields = {**form["fields"], "current": present, "password": new, "repeat": new}
        return client.post("/account/password", fields).status

    def merge_preview_counts(self, unit, objections, lists):
        path = f"/units/{unit['id']}/change/merge"
        form = next(f for f in self.office.get(path).forms if f["action"] == path + "/preview")
        page = self.office.post(path + "/preview", {
            "csrf": form["fields"]["csrf"], "day": "2009-03-17", "reason": "机构改革",
            "reference": "示例〔2009〕12号", "others": "D43", "code1": "B98", "name1": "合并中心",
            "kind1": "department"})
        self.assertEqual(page.status, 200, page.text[:400])
        row = re.search(r"Open matters.*?" + unit["name"] + r"\s+(\d+)\s+(\d+)", page.text)
        self.assertTrue(row, page.text[-1500:])
        self.assertEqual(row.groups(), (objections, lists))


if __name__ == "__main__":
    harness.main()
