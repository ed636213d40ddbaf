"""Real objects of every kind that an address names, for the suites that visit every route: one's own, of
another account, of another unit, of another jurisdiction.

The demonstration has units, persons, results and the like; what only people make (uploads, tokens, slips …)
is made here through the pages. Another jurisdiction is copied into the tables past the program, because no
page makes a second one; forget_elsewhere() takes it out before the ledger is verified.
"""
import json
import re
import time

import harness

ID = r"[0-9A-HJKMNP-TV-Z]{13}"
TABLE = "单位代码,单位名称,类别\r\n{0},{1},镇街\r\n"
ELSEWHERE = ("unit", "person", "appraisal_group", "entry", "scheme", "import_batch", "import_upload",
             "import_mapping", "result", "objection", "proposal", "unit_change", "slip", "deputy")
OFFSET = 7  # the other jurisdiction's id, and its rows': that of the copied row plus this


def id_text(number):
    """An identifier as addresses show it (base/id.h)."""
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    return "".join(digits[int(number) >> (5 * place) & 31] for place in range(12, -1, -1))


def first(page, pattern):
    """The identifier in the first link or form of a page that looks like that."""
    found = re.search(pattern, getattr(page, "html", ""))
    if not found:
        raise AssertionError(f"no {pattern}: {page.status} {page.text[:300]}")
    return found[1]


