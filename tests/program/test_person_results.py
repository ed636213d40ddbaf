"""Results of persons: who sees which, levels ranked, an objection of one's own, finalising, files."""
import csv
import io
import json
import re
import subprocess
import tempfile

import harness


def words_of(pdf):
    """A PDF's text without white space."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        done = subprocess.run(["pdftotext", "-raw", file.name, "-"], capture_output=True, check=True)
    return re.sub(r"\s+", "", done.stdout.decode("utf-8"))


@harness.both_engines
class PersonResults(harness.ProgramTest):
    """Section heads are final, their deputies in publicity."""

    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.at.serve()
        logins = cls.at.logins()
        cls.clients = {}
        for login in ("office", "leader", "unit", "cadre", "security"):
            cls.clients[login] = harness.Client(cls.at.port)
            cls.clients[login].login(login, logins[login])
        cls.office = cls.clients["office"]
        cls.persons = {}
        for level in ("section", "deputy_section"):
            page = json.loads(cls.office.get(f"/years/2008/levels/{level}.json").body)
            assert page["groups"][0]["level"] == level, page["groups"][0]["level"]
            cls.persons[level] = page["groups"][0]["results"]
        cls.deputy = cls.account_of_a_deputy()

    @classmethod
    def account_of_a_deputy(cls):
        person = cls.persons["deputy_section"][40]
        cls.deputy_id = person["person_id"]
        added = cls.at.run("user", "add", "deputy", "--name", "副职甲", "--role", "cadre", "--unit", "T05",
                           "--person", person["person_code"]).out.strip()
        client = harness.Client(cls.at.port)
        client.login(*added.split("\t")[:2])
        return client

    def own_id(self):
        person = next(p for p in self.persons["section"] if p["person_code"] == "P0070")
        return person["person_id"]

    def test_levels_are_ranked_for_those_who_read_every_derivation(self):
        page = self.office.get("/years/2008/levels")
        self.assertEqual(page.status, 200)
        self.assertIn("正科职", page.text)
        self.assertIn("/years/2008/levels/section", page.links)
        self.assertIn("/years/2008/levels", self.office.get("/years/2008").links)
        self.assertEqual(self.clients["leader"].get("/years/2008/levels/section").status, 200)
        ranking = self.persons["section"]
        ranks = [person["rank"] for person in ranking]
        self.assertEqual(ranks, sorted(ranks))
        totals = [float(person["total"]) for person in ranking]
        self.assertEqual(totals, sorted(totals, reverse=True))

    def test_distribution_and_quota_agree_with_the_ranking(self):
        for level, persons in self.persons.items():
            path = f"/years/2008/levels/{level}"
            group = json.loads(self.office.get(path + ".json").body)["groups"][0]
            self.assertEqual(sum(band["totals"] for band in group["distribution"]), len(persons))
            for band in group["distribution"]:
                graded = [p for p in persons if p["grade"] == band["grade"]]
                self.assertEqual(band["graded"], len(graded), band)
            quota, = group["quotas"]
            self.assertEqual(quota["grade"], "excellent")
            self.assertEqual(quota["places"], len(persons) * 15 // 100)
            self.assertEqual(quota["used"], sum(p["grade"] == "excellent" for p in persons))
            page = self.office.get(path).body.decode()
            self.assertIn('<svg class="chart" role="img"', page)
            self.assertIn("名额使用", page)
            self.assertNotIn("style=", page)
        own = f"/years/2008/persons/{self.own_id()}"
        page = self.clients["cadre"].get(own).text
        self.assertIn("名额使用", page)
        others = [p["person"] for p in self.persons["section"] if p["person_id"] != self.own_id()]
        self.assertFalse([name for name in others if name in page])
        self.assertEqual(json.loads(self.clients["cadre"].get(own + ".json").body)["quotas"],
                         json.loads(self.office.get("/years/2008/levels/section.json").body)
                         ["groups"][0]["quotas"])

    def test_a_derivation_compares_with_the_year_before(self):
        year = json.loads(self.office.get("/years/2007.json").body)
        before = next(r for g in year["groups"] for r in g["results"] if r["unit_code"] == "T02")
        page = self.office.get(f"/years/2008/units/{before['unit_id']}")
        self.assertEqual(page.status, 200)
        self.assertIn("历年比较", page.text)
        self.assertIn(f"{before['total']} / 100", page.text)
        after = json.loads(self.office.get(f"/years/2008/units/{before['unit_id']}.json").body)
        up = before["rank"] - after["rank"]
        self.assertIn("与上年相同" if up == 0 else f"{'↑' if up > 0 else '↓'} {abs(up)}", page.text)
        self.assertNotIn("历年比较", self.office.get(f"/years/2007/units/{before['unit_id']}").text)

    def test_years_side_by_side(self):
        """The group's members over the years agree with the rankings of each year; parts add up."""
        earlier = json.loads(self.office.get("/years/2007.json").body)
        before = {r["unit_id"]: (g, r) for g in earlier["groups"] for r in g["results"]}
        now = json.loads(self.office.get("/years/2008.json").body)
        group = next(g for g in now["groups"] if g["group"] == "镇组")
        path = f"/years/2008/groups/{group['group_id']}/years"
        answer = json.loads(self.office.get(path + ".json").body)
        self.assertEqual([m["unit_id"] for m in answer["members"]],
                         [r["unit_id"] for r in group["results"]])
        for member, result in zip(answer["members"], group["results"]):
            former, latest = member["comparison"]
            self.assertEqual((former["year"], latest["year"]), (2007, 2008))
            for year, expected in ((former, before[member["unit_id"]][1]), (latest, result)):
                self.assertEqual((year["total"], year["rank"], year["grade"]),
                                 (expected["total"], expected["rank"], expected["grade"]))
                self.assertAlmostEqual(float(year["percent"]), float(year["total"]), delta=0.051)
        page = self.office.get(path)
        self.assertEqual(page.status, 200)
        self.assertIn(f"{latest['rank']} / {latest['ranked']}", page.text)
        rows = list(csv.DictReader(io.StringIO(self.office.get(path + ".csv").body.decode("utf-8-sig"))))
        self.assertEqual(len(rows), 2 * len(answer["members"]))
        self.assertEqual(rows[0]["percent"], answer["members"][0]["comparison"][1]["percent"])
        level = json.loads(self.office.get("/years/2008/levels/section/years.json").body)
        self.assertEqual([m["person_id"] for m in level["members"]],
                         [r["person_id"] for r in self.persons["section"]])
        # Not final: the shown year is appraised, and stands beside nothing.
        level = json.loads(self.office.get("/years/2008/levels/deputy_section/years.json").body)
        self.assertEqual(level["members"][0]["comparison"][0]["state"], "publicity")
        # A draft that the asker may not see; a level that is not theirs.
        draft = next(g for g in now["groups"] if g["state"] == "draft")
        hidden = f"/years/2008/groups/{draft['group_id']}/years"
        self.assertEqual(self.office.get(hidden).status, 200)
        for path in (hidden, hidden + ".json", hidden + ".csv", "/years/2008/levels/section/years",
                     "/years/2008/levels/section/years.json"):
            self.assertEqual(self.clients["cadre"].get(path).status, 404, path)

    def test_parts_of_a_frozen_year_are_those_of_its_derivation(self):
        """A final year's parts, of the person alone as of its basis, are those that its own page adds up."""
        person = self.persons["section"][0]["person_id"]
        then, = json.loads(self.office.get(f"/years/2008/persons/{person}.json").body)["comparison"]
        later = json.loads(self.office.get(f"/years/2009/persons/{person}.json").body)["comparison"]
        self.assertEqual(len(then["parts"]), 3)
        self.assertTrue(all(part["percent"] for part in then["parts"]))
        self.assertEqual(later[0], then)
        self.assertIn("各部分历年得分率", self.office.get(f"/years/2009/persons/{person}").text)

    def test_lists_of_years_read_frozen_lines(self):
        own = next(p for p in self.persons["section"] if p["person_code"] == "P0070")
        page = self.clients["cadre"].get(f"/persons/{self.own_id()}/results").text
        self.assertIn(own["total"], page)
        self.assertRegex(page, rf"{own['rank']} / {len(self.persons['section'])}")

    def test_level_rankings_are_private(self):
        for login in ("unit", "cadre"):
            client = self.clients[login]
            level = "/years/2008/levels/section"
            for path in ("/years/2008/levels", "/years/2008/levels.csv", level, level + ".csv",
                         level + ".json", level + ".xlsx", level + "/result"):
                self.assertEqual(client.get(path).status, 404, (login, path))
            self.assertNotIn("/years/2008/levels", client.get("/years/2008").links)
            self.assertEqual(client.get("/years/2008/levels/section/letters.pdf").status, 403)
        self.assertEqual(self.clients["security"].get("/years/2008/levels").status, 403)

    def test_a_cadre_sees_their_own_and_nobody_elses(self):
        cadre, own, other = self.clients["cadre"], self.own_id(), self.persons["section"][0]["person_id"]
        for tail in ("", ".json", ".csv", "/letter.pdf"):
            self.assertEqual(cadre.get(f"/years/2008/persons/{own}{tail}").status, 200, tail)
            self.assertEqual(cadre.get(f"/years/2008/persons/{other}{tail}").status, 404, tail)
        self.assertEqual(cadre.get(f"/persons/{other}/results").status, 404)
        page = cadre.get(f"/years/2008/persons/{own}")
        self.assertFalse([link for link in page.links if "/levels" in link])
        self.assertFalse([link for link in page.links if link.startswith("/results/")])
        page = cadre.get(f"/persons/{own}/results")
        self.assertIn(f"/years/2008/persons/{own}", page.links)
        self.assertIn(f"/persons/{own}/results", cadre.get(f"/persons/{own}").links)

    def test_every_link_of_the_persons_pages_leads_somewhere(self):
        for client, id in ((self.clients["cadre"], self.own_id()), (self.deputy, self.deputy_id),
                           (self.office, self.deputy_id)):
            for path in (f"/years/2008/persons/{id}", f"/persons/{id}/results"):
                for link in client.get(path).links:
                    if link.startswith("/") and not link.startswith("/ledger/proofs"):
                        self.assertIn(client.get(link).status, (200, 303), (path, link))

    def test_links_between_a_ranking_and_its_result(self):
        group = next(link for link in self.office.get("/years/2008").links
                     if re.fullmatch(r"/years/2008/groups/\w+/result|/years/2008/groups/\w+", link))
        for path in ("/years/2008/levels/section", group):
            links = self.office.get(path).links
            for tail in ("/result", ".csv", ".json", "/letters.pdf"):
                self.assertIn(path + tail, links)
            self.assertEqual(self.office.get(path + "/result").status, 200)

    def test_derivation_adds_up_to_the_ranking(self):
        for level in ("section", "deputy_section"):
            for person in self.persons[level][:3]:
                path = f"/years/2008/persons/{person['person_id']}.json"
                self.assertEqual(json.loads(self.office.get(path).body)["total"], person["total"])

    def test_ranking_as_csv(self):
        text = self.office.get("/years/2008/levels/deputy_section.csv").body.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual(len(rows), len(self.persons["deputy_section"]))
        self.assertEqual(rows[0]["person_code"], self.persons["deputy_section"][0]["person_code"])
        self.assertEqual(rows[0]["total"], self.persons["deputy_section"][0]["total"])

    def test_letters_say_what_stands_behind_them(self):
        final = words_of(self.clients["cadre"].get(f"/years/2008/persons/{self.own_id()}/letter.pdf").body)
        self.assertIn("第1版，已于2009-01-20定稿", final)
        self.assertIn("公示期已于2009-01-18届满", final)
        public = words_of(self.deputy.get(f"/years/2008/persons/{self.deputy_id}/letter.pdf").body)
        self.assertIn("第1版，自2009-01-12至2009-01-18公示", public)
        self.assertIn("异议须在2009-01-18前（含当日）提出", public)

    def test_levels_that_the_scheme_does_not_name_and_years_without(self):
        for path in ("/years/2008/levels/county", "/years/2008/levels/1", "/years/2008/levels/x",
                     "/years/2008/levels/county/result", "/years/2008/levels/%E6%AD%A3%E7%A7%91%E8%81%8C",
                     "/years/1999/levels", "/years/2008/persons/0000000000001"):
            self.assertEqual(self.office.get(path).status, 404, path)

    def test_z_object_withdraw_publication_and_finalise(self):
        work = self.deputy.get("/")
        objecting = next(link for link in work.links if link.endswith(f"/objections/{self.deputy_id}/new"))
        self.assertIn(f"/years/2008/persons/{self.deputy_id}", work.links)
        self.assertEqual(self.clients["cadre"].get(objecting).status, 404)
        page = self.deputy.get(objecting)
        self.assertEqual(page.status, 200)
        sent = self.deputy.post(objecting, {"csrf": self.deputy.csrf(objecting), "indicator": "S01",
                                            "text": "学习笔记已按时提交，请核对。"})
        self.assertEqual(sent.status, 303, sent.text)
        objection = sent.headers["Location"]
        self.assertEqual(self.deputy.get(objection).status, 200)
        for login in ("cadre", "unit"):
            self.assertEqual(self.clients[login].get(objection).status, 404, login)
        self.finalise(expect=422)
        answer = self.office.post(objection, {"csrf": self.office.csrf(objection), "event": "reject",
                                              "answer": "经核对，维持原得分。"})
        self.assertEqual(answer.status, 303, answer.text)
        self.finalise(expect=303)
        page = self.deputy.get(f"/years/2008/persons/{self.deputy_id}")
        self.assertFalse([link for link in page.links if link.startswith("/results/")])
        self.assertEqual(self.deputy.get(objecting).status // 100, 2)

    def finalise(self, expect):
        path = "/years/2008/levels/deputy_section/result"
        form = next(f for f in self.office.get(path).forms if f["action"].endswith("/finalise"))
        done = self.office.post(f"{path}/finalise", dict(form["fields"]))
        self.assertEqual(done.status, expect, done.text)


if __name__ == "__main__":
    harness.main()
