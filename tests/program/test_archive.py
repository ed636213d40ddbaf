"""Archives: a unit's time line (what it has equals what its lists have, rights, pages, files), a person's
integrity archive (a purpose first, who read it, closures, wrong scope, tokens), entries of earlier archives
imported with planted errors, exported and imported again, undone."""
import csv
import io
import json
import re

import harness
import objects
from test_progress import HEADER, ROWS

HEAD = "person_code,kind,date,title,document_number,issuing_unit,content,valid_until\n"


@harness.both_engines
class Archive(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief", "--drafts")
        cls.at.serve()
        cls.office, cls.leader, cls.cadre, cls.organisation, cls.unit, cls.audit = (
            cls.client(login) for login in ("office", "leader", "cadre", "organisation", "unit",
                                            "audit"))
        page = cls.office.upload("/import", {"profile": "plan", "csrf": cls.office.csrf()}, "file",
                                 "plan.csv", (HEADER + ROWS).encode())
        assert page.status == 303, page.text[:600]
        form = next(form for form in cls.office.get("/plans/2009").forms
                    if form["action"].endswith("/draft"))
        page = cls.office.post(form["action"], {**form["fields"], "event": "publish"})
        assert page.status == 303, page.text[:600]
        number, cls.code = cls.at.sql("SELECT p.id, p.code FROM account a JOIN person p "
                                      "ON p.id = a.person_id WHERE a.login = 'cadre'")[0]
        cls.path = f"/persons/{objects.id_text(number)}/archive"
        cls.other = cls.at.sql("SELECT o.person_id, p.code FROM post o JOIN unit u ON u.id = o.unit_id "
                               "JOIN person p ON p.id = o.person_id WHERE u.code = 'T05' AND "
                               "o.to_day IS NULL ORDER BY o.id LIMIT 1")[0]

    @classmethod
    def client(cls, login, language="en"):
        client = harness.Client(cls.at.port, language)
        client.login(login, cls.at.logins()[login])
        return client

    def unit_path(self, code):
        return "/units/" + objects.id_text(self.at.sql(
            f"SELECT id FROM unit WHERE code = '{code}'")[0][0]) + "/archive"

    def table(self, client, path):
        page = client.get(path)
        self.assertEqual(page.status, 200, page.text[:300])
        return list(csv.reader(io.StringIO(page.body.decode("utf-8-sig"))))[1:]

    def read(self, client, path=None, status=303, **values):
        path = path or self.path
        values = {"csrf": client.csrf(), "purpose": "appointment", "note": "任前考察", **values}
        page = client.post(path, values)
        self.assertEqual(page.status, status, page.text[-500:])
        return page

    def bring(self, rows, status=303, head=HEAD):
        page = self.office.upload("/import", {"profile": "archive", "csrf": self.office.csrf()}, "file",
                                  "archive.csv", (head + rows).encode())
        self.assertEqual(page.status, status, page.text[-700:])
        return page

    def count(self, table):
        return int(self.at.sql(f"SELECT COUNT(*) FROM {table}")[0][0])

    def readings(self, client=None):
        page = (client or self.cadre).get(self.path + "/readings.json")
        self.assertEqual(page.status, 200, page.text[:300])
        return json.loads(page.body)["items"]

    # Units ----------------------------------------------------------------------------------

    def test_1_unit_counts_equal_lists(self):
        for code, year in (("T01", 2009), ("T04", 2009), ("T04", 2008), ("D01", 2009)):
            path = self.unit_path(code)
            page = self.office.get(f"{path}?year={year}")
            self.assertEqual(page.status, 200)
            counts = re.findall(r'href="(/units/[^"]*)">([^<]*)</a> (\d+)</li>', page.html)
            self.assertTrue(counts, page.text[:900])
            for url, label, count in counts:
                url = url.replace("&amp;", "&")
                rows = self.table(self.office, url.replace("/archive?", "/archive.csv?"))
                self.assertEqual(len(rows), int(count), (code, year, label))
                self.assertTrue(all(row[0].startswith(str(year)) and row[1] == label for row in rows))
            whole = self.table(self.office, f"{path}.csv?year={year}")
            self.assertEqual(len(whole), sum(int(count) for _, _, count in counts))

    def test_1_unit_pages_and_links(self):
        """Page after page gives the file's entries; every link opens."""
        path = self.unit_path("T01")
        rows, where = [], path + ".json"
        while where:
            page = json.loads(self.office.get(where).body)
            rows += page["items"]
            where = page["next"]
        whole = self.table(self.office, path + ".csv")
        self.assertEqual([(row["day"], row["title"]) for row in rows],
                         [(row[0], row[3]) for row in whole])
        self.assertEqual(sorted((row["day"] for row in rows), reverse=True),
                         [row["day"] for row in rows])
        for address in sorted({row["address"] for row in rows if row["address"]}):
            self.assertEqual(self.office.get(address).status, 200, address)
        self.assertEqual(self.office.get(path + ".xlsx").status, 200)
        found = self.table(self.office, path + ".csv?text=%E4%B8%93%E9%A2%98")  # 专题
        self.assertTrue(found and all("专题" in row[3] + row[5] for row in found), found)
        for query in ("?kind=no_such", "?year=x", "?year=1", "?after=x"):
            self.assertEqual(self.office.get(path + query).status, 400, query)

    def test_1_unit_rights(self):
        """What somebody may not see is not in the line: confidential items are the unit's and office's."""
        secret = self.unit_path("D01")
        titles = {row[3] for row in self.table(self.office, secret + ".csv?kind=assignment")}
        self.assertIn("线索核查", titles)
        for client in (self.leader, self.organisation):
            rows = self.table(client, secret + ".csv")
            self.assertTrue(rows)
            self.assertNotIn("线索核查", str(rows))
            self.assertNotIn("线索核查", client.get(secret + "?year=2009").text)
        self.assertEqual(self.table(self.organisation, secret + ".csv?kind=proposal"), [])
        self.assertEqual(self.unit.get(self.unit_path("T04")).status, 200)
        for path in (secret, self.unit_path("T05"), "/units/0000000000001/archive"):
            self.assertEqual(self.unit.get(path).status, 404, path)
            self.assertEqual(self.unit.get(path + ".json").status, 404, path)

    def test_1_burden(self):
        """Each number is as long as the list behind it; titles of confidential items are their unit's."""
        path = self.unit_path("T01").replace("/archive", "/burden")
        page = self.office.get(path + "?year=2009")
        numbers = re.findall(r'href="(/units/[^"]*/burden/list[^"]*)">(\d+)</a>', page.html)
        self.assertGreater(len(numbers), 5, page.text[:900])
        for url, number in numbers:
            rows = self.table(self.office, url.replace("&amp;", "&").replace("/list?", "/list.csv?"))
            count = (sum(int(row[3]) for row in rows)
                     if "measure=fields" in url or "measure=minutes" in url else len(rows))
            self.assertEqual(count, int(number), url)
            self.assertEqual(self.office.get(url.replace("&amp;", "&")).status, 200)
        found = json.loads(self.office.get(path + ".json?year=2009").body)
        self.assertEqual(sum(month["asked"]["year"] for month in found["months"]), 5)
        every = json.loads(self.office.get("/burden.json?year=2009").body)["units"]
        mine = next(unit for unit in every if unit["unit"] == "T01")
        self.assertEqual(mine["asked"]["year"], 5)
        self.assertEqual(len(self.table(self.office, "/burden.csv?year=2009")),
                         sum(isinstance(value, dict) for unit in every for value in unit.values()))
        for tail in (".xlsx", ".csv"):
            self.assertEqual(self.office.get(path + tail).status, 200)
        secret = self.unit_path("D01").replace("/archive", "/burden/list.csv?measure=asked&year=2009")
        self.assertEqual([row[2] for row in self.table(self.office, secret)], ["线索核查"])
        self.assertEqual([row[2] for row in self.table(self.organisation, secret)], ["Confidential"])
        self.assertEqual(self.unit.get(path).status, 404)
        self.assertEqual(self.unit.get("/burden").status, 403)
        self.assertEqual(self.cadre.get(self.unit_path("T04").replace("archive", "burden")).status, 200)
        for query in ("?year=x", "?year=1", "/list?measure=no_such", "/list?month=13"):
            self.assertEqual(self.office.get(path + query).status, 400, query)

    # Persons --------------------------------------------------------------------------------

    def test_2_import_with_errors(self):
        before = self.count("archive_entry")
        rows = (f"{self.code},award,2005-12-30,年度先进,示〔2005〕8号,甲镇,,\n"
                "NOBODY,award,2005-12-30,甲,,,,\n"
                f"{self.code},praise,2005-12-30,乙,,,,\n"
                f"{self.code},award,2031-01-01,丙,,,,\n"
                f"{self.code},award,2005-01-02,丁,,,,2005-01-01\n"
                f"{self.code},award,2005-12-30,年度先进,示〔2005〕8号,,,\n"
                f"{self.code},award,,戊,,,,\n")
        page = self.bring(rows, 303)
        page = self.office.get(page.headers["Location"])
        for words in ("NOBODY", "code of a registered person", "praise", "award, training", "2031-01-01",
                      "up to today", "2005-01-01", "not before", "row 2"):
            self.assertIn(words, page.text)
        self.assertEqual(self.count("archive_entry"), before)

    def test_3_purpose_first(self):
        rows = (f"{self.code},award,2005-12-30,年度先进,示〔2005〕8号,甲镇,<b>内容</b>,\n"
                f"{self.code},处分与问责决定,2006年3月1日,诫勉,示〔2006〕3号,,,2006-09-01\n"
                f"{self.other[1]},talk,2007-05-01,任前谈话,,,,\n")
        self.bring(rows)
        self.assertEqual(self.count("archive_entry"), 3)
        self.bring(rows)  # the same again: nothing is written
        self.assertEqual(self.count("archive_entry"), 3)
        page = self.organisation.get(self.path)
        self.assertEqual(page.status, 200)
        self.assertIn("State the purpose", page.text)
        self.assertNotIn("年度先进", page.html)
        for tail in (".json", ".csv", ".xlsx", "/entries.csv"):
            page = self.organisation.get(self.path + tail)
            self.assertEqual(page.status, 403, tail)
            self.assertNotIn("年度先进".encode(), page.body)
        self.read(self.organisation, status=400, purpose="")
        self.read(self.organisation, status=400, purpose="no_such")
        page = self.read(self.organisation, status=400, note=" ")
        self.assertIn("Reason", page.text)
        self.assertEqual(self.readings(), [])
        self.read(self.organisation)
        page = self.organisation.get(self.path)
        for words in ("年度先进", "<b>内容</b>", "诫勉", "valid until 2006-09-01", "Took post"):
            self.assertIn(words, page.text)
        self.assertNotIn("<b>内", page.html)
        self.assertEqual(self.organisation.get(self.path + ".json").status, 200)
        # Another reader and another person need a purpose of their own.
        self.assertIn("State the purpose", self.leader.get(self.path).text)
        other = f"/persons/{objects.id_text(self.other[0])}/archive"
        self.assertIn("State the purpose", self.organisation.get(other).text)
        awards = self.table(self.organisation, self.path + ".csv?kind=entry:award")
        self.assertEqual([row[3] for row in awards], ["年度先进"])

    def test_4_the_person_reads_who_read(self):
        found = self.readings()
        self.assertEqual([(one["reader_role"], one["purpose_title"], one["note"]) for one in found],
                         [("organisation", "Appointment or promotion", "任前考察")])
        page = self.cadre.get(self.path)
        self.assertEqual(page.status, 200)
        self.assertIn("年度先进", page.text)  # one's own needs no purpose …
        self.assertEqual(len(self.readings()), 1)  # … and is no reading
        self.assertEqual(self.cadre.get("/archive").headers["Location"], self.path)
        self.assertIn(self.path, self.cadre.get(self.path.removesuffix("/archive")).links)
        self.assertIn(self.path + "/readings", self.cadre.get("/account").links)
        self.read(self.cadre, status=403)
        self.assertEqual(len(self.readings(self.audit)), 1)
        for client in (self.office, self.organisation, self.unit):
            self.assertEqual(client.get(self.path + "/readings").status, 404)

    def test_5_wrong_scope(self):
        other = f"/persons/{objects.id_text(self.other[0])}/archive"
        for client, path in ((self.unit, self.path), (self.cadre, other), (self.unit, other),
                             (self.office, "/persons/0000000000001/archive")):
            self.assertEqual(client.get(path).status, 404, path)
            self.assertEqual(client.get(path + ".json").status, 404, path)
        self.read(self.unit, status=403)
        # An office of one unit opens archives of its persons only.
        added = self.at.run("user", "add", "office-t5", "--name", "某", "--role", "office", "--unit",
                            "T05").out.strip().split("\t")
        scoped = harness.Client(self.at.port, "en")
        scoped.login(*added[:2])
        self.assertEqual(scoped.get(self.path).status, 404)
        self.read(scoped, status=404)
        self.assertEqual(scoped.get(other).status, 200)
        # Nor does an API token, whatever its owner may.
        program = harness.Client(self.at.port, "en")
        token = self.office.make_token("registers")
        page = program.request("GET", self.path + ".json",
                               headers={"Authorization": f"Bearer {token}"})
        self.assertEqual(page.status, 403, page.text[:300])

    def close(self, client, status=303, **values):
        path = self.path + "/closures"
        form = next(form for form in client.get(path).forms if form["action"] == path)
        page = client.post(path, {**form["fields"], "reason": "审查调查期间", "reference": "示〔2009〕1号",
                                  **values})
        self.assertEqual(page.status, status, page.text[-500:])

    def test_6_closure_hides_and_later_shows(self):
        before = self.cadre.get(self.path)
        self.assertEqual(self.cadre.get(self.path + "/closures").status, 403)
        self.assertEqual(self.organisation.get(self.path + "/closures").status, 403)
        self.close(self.leader, 400, to_day="2009-03-16")
        self.close(self.leader, 400, reason="")
        self.close(self.leader)
        self.bring(f"{self.code},case,2009-03-17,立案审查甲,,,,\n{self.code},award,2009-03-10,新近表彰,,,,\n")
        self.read(self.office, note="核查线索")
        page = self.cadre.get(self.path)
        self.assertNotIn("立案审查甲", page.text)
        self.assertIn("新近表彰", page.text)  # kinds that do not close are not held back
        for words in ("年度先进", "诫勉"):  # what was there before stays
            self.assertIn(words, page.text)
        for tail in (".csv", ".json", ".csv?kind=entry:case", ".csv?text=%E7%AB%8B%E6%A1%88"):
            self.assertNotIn("立案审查甲".encode(), self.cadre.get(self.path + tail).body)
        self.assertEqual(len(self.readings()), 1)
        for words in ("losure", "closed", "限制"):  # nothing tells of it
            self.assertEqual(words in page.html, words in before.html, words)
        self.assertEqual(len(self.readings(self.audit)), 2)
        self.assertIn("立案审查甲", self.office.get(self.path).text)
        form = next(form for form in self.leader.get(self.path + "/closures").forms
                    if form["action"].endswith("/lift"))
        stale = dict(form["fields"])
        page = self.leader.post(form["action"], {**stale, "revision": "9", "end_reason": "调查结束"})
        self.assertEqual(page.status, 409, page.text[-300:])
        page = self.leader.post(form["action"], {**stale, "end_reason": "调查结束"})
        self.assertEqual(page.status, 303, page.text[-300:])
        page = self.leader.post(form["action"], {**stale, "revision": "", "end_reason": "调查结束"})
        self.assertEqual(page.status, 422, page.text[-300:])
        self.assertIn("立案审查甲", self.cadre.get(self.path).text)
        self.assertEqual([one["note"] for one in self.readings()], ["核查线索", "任前考察"])

    def test_7_nobody_decides_about_themself(self):
        """Their own archive: the page of closures does not exist for them."""
        number, code = self.other
        added = self.at.run("user", "add", "leader2", "--role", "leader", "--person", code).out.strip()
        client = harness.Client(self.at.port, "en")
        client.login(*added.split("\t")[:2])
        path = f"/persons/{objects.id_text(number)}/archive"
        self.assertEqual(client.get(path + "/closures").status, 404)
        page = client.post(path + "/closures", {"csrf": client.csrf(), "reason": "本人", "reference": "示1"})
        self.assertEqual(page.status, 404)
        self.assertNotIn("/closures", client.get(path).html)

    def test_8_export_is_import_and_undo(self):
        self.read(self.office)
        page = self.office.get(self.path + "/entries.csv")
        self.assertEqual(page.status, 200)
        count = self.count("archive_entry")
        batches = self.count("import_batch")
        page = self.office.upload("/import", {"profile": "archive", "csrf": self.office.csrf()}, "file",
                                  "again.csv", page.body)
        self.assertEqual(page.status, 303, page.text[-500:])
        self.assertEqual(self.count("import_batch"), batches)
        self.assertEqual(self.count("archive_entry"), count)
        self.assertEqual(self.office.get("/export/archive.csv").status, 404)  # never all at once
        self.assertNotIn("/export/archive", self.office.get("/import").html)
        out = self.at.run("export", "archive", "--format", "csv").out
        self.assertEqual(len(out.strip().splitlines()), count + 1)
        # A change of content is one act, and is undone as one.
        self.bring(f"{self.code},award,2005-12-30,年度先进,示〔2005〕8号,乙局,改过的内容,\n"
                   f"{self.code},pledge,2008-01-02,新承诺,,,,\n")
        page = self.office.get(self.path)
        self.assertIn("改过的内容", page.text)
        batch = objects.id_text(self.at.sql("SELECT id FROM import_batch ORDER BY id DESC LIMIT 1")[0][0])
        page = self.office.post(f"/imports/{batch}/undo", {"csrf": self.office.csrf()})
        self.assertEqual(page.status, 303, page.text[-300:])
        page = self.office.get(self.path)
        self.assertNotIn("新承诺", page.text)
        self.assertIn("<b>内容</b>", page.text)

    def test_9_who_has_neither_post_nor_account(self):
        """A person without a post, and one who left: their archives are there, for who reads everywhere."""
        (self.at.folder / "persons.csv").write_text("person_code,name\nX900,无职某\n", "utf-8")
        self.at.run("import", "persons", "persons.csv")
        number = self.at.sql("SELECT id FROM person WHERE code = 'X900'")[0][0]
        path = f"/persons/{objects.id_text(number)}/archive"
        self.read(self.office, path)
        page = self.office.get(path)
        self.assertIn("No entry matches", page.text)
        self.assertEqual(self.unit.get(path).status, 404)


if __name__ == "__main__":
    harness.main()
