"""The scoring table over HTTP: entering, averages of several scorers, not applicable, missing cells, reasons,
conflicts, removal and history, the form without JavaScript, who may, bad input, persons, what others see."""
import csv
import io
import json
import urllib.parse

import harness

YEAR = 2008


@harness.both_engines
class Scoring(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief", "--drafts")
        cls.at.serve()
        cls.office = cls.client("office")
        cls.inspector = cls.client("inspector")
        cls.units, cls.groups = {}, {}
        for group in json.loads(cls.office.get(f"/years/{YEAR}.json").body)["groups"]:
            for result in group["results"]:
                cls.units[result["unit_code"]] = result["unit_id"]
                cls.groups[result["unit_code"]] = group["group_id"]

    @classmethod
    def client(cls, login, language="en"):
        client = harness.Client(cls.at.port, language)
        client.login(login, cls.at.logins()[login])
        return client

    def table(self, unit):
        return f"/years/{YEAR}/groups/{self.groups[unit]}/scores"

    def path(self, unit, indicator=None):
        path = f"{self.table(unit)}/{self.units[unit]}"
        return f"{path}/{indicator}" if indicator else path

    def cell(self, unit, indicator, scorer="", client=None):
        query = urllib.parse.urlencode({"as": scorer})
        page = (client or self.office).get(f"{self.path(unit, indicator)}.json?{query}")
        self.assertEqual(page.status, 200, page.body[:300])
        return json.loads(page.body)

    def put(self, unit, indicator, points, scorer="", client=None, why="", seen=None, **more):
        """Enter one cell as the table's script does; returns (status, answer)."""
        client = client or self.office
        if seen is None:
            seen = self.cell(unit, indicator, scorer, client)["seen"]
        page = client.post(self.path(unit, indicator),
                           {"csrf": client.csrf(), "as": scorer, "points": points, "seen": seen,
                            "change_reason": why, **more}, Accept="application/json")
        answer = json.loads(page.body)
        return (200, answer["cell"]) if page.status in (200, 201) else (page.status, answer)

    def form(self, path, client=None):
        page = (client or self.office).get(path)
        self.assertEqual(page.status, 200, page.text[:300])
        return next(form for form in page.forms if any(name.startswith("p.")
                                                       for name in form["fields"]))

    def missing(self, unit):
        rows = csv.DictReader(io.StringIO(
            self.office.get(self.table(unit) + ".csv").body.decode("utf-8-sig")))
        return {row["code"]: int(row["missing"]) for row in rows}

    # Cells ------------------------------------------------------------------------------------

    def test_a_mark_is_changed_with_a_reason_only(self):
        before = self.cell("T05", "Z01")
        status, answer = self.put("T05", "Z01", "7")
        self.assertEqual((status, answer["field"]), (400, "change_reason"))
        self.assertIn("Reason for the change", answer["detail"])
        self.assertEqual(self.cell("T05", "Z01"), before)
        status, answer = self.put("T05", "Z01", "7", why="复核 <i>&")
        self.assertEqual((status, answer["value"], answer["average"]), (200, "7", "7"))
        history = self.office.get(self.path("T05", "Z01"))
        self.assertIn("复核 <i>&", history.text)
        self.assertIn("科员甲", history.text)
        self.assertNotIn("复核 <i>&", history.html)
        status, same = self.put("T05", "Z01", "7.0")  # no change needs no reason
        self.assertEqual((status, same["seen"]), (200, answer["seen"]))

    def test_three_scorers_are_averaged_exactly(self):
        for scorer, points in (("检查一组", "4"), ("检查二组", "4"), ("检查三组", "3")):
            status, answer = self.put("T06", "Z02", points, scorer=scorer, why="统一评分")
            self.assertEqual(status, 200, answer)
        self.assertEqual(answer["average"], "11/3")
        self.assertEqual(len(answer["marks"]), 3)
        self.assertIn("≈3.67 by 3", answer["summary"])
        derivation = self.office.get(f"/years/{YEAR}/units/{self.units['T06']}")
        self.assertIn("11/3", derivation.text)

    def test_by_default_a_mark_is_the_bodys_and_else_ones_own(self):
        status, answer = self.put("T08", "Z04", "5", scorer="联查组成员甲", client=self.inspector)
        self.assertEqual(status, 200)
        self.assertEqual({mark["scorer"] for mark in answer["marks"]}, {"纪检机关", "联查组成员甲"})
        page = self.inspector.get(self.table("T08"))
        self.assertIn("联查组成员甲", page.text)
        long = self.inspector.get(self.table("T08") + "?" + urllib.parse.urlencode({"as": "长" * 101}))
        self.assertEqual(long.status, 400)

    def test_not_applicable_needs_a_reason_and_agreement(self):
        status, answer = self.put("T09", "Z05", "n/a", why="核对")
        self.assertEqual((status, answer["field"]), (400, "reason"))
        status, answer = self.put("T09", "Z05", "不适用：该镇无此职能", why="核对")
        self.assertEqual((status, answer["state"]), (200, "not_applicable"))
        self.assertEqual(answer["value"], "n/a: 该镇无此职能")
        status, answer = self.put("T09", "Z05", "3", scorer="检查一组")
        self.assertEqual(status, 422)
        self.assertIn("opposite", answer["detail"])

    def test_bad_input_is_refused_in_the_cell_and_changes_nothing(self):
        before = self.cell("T10", "Z01")
        for points in ("x", "12.5.1", "-1", "12.01", "1e1", "1.23456", "99999999999999999999",
                       "十二", "<b>", "n/a: " + "长" * 501):
            status, answer = self.put("T10", "Z01", points, why="x")
            self.assertEqual(status, 400, (points, answer))
            self.assertTrue(answer["detail"])
        for seen in ("x", "0.1", "0000000000001", "0000000000001.0"):
            self.assertIn(self.put("T10", "Z01", "3", why="x", seen=seen)[0], (400, 409), seen)
        self.assertEqual(self.cell("T10", "Z01"), before)
        # An indicator of another kind, an unknown one, a unit of another group.
        self.assertEqual(self.cell("T10", "Z11")["state"], "other_class")
        self.assertEqual(self.put("T10", "Z11", "3")[0], 422)
        for path in (self.path("T10") + "/Z99",
                     f"{self.table('T10')}/{self.units['D01']}/Z01",
                     f"/years/2007/groups/{self.groups['T10']}/scores",
                     f"/years/{YEAR}/levels/nobody/scores"):
            self.assertEqual(self.office.get(path).status, 404, path)

    def test_nobody_overwrites_what_they_have_not_seen(self):
        seen = self.cell("T11", "Z01")["seen"]
        self.assertEqual(self.put("T11", "Z01", "9", why="甲", client=self.inspector)[0], 200)
        status, answer = self.put("T11", "Z01", "10", why="乙", seen=seen)
        self.assertEqual((status, answer["code"]), (409, "ERR_CONFLICT"))
        self.assertIn("9", answer["detail"])
        now = self.cell("T11", "Z01")
        self.assertEqual((now["value"], answer["cell"]), ("9", now))
        # Whoever has seen it may.
        self.assertEqual(self.put("T11", "Z01", "10", why="乙", seen=now["seen"])[0], 200)

    def test_a_removed_mark_is_missing_and_stays_in_the_history(self):
        self.assertEqual(self.missing("T12")["T12"], 0)
        status, answer = self.put("T12", "Z03", "")
        self.assertEqual((status, answer["field"]), (400, "change_reason"))
        status, answer = self.put("T12", "Z03", "", why="填错单位")
        self.assertEqual((status, answer["state"], answer["missing"]), (200, "missing", True))
        self.assertEqual(self.missing("T12")["T12"], 1)
        ranking = self.office.get(f"/years/{YEAR}/groups/{self.groups['T12']}")
        self.assertIn("missing", ranking.text)
        page = self.office.get(self.table("T12"))
        self.assertIn("Missing cells: 1", page.text)
        only = self.office.get(self.table("T12") + "?missing=1")
        self.assertEqual(len([link for link in only.links
                              if link.startswith(self.table("T12") + "/") and link.count("/") == 6]),
                         2)  # the unit for the phone, and its row
        history = self.office.get(self.path("T12", "Z03")).text
        self.assertIn("removed", history)
        self.assertIn("填错单位", history)
        # The missing cell is found from the derivation and filled again.
        derivation = self.office.get(f"/years/{YEAR}/units/{self.units['T12']}")
        self.assertIn(self.path("T12", "Z03"), derivation.links)
        year = self.office.get(f"/years/{YEAR}")
        self.assertIn(self.path("T12", "Z03"), year.links)
        self.assertIn(self.table("T12") + "?missing=1", self.office.get("/").links)
        self.assertEqual(self.put("T12", "Z03", "11")[0], 200)
        self.assertEqual(self.missing("T12")["T12"], 0)

    # Others -----------------------------------------------------------------------------------

    def changes(self, unit, since, client=None):
        path = f"/years/{YEAR}/groups/{self.groups[unit]}/score-changes"
        page = (client or self.office).get(f"{path}?since={since}")
        self.assertEqual(page.status, 200, page.body[:200])
        return json.loads(page.body)

    def test_what_others_enter_is_seen_behind_the_cursor(self):
        cursor = self.changes("T14", 10 ** 9)["cursor"]
        self.assertEqual(self.changes("T14", cursor)["cells"], [])
        self.put("T14", "Z01", "8", why="看见", client=self.inspector)
        seen = self.changes("T14", cursor)
        self.assertEqual([(cell["subject_id"], cell["indicator"], cell["value"])
                          for cell in seen["cells"]], [(self.units["T14"], "Z01", "8")])
        self.assertEqual(self.changes("T14", seen["cursor"])["cells"], [])
        # A cell of another group is not told here; a stale cursor asks for a new page.
        self.assertEqual(self.changes("D01", cursor)["cells"], [])
        self.assertTrue(self.changes("T14", 0)["reload"])
        self.assertEqual(self.office.get(f"/years/{YEAR}/groups/{self.groups['T14']}/score-changes"
                                         "?since=x").status, 400)

    # The form ---------------------------------------------------------------------------------

    def test_the_form_saves_a_page_at_once(self):
        form = self.form(self.table("T15"))
        fields = dict(form["fields"])
        keys = [f"{self.units['T15']}.{code}" for code in ("Z01", "Z03")]
        fields["p." + keys[0]], fields["p." + keys[1]] = "6", "99"
        fields["change_reason"] = "整页更改"
        page = self.office.post(form["action"], fields)
        self.assertEqual(page.status, 400)  # one is out of range: nothing is stored
        self.assertIn("0 to 12", page.text)
        self.assertIn('value="99"', page.html)
        self.assertIn('value="6"', page.html)
        self.assertNotEqual(self.cell("T15", "Z01")["value"], "6")
        fields["p." + keys[1]] = "11"
        page = self.office.post(form["action"], fields)
        self.assertEqual(page.status, 303, page.text[:400])
        self.assertEqual((self.cell("T15", "Z01")["value"], self.cell("T15", "Z03")["value"]),
                         ("6", "11"))
        # The same form again: its cells are stale now but say what stands there.
        self.assertEqual(self.office.post(form["action"], fields).status, 303)
        # Untouched cells that another changed meanwhile are no conflict; touched ones are.
        form = self.form(self.table("T15"))
        self.put("T15", "Z04", "1", why="他人")
        fields = {**form["fields"], "p." + keys[0]: "7", "change_reason": "再改"}
        self.assertEqual(self.office.post(form["action"], fields).status, 303)
        self.assertEqual(self.cell("T15", "Z04")["value"], "1")
        form = self.form(self.table("T15"))
        self.put("T15", "Z01", "8", why="他人")
        fields = {**form["fields"], "p." + keys[0]: "9", "change_reason": "冲突"}
        page = self.office.post(form["action"], fields)
        self.assertEqual(page.status, 409)
        self.assertIn("Somebody entered 8", page.text)
        self.assertIn('value="9"', page.html)
        again = next(one for one in page.forms if "p." + keys[0] in one["fields"])
        page = self.office.post(form["action"], {**again["fields"], "change_reason": "冲突"})
        self.assertEqual(page.status, 303)
        self.assertEqual(self.cell("T15", "Z01")["value"], "9")

    def test_one_subject_alone(self):
        form = self.form(self.path("T16"))
        key = f"{self.units['T16']}.Z06"
        fields = {**form["fields"], f"p.{key}": "", f"n.{key}": "无此项", "change_reason": "核对",
                  "next": "1"}
        page = self.office.post(form["action"], fields)
        self.assertEqual(page.status, 303, page.text[:300])
        self.assertEqual(self.cell("T16", "Z06")["value"], "n/a: 无此项")
        onward = self.office.get(page.headers["Location"])
        self.assertEqual(onward.status, 303)
        self.assertIn("/scores/", onward.headers["Location"])
        form = self.form(self.path("T16"))
        page = self.office.post(form["action"], {**form["fields"], f"p.{key}": "3",
                                                 "change_reason": "核对"})
        self.assertEqual(page.status, 400)  # points and a reason
        self.assertIn("not both", page.text)

    def test_the_cells_own_page(self):
        path = self.path("T17", "Z01")
        form = next(form for form in self.office.get(path).forms if "points" in form["fields"])
        fields = {**form["fields"], "points": "5", "change_reason": "单格"}
        fields.pop("remove", None)
        page = self.office.post(path, fields)
        self.assertEqual(page.status, 303, page.text[:300])
        page = self.office.post(path, fields)
        self.assertEqual(page.status, 303)  # the same again
        page = self.office.post(path, {**fields, "points": "6"})
        self.assertEqual(page.status, 409)
        self.assertIn('value="6"', page.html)
        form = next(form for form in page.forms if "points" in form["fields"])
        page = self.office.post(path, {**form["fields"], "change_reason": "", "remove": "1"})
        self.assertEqual(page.status, 400)
        form["fields"].pop("remove", None)
        page = self.office.post(path, {**form["fields"], "points": "6", "change_reason": "看过"})
        self.assertEqual(page.status, 303)
        self.assertEqual(self.cell("T17", "Z01")["value"], "6")

    # Rights -----------------------------------------------------------------------------------

    def test_who_may(self):
        for login in ("leader", "unit", "liaison", "cadre", "organisation", "system", "security",
                      "audit"):
            client = self.client(login)
            for path in (self.table("T04"), self.path("T04"), self.path("T04", "Z01"),
                         self.table("T04") + ".json", self.table("T04") + ".csv"):
                self.assertEqual(client.get(path).status, 403, (login, path))
            page = client.post(self.path("T04", "Z01"), {"csrf": client.csrf(), "points": "1"})
            self.assertEqual(page.status, 403, login)

    def test_an_inspector_of_one_unit_sees_and_scores_only_that(self):
        added = self.at.run("user", "add", "one", "--name", "组员", "--role", "inspector",
                            "--unit", "T18").out.strip()
        one = harness.Client(self.at.port, "en")
        one.login(*added.split("\t")[:2])
        data = json.loads(one.get(self.table("T18") + ".json").body)
        self.assertEqual([subject["code"] for subject in data["subjects"]], ["T18"])
        other = next(unit for unit in self.units
                     if self.groups[unit] == self.groups["T18"] and unit != "T18")
        self.assertNotIn(self.units[other], one.get(self.table("T18")).html)
        for path in (self.path(other), self.path(other, "Z01"), self.path(other, "Z01") + ".json",
                     self.table("D01")):
            self.assertEqual(one.get(path).status, 404, path)
        csrf = one.csrf()
        page = one.post(self.path(other, "Z01"), {"csrf": csrf, "points": "1", "seen": "",
                                                  "change_reason": "x"})
        self.assertEqual(page.status, 404)
        before = self.cell(other, "Z01")
        page = one.post(self.table("T18"), {"csrf": csrf, "change_reason": "x", "as": "",
                                            f"p.{self.units[other]}.Z01": "1"})
        self.assertEqual(page.status, 404)
        self.assertEqual(self.cell(other, "Z01"), before)
        cursor = self.changes("T18", 10 ** 9)["cursor"]
        self.put(other, "Z01", "2", why="他处")
        self.assertEqual(self.changes("T18", cursor, client=one)["cells"], [])
        self.assertEqual(self.put("T18", "Z01", "9", why="本组", client=one)[0], 200)

    # Persons ----------------------------------------------------------------------------------

    def test_persons_of_a_level(self):
        table = f"/years/{YEAR}/levels/section/scores"
        data = json.loads(self.office.get(table + ".json").body)
        self.assertGreater(len(data["subjects"]), 50)
        first = data["subjects"][0]
        page = self.office.get(table)
        self.assertIn("?from=51", " ".join(page.links))
        self.assertEqual(self.office.get(table + "?from=51").status, 200)
        path = f"{table}/{first['id']}/S01"
        page = self.office.post(path, {"csrf": self.office.csrf(), "points": "9.5", "seen": "",
                                       "as": ""}, Accept="application/json")
        self.assertEqual(page.status, 201, page.body[:300])
        self.assertEqual(json.loads(page.body)["cell"]["average"], "9.5")
        after = json.loads(self.office.get(table + ".json").body)
        self.assertEqual(after["missing"], data["missing"] - 1)
        deputy = f"/years/{YEAR}/levels/deputy_section/scores/{first['id']}"
        self.assertEqual(self.office.get(deputy).status, 404)


if __name__ == "__main__":
    harness.main()
