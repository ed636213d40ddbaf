"""Hostile text in every field of every form, of every input that a route declares, of every query of a list.

Nothing here names a form: the fields are those that the pages show (forms.py, found by visiting the
GET rows of the route tables as every role) and those that /openapi.json declares. A POST row that
neither shows nor declares fails, unless NO_FORM says why. Every answer is looked at: no failure of
ours, quick, no header of the sender's making, no markup of the sender's making; what was refused
has changed no row, and says which field. In the end every page, file and JSON answer is fetched
again, and the database is searched for what no field may hold.
"""
import collections
import csv
import io
import json
import re
import sqlite3
import subprocess
import time
import urllib.parse
import zipfile
from xml.etree import ElementTree

import forms
import harness
import objects
from test_matrix import ELSEWHERE, LOGINS, NO_PAGE_OF_FORM, OBJECTS, ROUTES, id_text, samples_of

SCOPES = ("registers", "results", "proposals", "entries", "scores", "edit", "import", "export")
SECONDS = 5  # that any one answer may take, under the sanitizers and with other programs running
MARK = "zq9"  # of everything sent here; no page has it otherwise
MARKUP = f"<{MARK} x=1>\"{MARK}a='--;{{{{7*7}}}}${{7}}</textarea>𠮷😀"
# Bytes that no form may hold, percent-encoded: the whole form is refused.
NOT_TEXT = ("%FF%FE", "%C0%AF", "%ED%A0%80", "%F4%90%80%80", "a%00b", "%E4%B8", "%", "%zz")
# Text that shows another text than it is, or breaks a line where there is one.
CONTROL = (f"{MARK}\x01", f"{MARK}\x85", f"\u202e{MARK}", f"{MARK}\u2028", f"{MARK}\ufffe")
ONE_LINE = f"{MARK}-one\nline"
AREA = f"{MARK}-area\nline"
HEADERS = (f"{MARK}\r\nX-Zq9: 1", f"{MARK}%0d%0aX-Zq9: 1")
LONG = MARK + "长" * 20000
NUMBERS = ("9" * 400, "-1", "1e309", "NaN", "９")
DAYS = ("2009-02-30", "99999-01-01")
IDS = ("ZZZZZZZZZZZZZ", "9223372036854775808", "../../etc/passwd")
SQL = (f"'; DROP TABLE unit; -- {MARK}", f"%_{MARK}' OR '1'='1\\")
INVISIBLE = (f"{MARK}\u200b", "   ", "")
FORMULAS = (f'=HYPERLINK("http://{MARK}.example","x")', f"+{MARK}", f"\t={MARK}")
# First what is refused nearly everywhere; what is likely to be stored, and may use the form up, last.
VALUES = (*CONTROL, *HEADERS, ONE_LINE, LONG, *NUMBERS, *DAYS, *IDS, *SQL, *INVISIBLE, *FORMULAS, MARKUP)
FEW = (CONTROL[0], CONTROL[2], CONTROL[4], ONE_LINE, LONG, "1e309", "2009-02-30", IDS[0], IDS[1], SQL[1],
       FORMULAS[0], MARKUP)
FEWEST = (CONTROL[4], LONG, IDS[1], FORMULAS[0], MARKUP)  # on the second engine
NESTED = (["a", ["b"]], {"a": {"b": [1]}}, {"name": "x", "text": MARKUP}, [MARKUP] * 3, 1e308, 10 ** 30,
          -0.5, True, None)

# What a person would type where a form comes up empty, so that a refusal is about the field that is tried.
GOOD = {"login": "zqperson", "display_name": "示例", "code": "T04", "name": "示例名称", "reason": "示例事由和说明",
        "reference": "示〔2009〕1号", "day": "2009-03-17", "points": "1", "year": "2008",
        "text": "示例异议：该项得分与所附材料不符，请核对。",
        "purpose": "示例", "deputy": "leader", "to_day": "2009-12-31", "acts": "entry",
        "title": "示例职务", "from_day": "2009-03-17",
        "unit": "T05", "note": "示例", "answer": "示例答复：经核对，予以维持，理由如下。", "scope_registers": "1", "others": "T08",
        "source": (harness.ROOT / "rules/target-management-2008.yaml").read_text("utf-8"),
        "code1": "X61", "name1": "示例站", "change_reason": "示例", "which": "all", "kind": "bonus",
        "confirm": "1"}
