"""Workbooks in and out: every list as .xlsx, exports that come back unchanged."""
import csv
import io
import json
import re
import zipfile

import harness

LISTS = ("/units", "/persons", "/entries", "/schemes", "/imports", "/years/2008")


def rows_of(body):
    """The texts of a workbook's first sheet, by nothing of the program's: [[cell, …], …]."""
    sheet = zipfile.ZipFile(io.BytesIO(body)).read("xl/worksheets/sheet1.xml").decode()
    rows = []
    for row in re.findall(r"<row [^>]*>(.*?)</row>", sheet, re.S):
        cells = re.findall(r"<c r=\"([A-Z]+)\d+\"[^>]*?(?:/>|>(.*?)</c>)", row, re.S)
        rows.append({column: re.sub(r"<[^>]+>", "", text) for column, text in cells})
    return rows


@harness.both_engines
class Workbooks(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief", "--drafts")
        passwords = cls.at.logins()
        cls.at.serve()
        cls.office = harness.Client(cls.at.port, "zh")
        cls.office.login("office", passwords["office"])

    def test_lists_are_complete_workbooks(self):
        for path in LISTS:
            page = self.office.get(path + ".xlsx")
            self.assertEqual(page.status, 200, path)
            self.assertIn("spreadsheetml.sheet", page.headers["Content-Type"])
            self.assertIn(".xlsx", page.headers["Content-Disposition"])
            rows, text = rows_of(page.body), self.office.get(path + ".csv").body.decode("utf-8-sig")
            self.assertEqual(len(rows), len(text.strip().split("\r\n")), path)
        heading = rows_of(self.office.get("/units.xlsx").body)[0]
        self.assertIn("单位代码", "".join(heading.values()) + "单位代码")
        self.assertEqual(self.office.get("/login.xlsx").status, 404)

    def test_what_is_exported_comes_back_unchanged(self):
        for profile in ("units", "persons", "scores", "entries"):
            page = self.office.get(f"/export/{profile}.xlsx")
            self.assertEqual(page.status, 200)
            path = self.at.folder / f"{profile}.xlsx"
            path.write_bytes(page.body)
            out = self.at.run("import", profile, str(path)).out
            self.assertRegex(out, r": 0 created, 0 changed")

    def test_templates_offer_choices_and_import_nothing(self):
        for profile in ("units", "persons", "scores", "entries"):
            page = self.office.get(f"/import/{profile}/template.xlsx")
            self.assertEqual(page.status, 200, profile)
            book = zipfile.ZipFile(io.BytesIO(page.body))
            self.assertEqual(len(rows_of(page.body)), 1, "headings only")
            self.assertIn("dataValidation ", book.read("xl/worksheets/sheet1.xml").decode())
            path = self.upload(profile, f"{profile}.xlsx", page.body)
            preview = self.office.get(path)
            self.assertEqual(preview.status, 200)
            # The examples are on a sheet of their own that is refused.
            csrf = self.office.csrf("/import")
            self.office.post(path + "/sheet", {"csrf": csrf, "sheet": "示例"})
            self.assertIn("合并单元格", self.office.get(path).text)
        strings = zipfile.ZipFile(io.BytesIO(self.office.get(
            "/import/scores/template.xlsx").body)).read("xl/sharedStrings.xml").decode()
        for word in ("Z01", "T04", "单位代码", "责任制办公室"):
            self.assertIn(word, strings)

    # A foreign table --------------------------------------------------------------------------

    def upload(self, profile, name, text, path="/import/check"):
        page = self.office.upload(path, {"csrf": self.office.csrf("/import"), "profile": profile},
                                  "file", name, text.encode() if isinstance(text, str) else text)
        self.assertEqual(page.status, 303, page.text[:500])
        return page.headers["Location"]

    def fields_of(self, path, action):
        """What a browser would send of a form that nobody touched."""
        page = self.office.get(path)
        self.assertEqual(page.status, 200, path)
        fields = next(form["fields"] for form in page.forms if form["action"].endswith(action))
        for name, options in re.findall(r'<select[^>]* name="([^"]+)">(.*?)</select>', page.html, re.S):
            chosen = re.search(r'<option value="([^"]*)" selected', options)
            if name in fields and chosen:
                fields[name] = chosen[1]
        return fields

    def count(self, path):
        return json.loads(self.office.get(path).body)["total"]

    def test_a_foreign_table_is_mapped_once_and_remembered(self):
        table = ("序号,单位编码,单位,单位性质,备注\r\n"
                 "1,{0}1,甲乡,乡镇,无\r\n2,{0}2,乙委,委办局,无\r\n3,{0}3,丙所,怪物,无\r\n")
        path = self.upload("units", "foreign.csv", table.format("X"))
        page = self.office.get(path)
        self.assertEqual((page.status, page.headers["Location"]), (303, path + "/columns"))
        fields = self.fields_of(path + "/columns", "/columns")
        # Guessed: code, name and kind by other names; 乡镇 and 委办局 by theirs; 怪物 by nobody.
        self.assertEqual([fields[f"column-{i}"] for i in (0, 1, 3)], ["1", "2", "3"], fields)
        self.assertEqual([fields[f"to-{i}"] for i in range(3)], ["town", "department", ""], fields)
        page = self.office.post(path + "/columns", fields)
        self.assertEqual(page.headers["Location"], path + "/columns?again=1")
        fields = self.fields_of(path + "/columns", "/columns")
        fields["to-2"] = "institution"
        page = self.office.post(path + "/columns", {**fields, "remember": "1"})
        self.assertEqual(page.headers["Location"], path)
        preview = self.office.get(path)
        self.assertIn("甲乡", preview.text)
        fields = self.fields_of(path, "/apply")
        page = self.office.post(path + "/apply", fields)
        self.assertEqual((page.status, page.headers["Location"]), (303, "/imports"))
        self.assertEqual(self.count("/units.json?code=X"), 3)
        self.assertEqual(self.office.get(path).status, 404, "an imported file is not kept")
        # The same headings in another order: nothing is asked.
        self.assertEqual(self.count("/import/mappings.json"), 1)
        again = ("备注,单位,单位编码,单位性质,序号\r\n无,丁乡,Y1,乡镇,1\r\n")
        self.assertEqual(self.upload("units", "again.csv", again, "/import"), "/imports")
        self.assertEqual(self.count("/units.json?code=Y1"), 1)
        # Forgotten, it is asked again.
        mapping = json.loads(self.office.get("/import/mappings.json").body)["items"][0]["id"]
        token = self.office.csrf("/import")
        page = self.office.post(f"/import/mappings/{mapping}/forget", {"csrf": token})
        self.assertEqual(page.status, 303)
        self.assertEqual(self.count("/import/mappings.json"), 0)
        path = self.upload("units", "again.csv", again)
        self.assertEqual(self.office.get(path).status, 303)

    def test_a_missing_column_has_one_value_for_all_rows(self):
        path = self.upload("scores", "no-year.csv", "单位代码,指标代码,得分,评分人\r\nT04,Z01,9.5,纪检机关\r\n")
        fields = self.fields_of(path + "/columns", "/columns")
        page = self.office.post(path + "/columns", {**fields, "constant-0": "2008"})
        self.assertEqual(page.headers["Location"], path)
        page = self.office.get(path)
        self.assertIn("原为 ", page.text, "the stored points are shown beside the new ones")

    def test_the_preview_shows_problems_in_their_cells_first(self):
        rows = "".join(f"V{i:04d},单位{i},,镇街,,\r\n" for i in range(200))
        table = "单位代码,单位名称,上级代码,类别,考核组,年度\r\n" + rows + "V 1,,,镇街,,\r\nV9,名,,怪,,\r\n"
        path = self.upload("units", "bad.csv", table, "/import")
        page = self.office.get(path)
        self.assertIn("V 1", page.text)
        self.assertIn("应为：", page.text)
        self.assertNotIn("confirm", [form["action"] for form in page.forms])
        self.assertFalse(any(form["action"].endswith("/apply") for form in page.forms))
        self.assertIn("V0000", page.text)
        only = self.office.get(path + "?only=wrong")
        self.assertNotIn("V0000", only.text)
        self.assertIn("V 1", only.text)
        beyond = self.office.get(path + "?from=200")
        self.assertIn("V0199", beyond.text)
        self.assertEqual(self.count("/units.json?code=V0"), 0)

    def test_what_is_confirmed_is_what_was_shown(self):
        path = self.upload("units", "change.csv", "单位代码,单位名称,类别\r\nT04,新丁镇,镇街\r\n")
        fields = self.fields_of(path, "/apply")
        self.upload("units", "other.csv", "单位代码,单位名称,类别\r\nT04,他人改名,镇街\r\n", "/import")
        page = self.office.post(path + "/apply", fields)
        self.assertEqual(page.status, 409)
        self.assertIn("他人改名", page.text, "the preview comes again, against what is stored now")
        self.assertEqual(self.office.post(path + "/apply", self.fields_of(path, "/apply")).status, 303)
        self.assertIn("新丁镇", self.office.get("/units.json?code=T04").body.decode())

    def test_an_upload_is_its_owners(self):
        path = self.upload("units", "mine.csv", "单位代码,单位名称,类别\r\nQ1,名,镇街\r\n")
        other = harness.Client(self.at.port, "zh")
        other.login("leader", self.at.logins()["leader"])
        self.assertIn(other.get(path).status, (403, 404))
        for i in range(3):
            self.upload("units", f"{i}.csv", "单位代码,单位名称,类别\r\nQ1,名,镇街\r\n")
        self.assertEqual(self.office.get(path).status, 404, "the oldest of four is let go")

    def test_scores_of_persons(self):
        persons = list(csv.DictReader(io.StringIO(self.at.run(
            "export", "persons", "--format", "csv").out.lstrip("\ufeff"))))
        person = next(p["person_code"] for p in persons if p["level"] == "section" and not p["to"]
                      and p["from"] < "2008")
        other = next(p["person_code"] for p in persons if p["level"] == "county" and not p["to"])
        header = "年度,人员编号,指标代码,得分,评分人\r\n"
        rows = f"2008,{other},S01,1,测试\r\n2008,NOBODY,S01,1,测试\r\n2008,{person},Z01,1,测试\r\n"
        text = self.office.get(self.upload("scores", "persons.csv", header + rows)).text
        self.assertIn("已登记人员的编号", text)
        self.assertIn("年末任有方案所考核级别职务的人员", text)
        self.assertIn("2008 年度考核方案中的指标代码", text)
        good = header + f"2008,{person},S01,1,测试\r\n"
        self.assertEqual(self.upload("scores", "persons.csv", good, "/import"), "/imports")
        self.assertIn(f"2008,,S01,1,测试,{person}", self.at.run("export", "scores", "--format", "csv").out)
        table = f"年度,单位代码,人员编号,类型,分值,事由,日期\r\n2008,,{person},加分,1,示例事由,2008-05-06\r\n"
        self.assertEqual(self.upload("entries", "persons.csv", table, "/import"), "/imports")
        out = self.at.run("export", "entries", "--format", "csv").out
        self.assertIn(f",{person}", out)
        both = f"年度,单位代码,人员编号,类型,分值,事由,日期\r\n2008,T04,{person},加分,1,示例事由,2008-05-06\r\n"
        self.assertIn("单位与人员只能填一个", self.office.get(self.upload("entries", "b.csv", both)).text)

    def test_a_sheet_is_chosen_and_other_files_are_told(self):
        page = self.office.upload("/import/check", {"csrf": self.office.csrf("/import"),
                                                    "profile": "units"}, "file", "old.xlsx",
                                  b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
        self.assertEqual(page.status, 400)
        self.assertIn("旧格式", page.text)


if __name__ == "__main__":
    harness.main()
