"""Units and their changes through the pages: preview, act, what old years say, who may, stale forms."""
import json
import re
import time

import harness


@harness.both_engines
class Units(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.at.serve()
        cls.office = cls.client("office")

    @classmethod
    def client(cls, login):
        client = harness.Client(cls.at.port, "en")
        client.login(login, cls.at.logins()[login])
        return client

    def units(self, query=""):
        page = self.office.get("/units.json?limit=500" + query)
        return {unit["code"]: unit for unit in json.loads(page.body)["items"]}

    def form(self, path, action=None):
        action = action or path
        page = self.office.get(path)
        return dict(next(form for form in page.forms if form["action"] == action)["fields"])

    def preview(self, unit, kind, **fields):
        path = f"/units/{unit}/change/{kind}"
        page = self.office.get(path)
        self.assertEqual(page.status, 200, page.text[:300])
        form = next(form for form in page.forms if form["action"] == path + "/preview")
        values = {"day": "2009-03-01", "reason": "机构改革", "reference": "甲编〔2009〕3号", **fields}
        return self.office.post(path + "/preview", {**{"csrf": form["fields"]["csrf"]}, **values})

    def confirm(self, page, **fields):
        form = next(form for form in page.forms if "seen" in form["fields"])
        values = {name: value for name, value in form["fields"].items()
                  if not name.startswith("post-")}
        return self.office.post(form["action"], {**values, **fields})

    def test_a_unit_by_form_with_its_parent_found_by_name(self):
        fields = self.form("/units/new")
        fields.update(code="N01", name="新办<i>", kind="department", from_day="2009-03-01", parent="镇")
        page = self.office.post("/units/new", fields)
        self.assertEqual(page.status, 400)
        self.assertIn("match", page.text)
        found = self.office.post("/units/new/find", fields)
        self.assertEqual(found.status, 200)
        self.assertIn("新办&lt;i&gt;", found.html)
        choices = re.findall(r'name="parent_pick" value="(\w+)"', found.html)
        self.assertGreater(len(choices), 5)
        page = self.office.post("/units/new", {**fields, "parent_for": "镇",
                                               "parent_pick": choices[0]})
        self.assertEqual(page.status, 303, page.text[:300])
        created = self.units()["N01"]
        self.assertEqual(created["parent_name"][-1], "镇")
        self.assertNotIn("<i>", self.office.get(f"/units/{created['id']}").html)
        # The same code again, a parent that is not there, a choice for another text.
        self.assertEqual(self.office.post("/units/new", {**fields, "parent": ""}).status, 400)
        for parent in ({"parent": "没有这个"}, {"parent": "局", "parent_for": "镇",
                                              "parent_pick": choices[0]}):
            page = self.office.post("/units/new", {**fields, "code": "N02", **parent})
            self.assertEqual(page.status, 400, parent)
        # The tree stays a tree.
        unit = self.units()["N01"]
        edit = f"/units/{unit['id']}/edit"
        page = self.office.post(edit, {**self.form(edit), "kind": "town", "parent": "N01"})
        self.assertEqual(page.status, 422)

    def test_a_renamed_unit_keeps_its_name_in_old_years(self):
        before = self.units()
        unit = before["T07"]
        page = self.preview(unit["id"], "rename", name="新庚镇")
        self.assertEqual(page.status, 200, page.text[:300])
        self.assertIn("新庚镇", page.text)
        self.assertEqual(self.units()["T07"]["name"], unit["name"], "a preview changes nothing")
        done = self.confirm(page)
        self.assertEqual(done.status, 303, done.text[:300])
        self.assertEqual(self.units()["T07"]["name"], "新庚镇")
        old = self.office.get(f"/years/2008/units/{unit['id']}")
        self.assertIn(unit["name"], old.text)
        self.assertNotIn("新庚镇", re.sub(r"(?s)<nav.*?</nav>", "", old.html))
        page = self.office.get(f"/units/{unit['id']}")
        self.assertIn(f"{unit['name']} → 新庚镇", page.text)
        # A second change on or before that day is refused with the day.
        page = self.preview(unit["id"], "rename", name="又名", day="2009-02-01")
        self.assertEqual(page.status, 422)
        self.assertIn("2009-03-01", page.text)

    def test_a_merge_does_what_its_preview_says(self):
        units = self.units()
        first, second = units["D03"], units["D04"]
        page = self.preview(first["id"], "merge", others="D04", code1="B99", name1="合并局",
                            kind1="department")
        self.assertEqual(page.status, 200, page.text[:500])
        posts = re.findall(r'<select name="(post-\w+)"', page.html)
        self.assertGreaterEqual(len(posts), 2)
        people = re.findall(r'<tr><th scope="row">(\S+)</th>', page.html)
        page = self.confirm(page, **{post: "end" if i == 0 else "0" for i, post in enumerate(posts)})
        self.assertEqual(page.status, 303, page.text[:500])
        change = page.headers["Location"]
        self.assertIn("合并局", self.office.get(change).text)
        units = self.units()
        self.assertNotIn("D03", units)
        ended = self.units("&state=ended")
        self.assertEqual(set(ended), {"D03", "D04"})
        self.assertEqual(ended["D03"]["to_day"], "2009-02-28")
        new = self.office.get(f"/units/{units['B99']['id']}").text
        self.assertNotIn(people[0] + " ", new.split("Posts")[-1])
        for person in people[1:]:
            self.assertIn(person, new)
        for unit in (first, second):
            page = self.office.get(f"/units/{unit['id']}")
            self.assertIn("合并局", page.text)
            self.assertIn("ended on 2009-02-28", page.text)
            self.assertEqual(self.office.get(f"/years/2008/units/{unit['id']}").status, 200)
        # Nothing new for an ended unit: no change, no sub-unit, no import.
        self.assertEqual(self.preview(first["id"], "rename", name="某").status, 422)
        row = "code,name,parent_code,kind\nD77,某科,D03,department\n"
        done = self.at.run("import", "units", "-", stdin=row.encode(), check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("2009-02-28", done.out + done.err)
        row = ("person_code,name,unit_code,post,level,principal,from,to\n"
               "Z1,某,D03,科员,other,0,2009-03-05,\n")
        done = self.at.run("import", "persons", "-", stdin=row.encode(), check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("2009-02-28", done.out + done.err)

    def test_a_stale_preview_is_refused(self):
        units = self.units()
        page = self.preview(units["D05"]["id"], "dissolve")
        self.assertEqual(page.status, 200, page.text[:300])
        edit = f"/units/{units['D05']['id']}/edit"
        fields = {**self.form(edit), "kind": "department", "name": "另一个名称"}
        self.assertEqual(self.office.post(edit, fields).status, 303)
        page = self.confirm(page)
        self.assertEqual(page.status, 409)
        self.assertIn("D05", self.units())

    def test_bad_input_names_the_field_and_keeps_what_was_typed(self):
        unit = self.units()["D06"]["id"]
        page = self.preview(unit, "split", goes_on="1", code1="X 1", name1="新单位")
        self.assertEqual(page.status, 400)
        self.assertIn("X 1", page.html)
        self.assertIn("新单位", page.html)
        self.assertEqual(self.preview(unit, "rename", name="某", day="2031-01-01").status, 400)
        self.assertEqual(self.preview(unit, "rename", name="某", reason="").status, 400)
        self.assertEqual(self.preview(unit, "merge", others="没有").status, 400)
        self.assertEqual(self.preview(unit, "merge", others="D06", into="D06").status, 422)
        self.assertEqual(self.office.get(f"/units/{unit}/change/nothing").status, 404)

    def test_only_the_office_may(self):
        unit = self.units()["D07"]["id"]
        for login in ("unit", "liaison", "cadre", "inspector", "leader", "security", "audit"):
            client = self.client(login)
            token = {"csrf": client.csrf()}
            for path in (f"/units/{unit}/change/rename", f"/units/{unit}/group", "/units/new"):
                self.assertIn(client.post(path, token).status, (403, 404), (login, path))
            self.assertIn(client.get(f"/units/{unit}/change/rename").status, (403, 404), login)


@harness.both_engines
class Persons(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.at.serve()
        cls.office = cls.client("office")

    @classmethod
    def client(cls, login):
        client = harness.Client(cls.at.port, "en")
        client.login(login, cls.at.logins()[login])
        return client

    def persons(self, query=""):
        return json.loads(self.office.get("/persons.json?limit=500&sort=code" + query).body)["items"]

    def fields(self, path):
        page = self.office.get(path)
        self.assertEqual(page.status, 200, page.text[:300])
        form = next(form for form in page.forms if form["action"] == path)
        return {**form["fields"], "reason": "工作需要", "reference": "甲组〔2009〕5号",
                "day": "2009-03-10"}

    def account(self, login, code):
        """An account of that person with the liaison's role in T04, logged in."""
        done = self.at.run("user", "add", login, "--name", login, "--person", code, "--role",
                           "liaison", "--unit", "T04")
        self.password = done.out.split()[-1]
        client = harness.Client(self.at.port, "en")
        client.login(login, self.password)
        return client

    def give_role(self, login, role):
        security = self.client("security")
        accounts = json.loads(security.get("/accounts.json?limit=500").body)["items"]
        account = next(one["id"] for one in accounts if one["login"] == login)
        page = security.post(f"/accounts/{account}/roles", {
            "csrf": security.csrf(), "role": role, "unit_code": "", "from_day": "2009-03-01"})
        self.assertEqual(page.status, 303, page.text[:300])

    def test_entered_once_and_never_doubled(self):
        fields = {"csrf": self.office.csrf(), "code": "X0001", "name": "新人<b>"}
        self.assertEqual(self.office.post("/persons/new", fields).status, 303)
        page = self.office.post("/persons/new", fields)
        self.assertEqual(page.status, 422)
        self.assertNotIn("<b>", page.html)
        self.assertIn("X0001", page.text)
        page = self.office.post("/persons/new", {**fields, "another": "1"})
        self.assertEqual(page.status, 400, "the code is taken whoever it is")
        page = self.office.post("/persons/new", {**fields, "another": "1", "code": "X0002"})
        self.assertEqual(page.status, 303)

    def test_posts_begin_follow_and_end(self):
        self.office.post("/persons/new", {"csrf": self.office.csrf(), "code": "X0003", "name": "某甲"})
        person = next(one for one in self.persons("&order=descending") if one["code"] == "X0003")["id"]
        path = f"/persons/{person}/posts/new"
        fields = {**self.fields(path), "unit": "T06", "title": "科员", "level": "other"}
        fields.pop("principal"), fields.pop("ends", None)
        for bad in ({"unit": ""}, {"unit": "镇"}, {"title": ""}, {"level": "king"},
                    {"day": "2031-01-01"}, {"reason": ""}, {"reference": ""}):
            page = self.office.post(path, {**fields, **bad})
            self.assertEqual(page.status, 400, bad)
        self.assertEqual(self.office.post(path + "/find", {**fields, "unit": "镇"}).status, 200)
        self.assertEqual(self.office.post(path, fields).status, 303)
        self.assertEqual(self.office.post(path, fields).status, 422, "the same post again")
        page = self.office.get(path)
        followed = re.search(r'<option value="([0-9A-Z]{13})"', page.html).group(1)
        page = self.office.post(path, {**fields, "unit": "T07", "day": "2009-03-12",
                                       "ends": followed})
        self.assertEqual(page.status, 303, page.text[:300])
        page = self.office.get(f"/persons/{person}")
        self.assertIn("2009-03-11", page.text)
        self.assertIn("Transfer", page.text)
        end = next(link for link in page.links if link.endswith("/end"))
        fields = {**self.fields(end), "day": "2009-03-11"}
        self.assertEqual(self.office.post(end, fields).status, 400, "before it began")
        self.assertEqual(self.office.post(end, {**fields, "day": "2009-03-15"}).status, 303)
        # Another person's post through this one's path.
        other = self.persons()[0]["id"]
        self.assertEqual(self.office.get(end.replace(person, other)).status, 404)

    def test_leaving_ends_sessions_at_once_and_returning_keeps_the_code(self):
        code = "P0040"
        person = next(one for one in self.persons() if one["code"] == code)
        client = self.account("leaver", code)
        self.assertEqual(client.get("/").status, 200)
        path = f"/persons/{person['id']}/leave"
        fields = self.fields(path)
        # What would end is changed by another in between: nothing happens.
        self.give_role("leaver", "inspector")
        self.assertEqual(self.office.post(path, fields).status, 409)
        self.assertEqual(client.get("/").status, 200)
        self.assertEqual(self.office.post(path, self.fields(path)).status, 303)
        self.assertEqual(client.get("/").status, 303, "to the log-in")
        again = harness.Client(self.at.port, "en").post(
            "/login", {"login": "leaver", "password": self.password})
        self.assertEqual(again.status, 401)
        self.assertNotIn(code, [one["code"] for one in self.persons()])
        self.assertIn(code, [one["code"] for one in self.persons("&state=left")])
        page = self.office.get(f"/persons/{person['id']}")
        self.assertIn("left on 2009-03-10", page.text)
        row = ("person_code,name,unit_code,post,level,principal,from,to\n"
               f"{code},{person['name']},T06,科员,other,0,2009-03-11,\n")
        done = self.at.run("import", "persons", "-", stdin=row.encode(), check=False)
        self.assertIn("2009-03-10", done.out + done.err)
        self.assertNotEqual(done.returncode, 0)
        path = f"/persons/{person['id']}/return"
        self.assertEqual(self.office.post(path, self.fields(path)).status, 400, "the same day")
        self.assertEqual(self.office.post(path, {**self.fields(path),
                                                 "day": "2009-03-16"}).status, 303)
        self.assertIn(code, [one["code"] for one in self.persons()])

    def test_nobody_leaves_by_their_own_hand_and_others_may_not(self):
        person = self.persons()[3]["id"]
        for login in ("unit", "liaison", "cadre", "leader", "security"):
            client = self.client(login)
            token = {"csrf": client.csrf()}
            for path in (f"/persons/{person}/leave", f"/persons/{person}/posts/new", "/persons/new"):
                self.assertIn(client.post(path, token).status, (403, 404), (login, path))


@harness.both_engines
class Deputies(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.at.serve()
        cls.office, cls.inspector = cls.client("office"), cls.client("inspector")

    @classmethod
    def client(cls, login):
        client = harness.Client(cls.at.port, "en")
        client.login(login, cls.at.logins()[login])
        return client

    def fields(self, client=None, **fields):
        page = (client or self.office).get("/deputies")
        form = next(form for form in page.forms if form["action"] == "/deputies")
        return {"csrf": form["fields"]["csrf"], "deputy": "inspector", "from_day": "2009-03-17",
                "to_day": "2009-03-20", "acts": "register", "reason": "出差", **fields}

    def rename(self, client, name):
        units = json.loads(self.office.get("/units.json?limit=500").body)["items"]
        path = f"/units/{next(one['id'] for one in units if one['code'] == 'T05')}/edit"
        page = client.get(path)
        if page.status != 200:
            return page
        form = next(form for form in page.forms if form["action"] == path)
        return client.post(path, {**form["fields"], "kind": "town", "name": name})

    def setUp(self):
        for form in self.office.get("/deputies").forms:
            if (form["action"] or "").endswith("/revoke"):
                self.office.post(form["action"], {"csrf": form["fields"]["csrf"]})

    def test_a_deputy_acts_for_another_and_no_longer_than_named(self):
        self.assertIn(self.rename(self.inspector, "甲").status, (403, 404))
        page = self.office.post("/deputies", self.fields())
        self.assertEqual(page.status, 303, page.text[:300])
        self.assertIn("Whom I represent", self.inspector.get("/").text)
        self.assertEqual(self.rename(self.inspector, "代办镇").status, 303)
        audit = self.client("audit")
        names = {one["kind"]: one for one in json.loads(audit.get("/acts.json?limit=100").body)["items"]}
        accounts = json.loads(audit.get("/accounts.json?limit=100").body)["items"]
        shown = {one["login"]: one["display_name"] for one in accounts}
        self.assertEqual(names["unit.update"]["display_name"], shown["inspector"])
        self.assertEqual(names["unit.update"]["on_behalf"], shown["office"])
        self.assertEqual(names["unit.update"]["role"], "office")
        # The period and the kinds bound it: no entries, and nothing the day after.
        self.assertIn(self.inspector.get("/import").status, (403, 404))
        self.at.sql("UPDATE jurisdiction SET clock_offset_days = clock_offset_days + 4")
        try:
            for attempt in range(40):
                if self.rename(self.inspector, "过期镇").status in (403, 404):
                    break
                time.sleep(0.1)
            self.assertIn(self.rename(self.inspector, "过期镇").status, (403, 404))
        finally:
            self.at.sql("UPDATE jurisdiction SET clock_offset_days = clock_offset_days - 4")
            time.sleep(1.5)  # the date is cached for a second

    def test_revoked_or_declined_ends_at_once(self):
        for client, verb in ((self.office, "revoke"), (self.inspector, "decline")):
            page = self.office.post("/deputies", self.fields(from_day="2009-03-17", acts="entry",
                                                             to_day="2009-03-17"))
            self.assertEqual(page.status, 303, page.text[:300])
            self.assertEqual(self.inspector.get("/entries/new").status, 200)
            page = client.get("/deputies")
            action = next(form["action"] for form in page.forms
                          if (form["action"] or "").endswith("/" + verb))
            other = self.client("liaison")
            self.assertEqual(other.post(action, {"csrf": other.csrf()}).status, 404)
            wrong = self.inspector if verb == "revoke" else self.office
            self.assertEqual(wrong.post(action, {"csrf": wrong.csrf()}).status, 422)
            self.assertEqual(client.post(action, {"csrf": client.csrf()}).status, 303)
            self.assertEqual(self.inspector.get("/entries/new").status, 403)
            self.assertEqual(client.post(action, {"csrf": client.csrf()}).status, 422)

    def test_bad_input_and_who_may_not_be_one(self):
        for bad, status in (({"deputy": ""}, 400), ({"deputy": "nobody"}, 400),
                            ({"deputy": "office"}, 422), ({"deputy": "audit"}, 400),
                            ({"acts": "king"}, 400), ({"acts": ""}, 400), ({"reason": ""}, 400),
                            ({"to_day": "2009-03-01"}, 400), ({"from_day": "x"}, 400),
                            ({"from_day": "2009-03-01"}, 400)):
            page = self.office.post("/deputies", self.fields(**bad))
            self.assertEqual(page.status, status, bad)
        for login in ("security", "audit", "system"):
            client = self.client(login)
            self.assertEqual(client.post("/deputies", {"csrf": client.csrf()}).status, 403, login)


if __name__ == "__main__":
    harness.main()