# … and where the form's own value would end the test: log-ins that idle for a minute.
CALENDAR = (harness.ROOT / "rules/calendar/2009.yaml").read_text("utf-8")
INSTEAD = {"/security/policy/new": {"from_day": "2031-01-01"},
           "/entries/new": {"code": "{draft_code}", "day": "2008-07-01"},
           "/handovers/new": {"giver": "{person_a}", "receiver": "{person_b}"},
           "/account/code": {"code": "123456"},
           "/calendars": {"text": CALENDAR}, "/calendars/check": {"text": CALENDAR},
           "/import": {"profile": "units"}, "/import/check": {"profile": "units"},
           "/slips": {"which": "all"},
           "/years/{year}/groups/{group}/scores/{subject}/{indicator}": {"reason": ""},
           "/years/{year}/levels/{group}/scores/{subject}/{indicator}": {"reason": ""},
           "/years/{year}/examinations/{person}/findings": {"facts": "示例事实", "finding_reason": "示例理由"},
           "/years/{year}/examinations/{person}/marks": {
               f"r.{code}": "示例" for code in ("S01", "S02", "S03", "P01", "P02", "I01", "I02")},
           "/account/password": {"current": "wrong", "password": "a", "repeat": "b"}}
UNITS = "单位代码,单位名称,类别\r\nU9,甲站,镇街\r\n"
# POST rows without any field but the token, or whose forms are seen in a moment that this test does not make.
NO_FORM = {
    "/login/code": "only between the two steps of a log-in: test_log_in.py",
    "/account/code/remove": "no field; shown to who uses codes: test_log_in.py",
    "/system/backups/{id}/remove": "no field; shown for all but the newest: test_system.py",
    "/system/backups/{id}/download": "no field; shown for encrypted ones: test_system.py",
    "/years/{year}/levels/{level}/result/correct":
        "as for groups, by the same handler: one level is corrected, the other one public",
    "/deputies/{id}/decline": "no field; shown to who is named a deputy: test_rights.py",
    **{f"/account/mail{act}": "shown where mail is set up: test_reminders.py"
       for act in ("", "/code", "/switch", "/remove")},
    **{f"/reminders/{act}": "no field; shown with a reminder: test_reminders.py"
       for act in ("seen", "{id}/seen")},
    "/account/feeds/{id}/revoke": "no field; shown with an address: test_reminders.py",
    **{path: "shown for what this test has not made: test_progress.py"
       for path in ("/reports/{id}/withdraw", "/due-requests/{id}", "/due-requests/{id}/withdraw",
                    "/samplings/{id}")},
    **{f"/evidence/uploads/{{id}}/{act}": "by the script of an upload in pieces: test_evidence.py"
       for act in ("piece", "finish", "discard")},
    "/persons/{id}/archive/closures/{closure}/lift": "shown while one is in force: test_archive.py",
    "/plans/{year}/overlaps/{item}/{other}": "shown on a draft with near items: test_plan_overlap.py",
    "/letters/years/{year}/issue": "no field; shown while there are drafts: test_letters.py",
    "/handovers/{id}/items": "shown while a list is put together: test_handover.py",
    "/account/sessions/end": "no field; shown to who has several sessions: test_log_in.py",
    "/account/sessions/{id}/end": "no field; shown to who has several sessions: test_log_in.py",
}
# Refusals that are about the whole file, or that name the field beside, because the two contradict.
CELL = "/scores/{subject}/{indicator}"
ABOUT_OTHERS = {
    **{(path, name): "faults|line|row|Choose a scheme file"
       for path in ("/calendars", "/calendars/check", "/schemes/try", "/schemes/adopt", "/import",
                    "/rulebooks", "/import/check", "/ledger/check")
       for name in ("text", "source", "file", "proof")},
    **{("/years/{year}/" + place + "/{group}" + CELL, "reason"): "not both"
       for place in ("groups", "levels")},
    **{(f"/years/{{year}}/{place}/{{group}}/scores{tail}", "w.*.*"): "seen"
       for place in ("groups", "levels") for tail in ("", "/{subject}")},
    **{("/units/{id}/change/{type}/preview", f"code{n}"): "Unit name" for n in (2, 3, 4)},
    ("/years/{year}/examinations/{person}/marks", "s.*"): "seen",
    ("/slips", "which"): "Account",
    # Who left today returns tomorrow at the earliest; the same reader as for leaving.
    **{("/persons/{id}/return", name): "Date" for name in ("seen", "reason", "reference")},
}
# They write although they refuse: a wrong password is counted and logged.
COUNTED = ("/account/password", "/account/code", "/activate", "/login", "/system/backups/{id}/verify")
NEVER = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
# tables with texts that a text area is for
OF_LINES = ("objection", "proposal", "result", "assignment", "plan_item", "progress_report",
            "due_request", "examination", "finding", "letter_text", "meeting", "meeting_topic",
            "meeting_conclusion", "meeting_minutes")
