"""A real table of 5,000 units in GB18030: ten planted errors refused with ten exact messages, accepted
after mending, ranked as an independent computation ranks it, imported twice without effect, undone."""
import csv
import io
import json
import random
from fractions import Fraction

import harness

UNITS = 5000
GROUP_SIZE = 50
INDICATORS = [("A1", 10), ("A2", 15), ("B1", Fraction(25, 2)), ("B2", 20), ("C1", 30)]

SCHEME = """\
scheme: test-units
version: 1
title: {zh: 测试方案, en: Test scheme}
subject: unit
in_force: {from_year: 2008}
source: {zh: 测试, en: test, verified: no}
kinds:
  - {code: town, zh: 镇, en: Town}
  - {code: department, zh: 部门, en: Department}
indicators:
""" + "".join(
    f"""  - {{code: {code}, zh: 指标{code}, en: Indicator {code}, article: "1", maximum: {float(maximum)},
     scorer: {{zh: 办公室, en: Office}}}}
""" for code, maximum in INDICATORS) + """\
bonus: {cap: 3}
grades:
  - {code: excellent, zh: 优秀, en: Excellent, from: 90, quota: 20}
  - {code: good, zh: 良好, en: Good, from: 80}
  - {code: fair, zh: 一般, en: Fair, from: 60}
  - {code: poor, zh: 不合格, en: Poor, from: 0}
"""


def table(header, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def unit_rows():
    return [[f"U{i:04d}", f"第{i}单位", "", "镇街" if i % 2 else "部门",
             f"第{i // GROUP_SIZE + 1}组", "2008"] for i in range(UNITS)]


UNIT_HEADER = ["单位代码", "单位名称", "上级代码", "类别", "考核组", "年度"]
SCORE_HEADER = ["年度", "单位代码", "指标代码", "得分", "评分人"]


def score_rows(seed):
    dice = random.Random(seed)
    return [["2008", f"U{i:04d}", code, str(dice.randrange(0, int(maximum * 4) + 1) / 4), "办公室"]
            for i in range(UNITS) for code, maximum in INDICATORS]


def round_half_up(value):
    """To 2 places; returns hundredths."""
    return (value * 100 + Fraction(1, 2)).__floor__()


def independent_ranking(rows):
    """unit → (group, total in hundredths, rank): nothing of the program's code or shape."""
    full = sum(Fraction(maximum) for _, maximum in INDICATORS)
    given = {}
    for _, unit, _, points, _ in rows:
        given[unit] = given.get(unit, Fraction(0)) + Fraction(points)
    totals = {unit: round_half_up(100 * points / full) for unit, points in given.items()}
    ranking = {}
    for unit, total in totals.items():
        group = f"第{int(unit[1:]) // GROUP_SIZE + 1}组"
        peers = [other for other in totals if int(other[1:]) // GROUP_SIZE == int(unit[1:]) // GROUP_SIZE]
        rank = 1 + sum(totals[other] > total for other in peers)
        ranking[unit] = (group, total, rank)
    return ranking


@harness.both_engines
class LargeTable(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.run("init", "--code", "test", "--name", "测试市", "--name-en", "Test city")
        scheme = cls.at.folder / "scheme.yaml"
        scheme.write_text(SCHEME, "utf-8")
        cls.at.run("scheme", "check", str(scheme))
        cls.at.run("scheme", "adopt", str(scheme))

    def write(self, name, header, rows, encoding="gb18030"):
        path = self.at.folder / name
        path.write_bytes(table(header, rows).encode(encoding))
        return str(path)

    def test_1_ten_planted_errors(self):
        rows = unit_rows()
        planted = [  # index, column, value: row in the file is index + 2
            (10, 0, ""), (99, 1, ""), (512, 3, "乡村"), (1000, 5, "二〇〇八"), (1500, 2, "U9999"),
            (2000, 0, "U 20"), (2500, 5, "1776"), (3000, 5, ""), (4000, 0, "U3999"), (4999, 2, "U4999"),
        ]
        for index, column, value in planted:
            rows[index][column] = value
        path = self.write("bad.csv", UNIT_HEADER, rows)
        done = self.at.run("import", "units", path, "--format", "json", check=False, language="zh")
        self.assertEqual(done.returncode, 2, done.err)
        report = json.loads(done.out)
        found = sorted((error["row"], error["column"]) for error in report["errors"])
        expected = sorted((index + 2, UNIT_HEADER[column]) for index, column, _ in planted)
        # A year that is missing beside a group is told at the group or the year: both name the row.
        self.assertEqual([row for row, _ in found], [row for row, _ in expected], report["errors"])
        for error in report["errors"]:
            self.assertTrue(error["problem"], error)
        by_row = {error["row"]: error for error in report["errors"]}
        self.assertEqual(by_row[514]["found"], "乡村")
        self.assertEqual(by_row[514]["column"], "类别")
        self.assertIn("镇街", by_row[514]["problem"])
        count = json.loads(self.at.run("export", "units", "--format", "json").out)
        self.assertEqual(len(count), 0, "nothing may be stored")

    def test_2_accepted_after_mending(self):
        path = self.write("units.csv", UNIT_HEADER, unit_rows())
        dry = json.loads(self.at.run("import", "units", path, "--dry-run", "--format", "json").out)
        self.assertEqual((dry["rows"], dry["created"] > 0, dry["stored"]), (UNITS, True, False))
        done = json.loads(self.at.run("import", "units", path, "--format", "json").out)
        self.assertTrue(done["stored"])
        again = json.loads(self.at.run("import", "units", path, "--format", "json").out)
        self.assertEqual((again["created"], again["changed"], again["stored"]), (0, 0, False))

    def test_3_ranked_as_an_independent_computation_ranks(self):
        rows = score_rows(20081231)
        path = self.write("scores.csv", SCORE_HEADER, rows, "utf-8-sig")
        self.at.run("import", "scores", path)
        out = self.at.run("appraise", "--year", "2008", "--format", "csv").out
        listed = list(csv.DictReader(io.StringIO(out.lstrip("\ufeff"))))
        self.assertEqual(list(listed[0]), ["unit_code", "group", "total", "rank", "grade", "vetoed"])
        self.assertEqual(len(listed), UNITS)
        expected = independent_ranking(rows)
        wrong = [(row, expected[row["unit_code"]]) for row in listed
                 if (row["group"], round(float(row["total"]) * 100), int(row["rank"]))
                 != expected[row["unit_code"]]]
        self.assertEqual(wrong[:3], [])

    def test_4_undo_is_one_act(self):
        rows = [["2008", "U0007", "A1", "0", "办公室"]]
        path = self.write("change.csv", SCORE_HEADER, rows)
        before = self.at.run("export", "scores", "--year", "2008", "--format", "csv").out
        done = json.loads(self.at.run("import", "scores", path, "--format", "json").out)
        self.assertEqual((done["changed"], done["stored"]), (1, True))
        self.at.run("import", "undo", done["import"])
        self.assertEqual(self.at.run("export", "scores", "--year", "2008", "--format", "csv").out, before)

    def test_5_export_imports_again_without_effect(self):
        for profile in ("units", "scores"):
            out = self.at.run("export", profile, "--year", "2008", "--format", "csv").stdout
            path = self.at.folder / f"again-{profile}.csv"
            path.write_bytes(out)
            again = json.loads(self.at.run("import", profile, str(path), "--format", "json").out)
            self.assertEqual((again["created"], again["changed"], again["stored"]), (0, 0, False), profile)


if __name__ == "__main__":
    harness.main()
