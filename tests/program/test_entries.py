"""Points entries by hand: bonus, deduction, veto for a unit or person, twice the same button, who may, bad
input, and the counter-entry with its effect on the total."""
import json
import re

import harness


@harness.both_engines
class Entries(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief", "--drafts")
        cls.at.serve()
        cls.office = cls.client("office")
        units = json.loads(cls.office.get("/units.json?limit=500").body)["items"]
        cls.units = {unit["code"]: unit["id"] for unit in units}
        persons = json.loads(cls.office.get("/persons.json?limit=500").body)["items"]
        cls.person = persons[0]

    @classmethod
    def client(cls, login, language="en"):
        client = harness.Client(cls.at.port, language)
        client.login(login, cls.at.logins()[login])
        return client

    def form(self, client, path):
        return dict(next(form for form in client.get(path).forms
                         if form["action"] == "/entries/new")["fields"])

    def fill(self, client=None, unit="T03", **values):
        fields = self.form(client or self.office, f"/entries/new?unit={self.units[unit]}")
        return {**fields, "year": "2008", "kind": "deduction", "points": "1.5",
                "reason": "整改不到位 <b>&", "day": "2009-03-01", "reference": "测试〔2009〕1号",
                **values}

    def total(self, unit):
        page = self.office.get(f"/years/2008/units/{self.units[unit]}.json")
        return float(json.loads(page.body)["total"])

    def add(self, **values):
        page = self.office.post("/entries/new", self.fill(**values))
        self.assertEqual(page.status, 303, page.text[:400])
        return page.headers["Location"]

    def entries(self):
        return json.loads(self.office.get("/entries.json?limit=500").body)["items"]

    def test_a_deduction_counts_until_it_is_taken_back(self):
        before = self.total("T03")
        path = self.add(unit="T03")
        self.assertAlmostEqual(self.total("T03"), before - 1.5)
        story = self.office.get(path)
        self.assertIn("without this entry it would be %.2f" % before, story.text)
        self.assertNotIn("<b>&", story.html)
        self.assertIn("测试〔2009〕1号", story.text)
        self.assertIn("科员甲", story.text)
        form = next(form for form in story.forms if form["action"] == path + "/reverse")["fields"]
        page = self.office.post(path + "/reverse", {**form, "reason": " "})
        self.assertEqual(page.status, 400)
        self.assertAlmostEqual(self.total("T03"), before - 1.5)
        page = self.office.post(path + "/reverse", {**form, "reason": "复核：按期整改"})
        self.assertEqual(page.status, 303, page.text[:300])
        self.assertAlmostEqual(self.total("T03"), before)
        story = self.office.get(path)
        self.assertIn("复核：按期整改", story.text)
        self.assertFalse([form for form in story.forms if "/reverse" in form["action"]])
        counter = json.loads(self.office.get(path + ".json").body)["counter_entry"]
        self.assertIn("整改不到位", self.office.get(f"/entries/{counter['id']}").text)
        # The button pressed again, and a counter-entry of a counter-entry.
        again = self.office.post(path + "/reverse", {**form, "reason": "又一次"})
        self.assertEqual(again.status, 422)
        self.assertIn("taken back already", again.text)
        page = self.office.post(f"/entries/{counter['id']}/reverse", {**form, "reason": "x"})
        self.assertEqual(page.status, 422)

    def test_a_second_press_makes_no_second_entry(self):
        fields = self.fill(unit="T05", reason="按两次")
        first = self.office.post("/entries/new", fields)
        count = len(self.entries())
        second = self.office.post("/entries/new", fields)
        self.assertEqual((first.status, second.status), (303, 303))
        self.assertEqual(first.headers["Location"], second.headers["Location"])
        self.assertEqual(len(self.entries()), count)
        # Another form with the same content is asked about, and taken when it is confirmed.
        page = self.office.post("/entries/new", self.fill(unit="T05", reason="按两次"))
        self.assertEqual(page.status, 422)
        self.assertIn('name="again"', page.html)
        self.assertEqual(len(self.entries()), count)
        page = self.office.post("/entries/new", self.fill(unit="T05", reason="按两次", again="1"))
        self.assertEqual(page.status, 303)
        self.assertEqual(len(self.entries()), count + 1)

    def test_a_veto_changes_the_grade_and_is_taken_back(self):
        path = self.add(unit="T06", kind="veto", points="")
        page = self.office.get(f"/years/2008/units/{self.units['T06']}.json")
        self.assertTrue(json.loads(page.body)["vetoed"])
        story = self.office.get(path)
        self.assertIn("By the veto the grade is", story.text)
        form = next(form for form in story.forms if form["action"] == path + "/reverse")["fields"]
        self.assertEqual(self.office.post(path + "/reverse", {**form, "reason": "撤销"}).status, 303)
        page = self.office.get(f"/years/2008/units/{self.units['T06']}.json")
        self.assertFalse(json.loads(page.body)["vetoed"])

    def test_a_unit_by_code_or_name_and_a_person(self):
        name = next(unit["name"] for unit in
                    json.loads(self.office.get("/units.json?limit=500").body)["items"]
                    if unit["code"] == "D09")
        for code in ("D09", name):
            fields = self.form(self.office, "/entries/new")
            fields.update(subject="unit", code=code, year="2008", kind="bonus", points="0.5",
                          reason=f"推广 {code}", day="2009-01-05", reference="")
            page = self.office.post("/entries/new", fields)
            self.assertEqual(page.status, 303, page.text[:300])
            entry = json.loads(self.office.get(page.headers["Location"] + ".json").body)["entry"]
            self.assertEqual(entry["subject_id"], self.units["D09"])
        fields = self.form(self.office, "/entries/new")
        fields.update(subject="person", code=self.person["code"], year="2008", kind="bonus",
                      points="1", reason="个人加分", day="2009-01-05", reference="")
        page = self.office.post("/entries/new", fields)
        self.assertEqual(page.status, 303, page.text[:300])
        self.assertIn(self.person["name"], self.office.get(page.headers["Location"]).text)
        by_link = self.form(self.office, f"/entries/new?person={self.person['id']}")
        self.assertEqual((by_link["subject"], by_link["subject_id"]), ("person", self.person["id"]))

    def test_bad_input_names_the_field_and_stores_nothing(self):
        count = len(self.entries())
        for field, value, word in (
                ("points", "0", "Points"), ("points", "-1", "Points"), ("points", "x", "Points"),
                ("points", "1.23456", "Points"), ("year", "2099", "Year"), ("year", "08", "Year"),
                ("day", "2999-01-01", "Date"), ("day", "2009-02-30", "Date"), ("day", "", "Date"),
                ("reason", " ", "Reason"), ("reason", "长" * 501, "Reason"),
                ("kind", "gift", "Kind"), ("kind", "", "Kind"),
                ("reference", "号" * 101, "Reference"), ("subject_id", "XX", "code"),
                ("subject_id", "0000000000001", "code")):
            page = self.office.post("/entries/new", self.fill(unit="T08", **{field: value}))
            self.assertIn(page.status, (400, 404), (field, value, page.status))
            self.assertIn(word, page.text, (field, value))
        page = self.office.post("/entries/new", self.fill(unit="T08", kind="veto", points="2"))
        self.assertEqual(page.status, 400)
        self.assertIn("整改不到位 &lt;b&gt;&amp;", page.html)  # what was typed stays
        for code in ("", "不存在的单位", "T99", "T0%"):
            fields = self.form(self.office, "/entries/new")
            fields.update(subject="unit", code=code, year="2008", kind="bonus", points="1",
                          reason="x", day="2009-01-05", reference="")
            page = self.office.post("/entries/new", fields)
            self.assertEqual(page.status, 400, code)
        self.assertEqual(len(self.entries()), count)

    def test_who_may(self):
        path = self.add(unit="T04", reason="权限")
        for login in ("unit", "liaison"):  # of T04: they see it, without the form
            story = self.client(login).get(path)
            self.assertEqual(story.status, 200, login)
            self.assertNotIn("/reverse", story.html)
            self.assertNotIn("科员甲", story.text)
        other = self.add(unit="T05", reason="他单位")
        self.assertEqual(self.client("unit").get(other).status, 404)
        self.assertEqual(self.client("unit").get(other + ".json").status, 404)
        for login in ("leader", "unit", "liaison", "cadre", "inspector", "organisation", "system",
                      "security", "audit"):
            client = self.client(login)
            self.assertEqual(client.get("/entries/new").status, 403, login)
            fields = {"csrf": client.csrf(), "reason": "x"}
            self.assertEqual(client.post(path + "/reverse", fields).status, 403, login)
            self.assertEqual(client.post("/entries/new", fields).status, 403, login)
        # An office of one unit writes for that unit only.
        added = self.at.run("user", "add", "small", "--name", "分办", "--role", "office",
                            "--unit", "T05").out.strip()
        small = harness.Client(self.at.port, "en")
        small.login(*added.split("\t")[:2])
        self.assertEqual(small.get(f"/entries/new?unit={self.units['T06']}").status, 404)
        fields = self.fill(client=small, unit="T05", reason="本单位")
        self.assertEqual(small.post("/entries/new", fields).status, 303)
        fields = self.fill(client=small, unit="T05", reason="改号")
        page = small.post("/entries/new", {**fields, "subject_id": self.units["T06"]})
        self.assertIn(page.status, (400, 404))
        page = small.post(path + "/reverse", {"csrf": fields["csrf"], "reason": "x"})
        self.assertEqual(page.status, 404)

    def test_links_lead_here(self):
        unit = self.office.get(f"/units/{self.units['D05']}")
        self.assertIn(f"/entries/new?unit={self.units['D05']}", unit.links)
        story = next(link for link in unit.links if re.match(r"^/entries/[0-9A-Z]{13}$", link))
        self.assertEqual(self.office.get(story).status, 200)
        person = f"/persons/{self.person['id']}"
        self.assertIn(f"/entries/new?person={self.person['id']}", self.office.get(person).links)
        self.assertIn("/entries/new", self.office.get("/entries").links)
        self.assertNotIn("/entries/new", self.client("leader").get("/entries").links)


if __name__ == "__main__":
    harness.main()