class Maker:
    """Fills `ids` (name → identifier) with what the clients make; a client per log-in in `clients`."""

    def __init__(self, at, clients):
        self.at, self.clients, self.ids = at, clients, {}

    def post(self, who, path, status=303, **fields):
        client = self.clients[who]
        page = client.post(path, {"csrf": client.csrf("/account"), **fields})
        if page.status != status:
            raise AssertionError(f"{who} {path}: {page.status} {page.text[-900:]}")
        return page

    def upload(self, login, code, name, heading=TABLE):
        client = self.clients[login]
        page = client.upload("/import/check", {"csrf": client.csrf("/account"), "profile": "units"},
                             "file", f"{code}.csv", heading.format(code, name).encode())
        return re.search(f"/import/uploads/({ID})", page.headers["Location"])[1]

    def account(self, login, *words):
        """A further account of the command line, logged in."""
        made = self.at.run("user", "add", login, *words).out.split()
        self.clients[login] = harness.Client(self.at.port, "en")
        self.clients[login].login(*made)
        return id_text(self.at.sql(f"SELECT id FROM account WHERE login = '{login}'")[0][0])

    def session(self, login):
        """The identifier of another session of a log-in: of whoever looks, their own is not listed."""
        return id_text(self.at.sql("SELECT id FROM session WHERE account_id = (SELECT id FROM account "
                                   f"WHERE login = '{login}') ORDER BY id LIMIT 1")[0][0])

    def mapping(self):
        """A remembered table with foreign headings."""
        heading = "序号,单位编码,单位,单位性质\r\n1,{0},{1},乡镇\r\n"
        path = "/import/uploads/" + self.upload("office", "M1", "甲乡", heading) + "/columns"
        page = self.clients["office"].get(path)
        fields = next(form["fields"] for form in page.forms if form["action"].endswith("/columns"))
        for name, options in re.findall(r'<select[^>]* name="([^"]+)">(.*?)</select>', page.html, re.S):
            chosen = re.search(r'<option value="([^"]*)" selected', options)
            fields[name] = chosen[1] if chosen else fields.get(name, "")
        page = self.clients["office"].post(path, {**fields, "remember": "1"})
        if page.status != 303:
            raise AssertionError(f"{path}: {page.status} {page.text[:400]}")
        return first(self.clients["office"].get("/import/mappings"), f"/import/mappings/({ID})/forget")

    def workbook(self):
        """An upload of several sheets: the program's own template."""
        client = self.clients["office"]
        book = client.get("/import/units/template.xlsx").body
        page = client.upload("/import/check", {"csrf": client.csrf("/account"), "profile": "units"},
                             "file", "template.xlsx", book)
        return re.search(f"/import/uploads/({ID})", page.headers["Location"])[1]

    def deputy(self, login, name):
        page = self.post(login, "/deputies", deputy=name, from_day="2009-03-17", to_day="2009-12-31",
                         acts="entry", reason="示例：出差")
        return first(self.clients[login].get(page.headers["Location"]), f"/deputies/({ID})/revoke")

    def backup(self):
        self.post("system", "/system/backups")
        for _ in range(600):
            page = self.clients["system"].get("/system/backups")
            found = re.search(r"/system/backups/([0-9-]+)/verify", page.html)
            if found:
                return found[1]
            time.sleep(0.1)
        raise AssertionError(page.text[:400])

    def move_result(self, group, event, place="groups", **fields):
        """One event of a group's result of 2008, as its page's form sends it."""
        path = f"/years/2008/{place}/{group}/result"
        page = self.clients["office"].get(path)
        form = next(form for form in page.forms if (form["action"] or "").endswith("/" + event))
        self.post("office", f"{path}/{event}", **{**form["fields"], **fields})

    def correct(self, group, place="groups"):
        """Version 2 of a final result, a draft."""
        self.move_result(group, "correct", place, reason="示例更正", reference="示〔2009〕2号")

    def publish(self, group):
        """The same, in publicity."""
        self.correct(group)
        self.move_result(group, "publish")

    def make(self, elsewhere=True):
        ids, at = self.ids, self.at
        ids["second office account"] = self.account("office2", "--role", "office")
        self.account("standin", "--role", "inspector")
        ids["waiting account"] = self.account_waiting()
        ids["own upload"] = self.upload("office", "U1", "甲站")
        ids["foreign upload"] = self.upload("office2", "U2", "乙站")
        ids["mapping"] = self.mapping()
        ids["workbook upload"] = self.workbook()
        for owner, login in (("own", "office"), ("foreign", "office2")):
            self.clients[login].make_token("registers", name=f"token of {login}")
            ids[f"{owner} token"] = id_text(at.sql("SELECT id FROM token WHERE account_id = (SELECT id "
                                                   f"FROM account WHERE login = '{login}')")[0][0])
            ids[f"{owner} session"] = self.session(login)
        ids["own deputy"] = self.deputy("office", "office2")
        ids["foreign deputy"] = self.deputy("office2", "standin")
        at.run("user", "slip", "system")
        ids["slip request"] = first(self.clients["security"].get("/slip-requests"),
                                    f"/slip-requests/({ID})")
        ids["backup"] = self.backup()
        ids["change"] = self.change()
        self.post("office", "/years/2009/examinations")
        ids["planned meeting"], ids["planned topic"] = self.meeting("示例筹备会议", "2009-03-30")
        ids["held meeting"], ids["held topic"] = self.meeting("示例已开会议", "2009-03-16", "announce", "hold")
        self.post("office", f"/meetings/{ids['held meeting']}/topics/{ids['held topic']}/conclusions",
                  text="示例议定事项", unit="D05", due_day="2009-06-30")
        ids["held conclusion"] = id_text(at.sql("SELECT id FROM meeting_conclusion ORDER BY id DESC")[0][0])
        for name, group in (("corrected group", "社会事业组"), ("public group", "街道组")):
            ids[name] = id_text(at.sql("SELECT id FROM appraisal_group WHERE year = 2008 AND name = "
                                       f"'{group}'")[0][0])
        code = at.sql("SELECT u.code FROM unit u JOIN group_member m ON m.unit_id = u.id "
                      "JOIN appraisal_group g ON g.id = m.group_id WHERE g.year = 2008 AND g.name = '公共服务组' "
                      "ORDER BY u.id LIMIT 1")
        page = self.post("office", "/entries/new", token="3000000000001", subject="unit", code=code[0][0],
                         year="2008", kind="bonus", points="1", reason="示例事由", day="2008-07-01",
                         reference="示〔2008〕1号")
        ids["draft entry"] = re.search(ID, page.headers["Location"])[0]
        self.correct(ids["corrected group"])
        self.publish(ids["public group"])
        ids["public unit"] = id_text(at.sql(
            "SELECT m.unit_id FROM group_member m JOIN appraisal_group g ON g.id = m.group_id WHERE g.year = "
            "2008 AND g.name = '街道组' ORDER BY m.unit_id LIMIT 1")[0][0])
        at.run("ledger", "checkpoint")  # proofs of what was made
        if elsewhere:
            self.elsewhere()
        return ids

    def meeting(self, title, day, *events):
        """A meeting of D05 with one topic, and its topic."""
        path = self.post("office", "/meetings/new", title=title, day=day, kind="joint", series="示例系列",
                         duration="60").headers["Location"]
        self.post("office", path + "/topics/new", title="示例议题", host_unit="D05")
        self.post("office", path + "/participants", units="D05；D06")
        for event in events:
            self.post("office", path + "/move", event=event)
        shown = json.loads(self.clients["office"].get(path + ".json").body)
        return shown["meeting"]["id"], shown["topics"][0]["id"]

    def account_waiting(self):
        return re.search(ID, self.post("security", "/accounts/new", login="waiting",
                                       display_name="待激活").headers["Location"])[0]

    def change(self):
        """A unit of its own renamed, so that the demonstration's stay as they are."""
        unit = re.search(ID, self.post("office", "/units/new", code="X50", name="旧名站",
                                       kind="institution", parent="", revision="0").headers["Location"])[0]
        self.ids["made unit"] = unit
        page = self.post("office", f"/units/{unit}/change/rename/preview", 200, name="新名站",
                         day="2009-03-17", reason="示例", reference="示〔2009〕1号")
        form = next(form for form in page.forms if form["action"] == f"/units/{unit}/change/rename")
        page = self.clients["office"].post(form["action"], form["fields"])
        return re.search(ID, page.headers["Location"])[0]

    # Another jurisdiction -----------------------------------------------------------------------

    def columns(self, table):
        if self.at.engine == "sqlite":
            return [row[1] for row in self.at.sql(f"PRAGMA table_info({table})")]
        return [row[0] for row in self.at.sql("SELECT column_name FROM information_schema.columns "
                                              f"WHERE table_name = '{table}' ORDER BY ordinal_position")]

    def elsewhere(self):
        """One row of each kind as another jurisdiction's: nobody here may see or change it. PostgreSQL checks
        what a row refers to: there the kinds that refer to others of theirs are left to SQLite."""
        for table in ELSEWHERE:
            self.ids[f"elsewhere {table}"] = id_text(OFFSET)
            if self.at.engine == "postgres" and table not in ("unit", "person", "scheme", "import_batch"):
                continue
            names = self.columns(table)
            values = [f"{name} + {OFFSET}" if name in ("id", "jurisdiction_id") else name for name in names]
            self.at.sql(f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table} "
                        f"WHERE jurisdiction_id > 0 ORDER BY id LIMIT 1")
            found = self.at.sql(f"SELECT id FROM {table} WHERE jurisdiction_id = (SELECT MAX(id) + {OFFSET} "
                                "FROM jurisdiction)")
            if found:
                self.ids[f"elsewhere {table}"] = id_text(found[0][0])

    @staticmethod
    def forget_elsewhere(at):
        for table in ELSEWHERE:
            at.sql(f"DELETE FROM {table} WHERE jurisdiction_id > (SELECT MAX(id) FROM jurisdiction)")


def items(client, path):
    return json.loads(client.get(path).body)["items"]