# Rows that come and go by themselves: what is logged beside the ledger, who was seen when, waiting uploads.
RESTLESS = {"audit_event", "session", "login_attempt", "login_failure", "login_success"}
# Tried behind the others, because an object that they were done with has no other forms any longer.
LAST = ("/sign", "/leave", "/return", "/end", "/apply", "/discard", "/change/{type}", "/withdraw", "/drop",
        "/finalise")
FORMS_OF_A_ROUTE = 6
ENOUGH = 3  # routes that get every value in a field of one name; the others get FEW


def short(value):
    text = repr(value)
    return text if len(text) < 60 else text[:50] + f"… ({len(value)})"


def generic(name):
    """One name for fields that a table repeats: p.1HD8….Z01 → p.*.*"""
    name = re.sub(objects.ID, "*", name)
    return re.sub(r"(?<=\.)[A-Z]\d\d$|(?<=-)\d+$", "*", name)


class Asked:
    """One form that was found: who saw it, where, and what it sends."""

    def __init__(self, login, page, form, action):
        self.login, self.page, self.form, self.action = login, page, form, action

    def key(self):
        return frozenset(generic(name) for name in self.form.names())


@harness.both_engines
class HostileFields(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo()
        (cls.at.folder / "backups").mkdir()
        cls.at.serve("--backups", str(cls.at.folder / "backups"))
        cls.table = json.loads(subprocess.run([ROUTES], capture_output=True, check=True).stdout)
        passwords = cls.at.logins()
        cls.clients = {"": harness.Client(cls.at.port, "en")}
        for login in LOGINS.values():
            cls.clients[login] = harness.Client(cls.at.port, "en")
            cls.clients[login].login(login, passwords[login])
        maker = objects.Maker(cls.at, cls.clients)
        cls.ids = maker.make(elsewhere=False)
        cls.ids["own group"] = id_text(cls.at.sql(OBJECTS["own group"])[0][0])
        maker.publish(cls.ids["own group"])
        for name, question in OBJECTS.items():
            cls.ids[name] = id_text(cls.at.sql(question)[0][0])
        code = cls.at.sql(f"SELECT code FROM unit WHERE id = ({OBJECTS['draft unit']})")
        codes = [cls.at.sql(f"SELECT code FROM person WHERE id = ({OBJECTS[name]})")[0][0]
                 for name in ("colleague", "other person")]
        cls.own_good = {"draft_code": code[0][0], "person_a": codes[0], "person_b": codes[1]}
        maker.correct("section", "levels")
        maker.post("unit", f"/results/{cls.ids['own result']}/objections/{cls.ids['own unit']}/new",
                   text=GOOD["text"])
        cls.patterns = {route["path"]: re.compile(
            re.sub(r"\\{\w+\\}", "[^/?]+", re.escape(route["path"])) + r"(\?.*)?$")
            for route in cls.table["routes"] if route["method"] == "POST"}
        cls.readable = [(route, re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(route["path"]))))
                        for route in cls.table["routes"] if route["method"] == "GET"]
        cls.tables = cls.list_tables()
        cls.token = cls.clients["office"].make_token(*SCOPES, name="hostile program")
        cls.started = time.monotonic()
        cls.sent, cls.good_alerts = 0, {}

    @classmethod
    def list_tables(cls):
        question = ("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                    if cls.engine == "sqlite" else
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        return sorted(name for name, *_ in cls.at.sql(question) if name not in RESTLESS)

    def counts(self):
        """Rows of every table, and where the ledgers end."""
        parts = [f"SELECT '{name}', COUNT(*) FROM {name}" for name in self.tables]
        return {str(name): int(count) for name, count in self.quick(" UNION ALL ".join(parts))}

    # Finding the forms -------------------------------------------------------------------------

    def fill(self, path, values):
        for value in values.split("/") if values else ():
            path = re.sub(r"\{\w+\}", lambda _, v=value: self.ids.get(v, v), path, count=1)
        return path

    def route_of(self, action):
        """The path of the row that a form's action belongs to; rows without parameters first."""
        fitting = [path for path, pattern in self.patterns.items() if pattern.match(action)]
        return min(fitting, key=lambda path: path.count("{"), default=None)

    def take(self, login, path, page, found):
        for form in forms.Reader(page.html).forms:
            if form.method != "post":
                continue
            for action in (form.action or path, *form.other_actions):
                route = self.route_of(action)
                self.assertIsNotNone(route, f"{path}: a form posts to {action}")
                asked = Asked(login, path, form, action)
                known = found.setdefault(route, [])
                alike = [other for other in known if other.key() == asked.key()]
                if len(alike) < FORMS_OF_A_ROUTE and all(other.action != action for other in alike):
                    known.append(asked)

    def pages_of(self, role, login):
        """Paths that a role may open, by the route tables and the samples of the matrix, and what lists
        link to."""
        permissions = self.table["roles"].get(role, 0)
        for route in self.table["routes"]:
            if route["method"] == "GET" and route["path"] not in NO_PAGE_OF_FORM and \
                    (not route["access"] or route["access"] & permissions):
                for values, reach in samples_of(route["path"]):
                    if reach != "foreign":
                        yield self.fill(route["path"], values)
        if login in ("office", "unit", "leader"):
            for path in ("/entries", "/proposals", "/objections", "/persons", "/units?sort=code"):
                page = self.clients[login].get(path)
                links = [link for link in page.links if re.search(objects.ID + "$", link)]
                yield from links[:FORMS_OF_A_ROUTE]

    @classmethod
    def find(cls, self):
        """route → the forms that post there."""
        found = {}
        for role, login in {"": "", **LOGINS}.items():
            for path in dict.fromkeys(self.pages_of(role, login)):
                page = self.clients[login].get(path)
                if page.status == 200 and hasattr(page, "html"):
                    self.take(login, path, page, found)
        for route, asked in list(found.items()):  # pages that only a POST shows: previews, drafts
            if not any(row["path"] == route and row["method"] == "POST" and not row["act"]
                       for row in self.table["routes"]):
                continue
            for one in asked[:4]:
                page = self.send(one, self.baseline(one, route))
                if page.status == 200 and hasattr(page, "html"):
                    self.take(one.login, one.page, page, found)
        return found

    def found(self):
        if not hasattr(type(self), "_found"):
            type(self)._found = self.find(self)
        return self._found

    def baseline(self, asked, route):
        """The form as a person would send it; what it must not repeat is new each time."""
        sent, instead = asked.form.sent(), INSTEAD.get(route, {})
        missing = [(name, "") for name in asked.form.names() if name not in dict(sent)
                   and (name in GOOD or name in instead)]
        self.sent += 1
        good = {**GOOD, **self.own_good, "token": id_text((1 << 62) + self.sent),
                "login": f"zqperson{self.sent}", "code": f"ZQ{self.sent}"}
        pairs = []
        for name, value in sent + missing:
            if name == "token" or (not value.strip() and name in good):
                value = good[name]
            pairs.append((name, instead[name].format(**good) if name in instead else value))
        return pairs

    # Sending -----------------------------------------------------------------------------------

    def send(self, asked, pairs, tail=""):
        """The form as a browser sends it; `tail` is added to the body as it stands."""
        client = self.clients[asked.login]
        cookies = dict(client.cookies)
        if asked.form.multipart:
            fields, file = dict(pairs), asked.form.file_name()
            name = content = fields.pop(file, None)
            if name is None:
                name, content = ("t.csv", UNITS) if asked.action.startswith("/import") else ("", "")
            page = client.upload(asked.action, fields, file, re.sub(r"[\r\n\"]", "_", name)[:300],
                                 content.encode())
        else:
            body = urllib.parse.urlencode(pairs, errors="surrogatepass") + tail
            page = client.request("POST", asked.action, body.encode(),
                                  {"Content-Type": "application/x-www-form-urlencoded"})
        client.cookies = cookies if asked.login else {"lianze_language": "en"}
        return page

    def faults_of(self, page, seconds):
        """What is wrong with an answer, whatever it says."""
        if page.status >= 500:
            yield f"{page.status} {getattr(page, 'text', '')[:200]}"
        if seconds > SECONDS:
            yield f"took {seconds:.1f} s"
        if page.headers.get("X-Zq9") or any(re.search(r"[\x00-\x08\x0a-\x1f]", value)
                                            for _, value in page.headers.items()):
            yield f"a header of its making: {page.headers.items()}"
        if "html" in (page.headers.get("Content-Type") or "") and (
                b"<" + MARK.encode() in page.body or b'="' + MARK.encode() + b'a=' in page.body):
            yield "markup of its making"

    @staticmethod
    def alert(page):
        return " ".join(re.sub("<.*?>", " ", text) for text in re.findall(
            r'(?:role="alert"|class="note"[^>]*)>(.*?)</(?:div|p|span)>', page.html, re.S)) or \
            page.text[-300:]

    def names_field(self, page, route, name):
        """Whether a refused form says which field it was: by its box, or in the alert by its
        label or its name."""
        html, alert, quoted = page.html, self.alert(page), re.escape(name)
        if re.search(ABOUT_OTHERS.get((route, generic(name)), "^$"), alert.strip()):
            return True
        bad = r'<(div|fieldset) class="[^"]*\bbad\b[^"]*">(?:(?!</\1>).)*?name="'
        box = re.search(bad + quoted + '"', html, re.S)
        marked = re.search(r'name="' + quoted + r'"[^>]*aria-invalid="true"', html)
        found = re.search(f'(?:id="([^"]+)"[^>]*name="{quoted}"|name="{quoted}"[^>]*id="([^"]+)")', html)
        of = re.escape(found[1] or found[2]) if found else ""
        label = re.search(f'<label for="{of}">(.*?)</label>' if found else
                          r'<label>((?:(?!</label>).)*?)<[^<]*name="' + quoted + '"', html, re.S)
        label = label or re.search(r'<legend>((?:(?!</fieldset>|<legend>).)*?)</legend>'
                                   r'(?:(?!</fieldset>|<legend>).)*?name="' + quoted + '"', html, re.S)
        words = re.sub("<.*?>", "", label[1]).strip() if label else name
        return bool(box or marked or words in alert or re.search(rf"\b{quoted}\b", alert))

    def alert_of_good(self, asked, route):
        """Why the form is refused even with what a person would type, because GOOD lacks
        something; else empty."""
        key = route, asked.key()
        if key not in self.good_alerts:
            page = self.send(asked, self.baseline(asked, route))
            refused = page.status == 400 and hasattr(page, "html")
            self.good_alerts[key] = self.alert(page) if refused else ""
        return self.good_alerts[key]

    def fresh(self, asked, route):
        """The form as its page shows it now; None: no longer."""
        page = self.clients[asked.login].get(asked.page)
        if page.status == 200 and hasattr(page, "html"):
            for form in forms.Reader(page.html).forms:
                for action in (form.action or asked.page, *form.other_actions):
                    now = Asked(asked.login, asked.page, form, action)
                    if form.method == "post" and action == asked.action and now.key() == asked.key():
                        return now
        return None

    def ledger(self):
        """Where the ledgers end: every change of a record moves one."""
        return self.quick("SELECT jurisdiction_id, size FROM ledger_head ORDER BY jurisdiction_id")

    def quick(self, question):
        """A question on a connection that stays open; the program `psql` costs more than what it asks."""
        if self.engine == "postgres":
            if not hasattr(type(self), "_psql"):
                type(self)._psql = subprocess.Popen(["psql", "-qXAt", "-F", "\t", self.at.db], text=True,
                                                    stdin=subprocess.PIPE, stdout=subprocess.PIPE)
                self.addClassCleanup(self._psql.communicate)
            self._psql.stdin.write(question + ";\n\\echo THE END\n")
            self._psql.stdin.flush()
            lines = iter(self._psql.stdout.readline, "THE END\n")
            return [tuple(line.rstrip("\n").split("\t")) for line in lines]
        if not hasattr(type(self), "_connection"):
            type(self)._connection = sqlite3.connect(self.at.db, timeout=30, isolation_level=None)
        return self._connection.execute(question).fetchall()

    def try_field(self, asked, route, name, values):
        """Yields faults. self.asked is the form as it is afterwards; None: it was used up."""
        rows, ledger = self.counts(), self.ledger()
        for value in values:
            if value == ONE_LINE and name in asked.form.areas:
                value = AREA
            pairs = [(n, v) for n, v in self.baseline(asked, route) if n != name] + [(name, value)]
            began = time.monotonic()
            page = self.send(asked, pairs)
            where = f"{asked.login or 'nobody'} {route} {name} = {short(value)}"
            for fault in self.faults_of(page, time.monotonic() - began):
                yield f"{where}: {fault}"
            if page.status in (200, 303, 409):
                rows = None if page.status != 409 else rows
                now = self.ledger()
                if page.status == 409 or now != ledger and asked.login:
                    self.asked = asked = self.fresh(asked, route)
                    if not asked:
                        return
                ledger = now
            elif route not in COUNTED and ledger != self.ledger():
                yield f"{where}: {page.status}, but the ledger has grown"
            if page.status == 400 and route not in COUNTED and hasattr(page, "html") and \
                    not self.names_field(page, route, name) and \
                    self.alert(page).partition(":")[0] != self.alert_of_good(asked, route).partition(":")[0]:
                yield f"{where}: the refusal does not name the field: {self.alert(page)[:200]}"
                ledger = self.ledger()  # the good form may have been stored
        if rows and route not in COUNTED and rows != self.counts():
            yield f"{route} {name}: all refused, but rows changed"

    def hostile(self, values):
        """Every form, every field. Faults."""
        routes = collections.Counter()  # generic name → routes that had all the values for it
        for route, all_asked in sorted(self.found().items(),
                                       key=lambda item: (item[0].endswith(LAST), item[0])):
            tried, seen, spare = set(), set(), list(all_asked)
            while spare:
                one = spare.pop(0)
                self.asked = self.fresh(one, route) or one
                for name in self.asked.form.names():
                    if not self.asked:
                        break
                    if (generic(name), self.asked.key()) in tried:
                        continue
                    tried.add((generic(name), self.asked.key()))
                    # By the same handler as before, or as many others read it.
                    again = generic(name) in seen or "/levels/" in route or routes[generic(name)] >= ENOUGH
                    seen.add(generic(name))
                    routes[generic(name)] += not again
                    if again and self.engine == "postgres":
                        continue
                    yield from self.try_field(self.asked, route, name, FEW if again else values)

    # The tests ---------------------------------------------------------------------------------

    def test_1_every_post_shows_or_declares_its_fields(self):
        declared = {path for path, item in self.openapi()["paths"].items() if "post" in item}
        posts = {route["path"] for route in self.table["routes"] if route["method"] == "POST"}
        bare = posts - set(self.found()) - declared
        self.assertEqual(bare - set(NO_FORM), set(), "no page shows a form for it")
        self.assertEqual(set(NO_FORM) - posts, set(), "no such route")
        fields = {generic(name) for asked in self.found().values() for one in asked
                  for name in one.form.names()}
        self.assertGreater(len(fields), 80, fields)

    def test_2_forms(self):
        wrong = list(self.hostile(VALUES if self.engine == "sqlite" else FEWEST))
        lacking = sorted({route for (route, _), alert in self.good_alerts.items() if alert})
        print(f"# GOOD has not all that these ask for: {' '.join(lacking)}")
        print(f"# {self.sent} forms sent, {time.monotonic() - self.started:.0f} s")
        self.assertFalse(wrong, f"{len(wrong)}\n" + "\n".join(wrong))

    def test_3_what_is_no_text_refuses_the_form(self):
        """Bytes that are no text, names twice, names that nobody asked for: refused, or as if not there."""
        wrong = []
        for route, all_asked in self.found().items():
            asked = self.fresh(all_asked[0], route) or all_asked[0]
            name = next(iter(asked.form.names()), None)
            if not name or asked.form.multipart or route in COUNTED:
                continue
            others = [(n, v) for n, v in self.baseline(asked, route) if n != name]
            tails = [f"&{name}={raw}" for raw in NOT_TEXT]
            tails += [f"&{name}=a&{name}=b", f"&{name}[]=a", "&" + "a=b&" * 5000]
            for tail in tails:
                ledger, page = self.ledger(), self.send(asked, others, tail)
                doubtful = any(raw in tail for raw in NOT_TEXT) or tail.startswith("&a=b")
                if list(self.faults_of(page, 0)) or (doubtful and page.status != 400):
                    wrong.append(f"{route} {tail[:60]}: {page.status}")
                if page.status >= 400 and ledger != self.ledger():
                    wrong.append(f"{route} {tail[:60]}: {page.status}, but the ledger has grown")
        self.assertFalse(wrong, "\n".join(wrong))

    def openapi(self):
        return json.loads(self.clients[""].get("/openapi.json").body)

    def declared(self):
        """(path with real parameters, its declared inputs) of every POST that programs are told of."""
        document = self.openapi()
        for path, item in document["paths"].items():
            if "post" not in item:
                continue
            found = self.found().get(path)
            schema = item["post"]["requestBody"]["content"]["application/json"]["schema"]
            if "$ref" in schema:
                schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
            yield path, (found[0].action.partition("?")[0] if found else path), schema["properties"]

    def test_4_programs(self):
        """The same in JSON, with what only JSON has: numbers, lists, objects, halves of a surrogate pair."""
        program = harness.Program(self.at.port, self.token)
        wrong, sent, had = [], 0, collections.Counter()  # as in hostile()
        for path, action, properties in self.declared():
            for name in properties:
                had[name] += 1
                if had[name] > ENOUGH and self.engine == "postgres":
                    continue
                values = (*(VALUES if self.engine == "sqlite" else FEWEST), *NESTED) \
                    if had[name] <= ENOUGH else (*FEW, *NESTED[:2])
                bodies = [json.dumps({name: value}) for value in values]
                bodies += [f'{{"{name}": "\\ud800"}}', f'{{"{name}": 1e309}}',
                           f'{{"{name}": "a", "{name}": "b"}}']
                for body in bodies:
                    ledger, began = self.ledger(), time.monotonic()
                    page, sent = program.send(action, body), sent + 1
                    for fault in self.faults_of(page, time.monotonic() - began):
                        wrong.append(f"{path} {short(body)}: {fault}")
                    if page.status >= 400 and (page.json is None or ledger != self.ledger()):
                        wrong.append(f"{path} {short(body)}: {page.status} {page.body[:80]}")
        print(f"# {sent} bodies sent")
        self.assertGreater(sent, 500)
        self.assertFalse(wrong, f"{len(wrong)}\n" + "\n".join(wrong))

    def test_5_queries_of_lists(self):
        """Every parameter that a list declares, and those that all lists take."""
        wrong = []
        for path, item in self.openapi()["paths"].items():
            names = [p["name"] for p in item.get("get", {}).get("parameters", []) if p["in"] == "query"]
            if not names or "{" in path:
                continue
            login = next(login for login in ("office", "security", "audit", "system", "")
                         if self.clients[login].get(path).status == 200)
            for name in names:
                for value in FEW if self.engine == "sqlite" else FEWEST:
                    query = urllib.parse.urlencode({name: value[:2000]})
                    for address in (path.removesuffix(".json"), path):
                        page = self.clients[login].get(f"{address}?{query}")
                        faults = list(self.faults_of(page, 0))
                        if faults or page.status not in (200, 400):
                            wrong.append(f"{address} {name} = {short(value)}: {page.status} {faults}")
        self.assertFalse(wrong, f"{len(wrong)}\n" + "\n".join(wrong))

    # What was stored ---------------------------------------------------------------------------

    def test_6_everything_shown_again(self):
        """Every page, file and JSON answer of every role, with all that was stored: nothing has become
        markup, a formula or broken JSON."""
        wrong, seen = [], {"html": 0, "csv": 0, "json": 0, "xlsx": 0}
        suffixes = {4: ".json", 8: ".csv", 128: ".xlsx"}
        shown = set()
        for role, login in LOGINS.items():
            for path in dict.fromkeys(self.pages_of(role, login)):
                flags = next((row["flags"] for row, pattern in self.readable if pattern.fullmatch(path)), 0)
                for suffix in ("", *(text for bit, text in suffixes.items() if flags & bit)):
                    once = path + suffix, role in ("office", "security")
                    if path.endswith((".pdf", ".xlsx")) or once in shown:
                        continue
                    shown.add(once)
                    page = self.clients[login].get(path + suffix)
                    for fault in self.faults_of(page, 0):
                        wrong.append(f"{login} {path}{suffix}: {fault}")
                    if page.status == 200 and MARK.encode() in self.unpacked(page):
                        wrong += [f"{login} {path}{suffix}: {fault}"
                                  for fault in self.stored_faults(page, seen)]
        print(f"# answers that show it: {seen}")
        self.assertGreater(min(seen.values()), 2, "what was stored is not looked at")
        self.assertFalse(wrong, f"{len(wrong)}\n" + "\n".join(wrong))

    @staticmethod
    def unpacked(page):
        if not page.body.startswith(b"PK"):
            return page.body
        with zipfile.ZipFile(io.BytesIO(page.body)) as book:
            return b"\n".join(book.read(name) for name in book.namelist())

    def stored_faults(self, page, seen):
        kind = page.headers.get("Content-Type") or ""
        if "html" in kind:
            seen["html"] += 1
            yield from forms.Reader(page.html, MARK).broken
        elif "json" in kind:
            seen["json"] += 1
            json.loads(page.body)
        elif "csv" in kind:
            seen["csv"] += 1
            for row in csv.reader(io.StringIO(page.body.decode("utf-8-sig"))):
                yield from [f"a formula: {cell}" for cell in row if MARK in cell and cell[0] in "=+-@\t\r"]
        elif page.body.startswith(b"PK"):
            seen["xlsx"] += 1
            with zipfile.ZipFile(io.BytesIO(page.body)) as book:
                for name in book.namelist():
                    if name.endswith(".xml"):
                        ElementTree.fromstring(book.read(name))
                    if name.startswith("xl/worksheets/sheet") and b"<f>" in book.read(name):
                        yield f"a formula in {name}"

    def test_7_nothing_is_stored_that_no_field_may_hold(self):
        """Every text of every table: no control character, no text that turns round, no line in a field
        of one."""
        wrong, marked = [], 0
        for table in self.tables:
            if table.startswith(("search_", "ledger_")) or table in (
                    "record_version", "import_upload", "upload", "scheme", "calendar_year"):
                continue  # canonical bytes and files as they are
            for row in self.quick(f"SELECT * FROM {table}"):
                for text in row:
                    if isinstance(text, str) and MARK in text:
                        marked += 1
                        if table in OF_LINES:
                            text = text.replace("\r\n", "").replace("\n", "")
                        if NEVER.search(text):
                            wrong.append(f"{table}: {short(text)}")
        self.assertGreater(marked, 10, "nothing was stored")
        self.assertFalse(wrong, "\n".join(sorted(set(wrong))))

    def test_8_the_log_is_lines_of_text(self):
        log = (self.at.folder / "server.log").read_bytes().decode("utf-8")
        self.assertEqual(set(re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", log)), set())


if __name__ == "__main__":
    harness.main()
