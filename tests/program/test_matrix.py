"""Every route as every role and as nobody, on objects of their own unit, of another one and of nobody,
with results that are draft, public and final. The requests are generated from the route tables; what is
written down here is which objects there are (OBJECTS, SAMPLES) and who reaches them (REACH).

A route that is new and has no sample fails. A POST carries a valid token and nothing else: whoever may
not is refused, whoever may is told what is missing, and nothing is written into any ledger.
"""
import json
import re
import subprocess
from pathlib import Path

import harness
import objects

ROUTES = str(Path(harness.PROGRAM).parent / "tests/print_routes")
LOGINS = {"office": "office", "leader": "leader", "unit_head": "unit", "liaison": "liaison",
          "cadre": "cadre", "inspector": "inspector", "organisation": "organisation",
          "system": "system", "security": "security", "audit": "audit"}

# Who reaches an object with a permission that they have. The unit head, the liaison and the cadre of the
# demonstration are of T04, a town; everybody else's grant is over the whole jurisdiction.
WHOLE = {"office", "leader", "inspector", "organisation", "system", "security", "audit"}
ADMINISTRATORS = {"system", "security", "audit"}
REACH = {
    "all": WHOLE | {"unit_head", "liaison", "cadre"},
    "own unit": WHOLE | {"unit_head", "liaison", "cadre"},
    "own unit's matter": WHOLE | {"unit_head", "liaison"},
    "own person": WHOLE | {"unit_head", "liaison", "cadre"},
    "colleague": WHOLE | {"unit_head", "liaison"},
    "other": WHOLE,
    "draft": WHOLE,  # read by who reads every derivation
    # The route is open to every account, the object to who reads its unit:
    "business of own": (WHOLE - ADMINISTRATORS) | {"unit_head", "liaison", "cadre"},
    "business of unit": (WHOLE - ADMINISTRATORS) | {"unit_head", "liaison"},
    "business of others": WHOLE - ADMINISTRATORS,
    "proposals": {"office", "leader"},
    "office's": {"office"},  # open to every account, its objects to who writes the persons they are about
    "office alone": {"office"},
    "archive": {"office", "leader", "organisation", "cadre"},  # one's own, or with ARCHIVE_READ
    "archives": {"office", "leader", "organisation"},
    "who read": {"cadre", "audit"},
    "who read others": {"audit"},
    "letter of own unit": (WHOLE - ADMINISTRATORS) | {"unit_head"},
    "letter of own": (WHOLE - ADMINISTRATORS) | {"unit_head", "cadre"},
    "cadre alone": {"cadre"},
    "examined": {"office", "leader", "inspector", "cadre"},  # open to every account likewise
    "examined by others": {"office", "leader", "inspector"},
    "none": set(),
    "foreign": set(),  # there is one, but it is another's
}

# The objects: name → SQL that finds its identifier.
UNIT = "SELECT id FROM unit WHERE code = '{}'"
ME = "SELECT person_id FROM account WHERE login = 'cadre'"
PERSON = (f"SELECT person_id FROM post WHERE unit_id = ({UNIT}) AND person_id <> ({ME}) "
          "ORDER BY person_id LIMIT 1")
ENTRY = f"SELECT id FROM entry WHERE year = 2008 AND subject_id = ({UNIT}) ORDER BY id LIMIT 1"
GROUP = "SELECT id FROM appraisal_group WHERE year = {} AND name = '{}'"
RESULT = (f"SELECT id FROM result WHERE group_id = ({GROUP}) ORDER BY version DESC LIMIT 1")
OBJECTION = "SELECT id FROM objection WHERE subject_name = '{}' ORDER BY id LIMIT 1"
PLAN = "SELECT id FROM plan WHERE year = 2009"
CLAIM = (f"SELECT id FROM assignment WHERE plan_id = ({PLAN}) AND unit_id = ({UNIT}) "
         "ORDER BY id LIMIT 1")
LED = (f"SELECT a.id FROM assignment a JOIN co_assignment b ON b.assignment_id = a.id "
       f"WHERE a.plan_id = ({PLAN}) AND a.unit_id = ({UNIT}) ORDER BY a.id LIMIT 1")
MINE = (f"SELECT a.id FROM assignment a WHERE a.unit_id = ({UNIT}) AND a.plan_id = "
        "(SELECT id FROM plan WHERE year = 2009) AND a.to_version = 0 AND NOT EXISTS (SELECT 1 FROM "
        f"assignment_person n WHERE n.assignment_id = a.id AND n.person_id = ({ME})) AND NOT EXISTS "
        "(SELECT 1 FROM plan_item i WHERE i.item_id = a.item_id AND i.confidential = 1) "
        "ORDER BY a.id LIMIT 1")
OBJECTS = {
    "own unit": UNIT.format("T04"), "other unit": UNIT.format("T05"), "far unit": UNIT.format("D05"),
    "me": ME, "colleague": PERSON.format("T04"), "other person": PERSON.format("T05"),
    "level person": "SELECT subject_id FROM score WHERE year = 2008 AND subject = 'person' "
                    "AND indicator = 'S01' AND subject_id IN (SELECT person_id FROM post "
                    "WHERE level = 'deputy_section' AND "
                    "to_day IS NULL) ORDER BY subject_id LIMIT 1",
    "my post": f"SELECT id FROM post WHERE person_id = ({ME})",
    "own entry": ENTRY.format("T04"), "other entry": ENTRY.format("D05"),
    "own group": GROUP.format(2008, "镇组"), "other group": GROUP.format(2008, "综合部门组"),
    "draft group": GROUP.format(2008, "公共服务组"), "group of 2007": GROUP.format(2007, "镇组"),
    "draft unit": f"SELECT unit_id FROM group_member WHERE group_id = "
                  f"({GROUP.format(2008, '公共服务组')}) ORDER BY unit_id LIMIT 1",
    "own result": RESULT.format(2008, "镇组"), "other result": RESULT.format(2008, "综合部门组"),
    "own objection": OBJECTION.format("丁镇"), "other objection": OBJECTION.format("戊辰局"),
    "open proposal": "SELECT id FROM proposal WHERE state = 'open' ORDER BY id LIMIT 1",
    "decided proposal": "SELECT id FROM proposal WHERE state = 'accepted' ORDER BY id LIMIT 1",
    "own assignment": MINE.format("T04"), "other assignment": MINE.format("T05"),
    "minuted meeting": "SELECT id FROM meeting WHERE state = 'minuted' ORDER BY id LIMIT 1",
    "rulebook": "SELECT id FROM rulebook ORDER BY id LIMIT 1",
    "scheme": "SELECT id FROM scheme ORDER BY id LIMIT 1",
    "batch": "SELECT id FROM import_batch ORDER BY id LIMIT 1",
    "account": "SELECT id FROM account WHERE login = 'cadre'",
    "grant": "SELECT id FROM role_grant WHERE role = 'cadre'",
    "open handover": "SELECT id FROM handover WHERE state = 'open' ORDER BY id LIMIT 1",
    "confirmed handover": "SELECT id FROM handover WHERE state = 'confirmed' ORDER BY id LIMIT 1",
    "finding": "SELECT f.id FROM finding f WHERE f.state = 'proposed' AND f.examination_id IN (SELECT e.id "
               "FROM examination e WHERE e.year = 2008) ORDER BY f.id LIMIT 1",
    "finder's person": "SELECT e.person_id FROM examination e JOIN finding f ON f.examination_id = e.id "
                       "WHERE f.state = 'proposed' AND e.year = 2008 ORDER BY f.id LIMIT 1",
    "plan item": f"SELECT item_id FROM plan_item WHERE code = '1.1.1' AND plan_id = ({PLAN})",
    "own claim": CLAIM.format("T04"), "other claim": CLAIM.format("T05"),
    "other co-unit": f"SELECT c.id FROM co_assignment c WHERE c.assignment_id = ({LED.format('T05')})",
    "own named": f"SELECT id FROM assignment_person WHERE assignment_id = ({CLAIM.format('T04')})",
    "other named": f"SELECT id FROM assignment_person WHERE assignment_id = ({CLAIM.format('T05')})",
    "own letter": f"SELECT id FROM letter WHERE year = 2009 AND person_id = ({ME})",
    "colleague's letter": f"SELECT id FROM letter WHERE year = 2007 AND unit_id = ({UNIT.format('T04')}) "
                          f"AND person_id <> ({ME}) ORDER BY id LIMIT 1",
    "other letter": f"SELECT id FROM letter WHERE year = 2009 AND unit_id = ({UNIT.format('T05')}) "
                    "ORDER BY id LIMIT 1",
    "renewed letter": "SELECT id FROM letter WHERE number = 2 AND unit_id <> "
                      f"({UNIT.format('T04')}) ORDER BY id LIMIT 1",
    "act": "SELECT id FROM act WHERE jurisdiction_id > 0 ORDER BY id LIMIT 1",
}
NOBODY = "0000000000001"  # an identifier that no record has

# What the parameters of a path are filled with, "/" between them, and who reaches what they name: names of
# OBJECTS, or text as it stands. Of the beginnings of a path the longest one here counts; it has all of
# the path's parameters.
UNITS = [("own unit", "own unit"), ("other unit", "other"), (NOBODY, "none"), ("x", "none")]
PERSONS = [("me", "own person"), ("colleague", "colleague"), ("other person", "other"),
           (NOBODY, "none")]
ONLY_NOBODY = [(NOBODY, "none"), ("x", "none")]
SAMPLES = {
    "/units/{id}": UNITS,
    "/units/{id}/burden/list": [("own unit", "own unit's matter"), ("other unit", "other"),
                               (NOBODY, "none")],
    "/units/{id}/change/{type}":
        [(f"{unit}/{kind}", reach) for unit, reach in UNITS[:3] for kind in ("rename", "merge", "split")]
        + [("own unit/no_such", "none")],
    "/persons/{id}": PERSONS,
    "/persons/{id}/archive": [("me", "archive"), ("other person", "archives"), (NOBODY, "none")],
    "/persons/{id}/archive/entries": [("me", "archives"), ("other person", "archives"),
                                      (NOBODY, "none")],
    "/persons/{id}/archive/readings": [("me", "who read"), ("other person", "who read others"),
                                       (NOBODY, "none")],
    "/persons/{id}/archive/closures": [("me", "archives"), ("other person", "archives"),
                                       (NOBODY, "none")],
    "/persons/{id}/archive/closures/{closure}": [(f"me/{NOBODY}", "none")],
    "/persons/{id}/posts/{id}": [("me/my post", "own person"), ("other person/my post", "none"),
                                 (f"me/{NOBODY}", "none")],
    "/years/{year}": [("2008", "all"), ("2031", "all"), ("x", "none")],
    "/years/{year}/groups/{group}":
        [("2008/own group", "all"), ("2008/other group", "all"), ("2008/draft group", "draft"),
         ("2008/public group", "all"), ("2008/corrected group", "all"), ("2007/own group", "foreign"),
         ("2008/elsewhere appraisal_group", "foreign"), (f"2008/{NOBODY}", "none"), ("x/x", "none")],
    "/years/{year}/groups/{group}/years":
        [("2008/own group", "all"), ("2008/other group", "all"), ("2008/draft group", "draft"),
         ("2007/own group", "none"), (f"2008/{NOBODY}", "none"), ("x/x", "none")],
    "/years/{year}/groups/{group}/result":
        [("2008/own group", "all"), ("2008/other group", "all"), ("2008/draft group", "all"),
         ("2008/public group", "all"), ("2008/corrected group", "all"), ("2007/own group", "foreign"),
         ("2008/elsewhere appraisal_group", "foreign"), (f"2008/{NOBODY}", "foreign")],
    "/years/{year}/groups/{group}/scores/{subject}":
        [("2008/own group/own unit", "all"), ("2008/draft group/draft unit", "all"),
         ("2008/public group/public unit", "all"), ("2008/own group/far unit", "foreign"),
         (f"2008/own group/{NOBODY}", "none")],
    "/years/{year}/groups/{group}/scores/{subject}/{indicator}":
        [("2008/own group/own unit/Z01", "all"), ("2008/draft group/draft unit/Z01", "all"),
         ("2008/public group/public unit/Z01", "all"), ("2008/own group/own unit/none", "none"),
         ("2008/own group/far unit/Z01", "foreign")],
    "/years/{year}/levels": [("2008", "draft"), ("x", "none")],
    "/years/{year}/levels/{group}":
        [("2008/deputy_section", "draft"), ("2008/no_such", "none"), ("x/deputy_section", "none")],
    "/years/{year}/levels/{level}":
        [("2008/section", "draft"), ("2008/deputy_section", "draft"), ("2008/1", "none"),
         ("2008/x", "none")],
    "/years/{year}/levels/{level}/years":
        [("2008/section", "draft"), ("2008/1", "none"), ("2008/x", "none")],
    "/years/{year}/levels/{group}/scores/{subject}":
        [("2008/deputy_section/level person", "all"), ("2008/deputy_section/own unit", "none"),
         (f"2008/deputy_section/{NOBODY}", "none")],
    "/years/{year}/levels/{group}/scores/{subject}/{indicator}":
        [("2008/deputy_section/level person/S01", "all"), (f"2008/deputy_section/{NOBODY}/Z01", "none"),
         ("2008/deputy_section/me/none", "none")],
    "/years/{year}/units/{unit}":
        [("2008/own unit", "own unit's matter"), ("2008/other unit", "other"),
         ("2008/draft unit", "other"), (f"2008/{NOBODY}", "none"), ("2031/own unit", "none")],
    "/years/{year}/persons/{person}":
        [("2008/me", "own person"), ("2008/other person", "other"), (f"2008/{NOBODY}", "none")],
    "/years/{year}/examinations": [("2008", "all"), ("x", "none")],
    "/years/{year}/examinations/{person}":
        [("2008/me", "examined"), ("2008/other person", "examined by others"),
         ("2009/me", "examined"), ("2008/finder's person", "examined by others"), (f"2008/{NOBODY}", "none"),
         ("2006/me", "none")],
    "/years/{year}/examinations/{person}/findings/{finding}":
        [("2008/finder's person/finding", "examined by others"), (f"2008/me/{NOBODY}", "none"),
         ("2008/me/finding", "none")],
    "/examinations/{id}": [(NOBODY, "none"), ("x", "none")],
    "/plans/{year}": [("2009", "all"), ("2008", "all"), ("2031", "none"), ("x", "none")],
    "/plans/{year}/overlaps": [("2009", "none"), ("2031", "none")],  # no draft is open
    "/plans/{year}/overlaps/{item}/{other}": [(f"2009/plan item/{NOBODY}", "none"), ("2009/x/x", "none")],
    "/plans/{year}/items/new": [("2009", "none"), ("2031", "none")],  # no draft is open
    "/plans/{year}/items/{id}": [("2009/plan item", "all"), ("2008/plan item", "none"),
                                 (f"2009/{NOBODY}", "none"), ("2009/x", "none")],
    "/plans/{year}/items/{id}/edit": [("2009/plan item", "none"), (f"2009/{NOBODY}", "none")],
    "/plans/{year}/claims/{id}":
        [("2009/own claim", "own unit's matter"), ("2009/other claim", "other"),
         ("2008/own claim", "none"), (f"2009/{NOBODY}", "none")],
    "/plans/{year}/co-units/{id}": [("2009/other co-unit", "none"), (f"2009/{NOBODY}", "none")],
    "/plans/{year}/persons/{id}":
        [("2009/own named", "own unit's matter"), ("2009/other named", "other"),
         (f"2009/{NOBODY}", "none")],
    "/objections/{id}":
        [("own objection", "own unit's matter"), ("other objection", "other"), (NOBODY, "none")],
    "/results/{result}/objections/{subject}":
        [("own result/own unit", "own unit's matter"), ("own result/other unit", "other"),
         ("other result/own unit", "none"), (f"{NOBODY}/own unit", "none")],
    "/letters/{id}": [("own letter", "letter of own"), ("colleague's letter", "letter of own unit"),
                      ("other letter", "business of others"), (NOBODY, "none"), ("x", "none")],
    "/letters/{id}/sign": [("own letter", "cadre alone"), (NOBODY, "none")],
    "/letters/{id}/difference": [("renewed letter", "business of others"), ("own letter", "none")],
    "/letters/years/{year}": [("2009", "all"), ("2008", "all"), ("2031", "none"), ("x", "none")],
    "/proofs/letters/{code}": [("0" * 24, "none"), ("x", "none")],  # with codes: test_letters.py
    "/proofs/letters/{code}/{signer}": [("0" * 24 + "/person", "none")],
    "/proposals/{id}": [("open proposal", "all"), ("decided proposal", "all"), (NOBODY, "none")],
    "/entries/{id}":
        [("own entry", "own unit's matter"), ("other entry", "other"), ("draft entry", "other"),
         ("elsewhere entry", "foreign"), (NOBODY, "none")],
    "/imports/{id}": [("batch", "all"), ("elsewhere import_batch", "foreign"), *ONLY_NOBODY],
    "/import/uploads/{id}": [("own upload", "office alone"), ("workbook upload", "office alone"),
                             ("foreign upload", "foreign"),
                             ("elsewhere import_upload", "foreign"), *ONLY_NOBODY],
    "/import/mappings/{id}": [("mapping", "all"), ("elsewhere import_mapping", "foreign"), *ONLY_NOBODY],
    "/import/examples/{profile}": [("units", "all"), ("no_such", "none")],
    "/import/{profile}": [("units", "all"), ("scores", "all"), ("no_such", "none")],
    "/export/{profile}": [("units", "all"), ("no_such", "none")],
    "/schemes/{id}": [("scheme", "all"), (NOBODY, "none")],
    "/rulebooks/{id}": [("rulebook", "all"), (NOBODY, "none")],
    "/assignments/{id}": [("own assignment", "own unit's matter"), ("other assignment", "other"),
                          (NOBODY, "none")],
    "/reports/{id}": ONLY_NOBODY,
    "/due-requests/{id}": ONLY_NOBODY,
    "/samplings/{id}": ONLY_NOBODY,
    # What may be done with them: test_meetings.py.
    "/meetings/{id}": [("planned meeting", "office alone"), (NOBODY, "none"), ("x", "none")],
    "/meetings/{id}/agenda": [("minuted meeting", "all"), ("planned meeting", "office alone"),
                              (NOBODY, "none")],
    "/meetings/{id}/minutes": [("minuted meeting", "all"), ("planned meeting", "none"), (NOBODY, "none")],
    "/meetings/{id}/topics/{topic}": [("planned meeting/planned topic", "office alone"),
                                      ("planned meeting/held topic", "foreign"),
                                      (f"planned meeting/{NOBODY}", "none"), (f"{NOBODY}/x", "none")],
    "/meetings/{id}/topics/{topic}/minutes": [("held meeting/held topic", "office alone"),
                                              (f"{NOBODY}/x", "none")],
    "/meetings/{id}/topics/{topic}/conclusions": [("held meeting/held topic", "office alone"),
                                                  (f"{NOBODY}/x", "none")],
    "/conclusions/{id}": [("held conclusion", "office alone"), *ONLY_NOBODY],
    "/calendars/{year}": [("2008", "all"), ("2031", "none"), ("x", "none")],
    "/changes/{id}": [("change", "all"), ("elsewhere unit_change", "foreign"), *ONLY_NOBODY],
    "/evidence/{id}": ONLY_NOBODY,  # with objects: test_evidence.py
    "/evidence/uploads/{id}": ONLY_NOBODY,
    "/evidence/new/{kind}": [("document", "all"), ("record", "all"), ("file", "none"),
                             ("no_such", "none")],
    "/ledger/proofs/{type}/{id}": [("unit/own unit", "business of own"), ("person/me", "business of own"),
                                   ("unit/other unit", "business of others"),
                                   ("objection/own objection", "business of unit"),
                                   ("objection/other objection", "business of others"),
                                   ("result/other result", "business of own"),
                                   ("proposal/open proposal", "proposals"),
                                   ("handover/confirmed handover", "office's"),
                                    (f"unit/{NOBODY}", "none"),
                                   ("no_such/own unit", "none")],
    "/accounts/{id}": [("account", "all"), (NOBODY, "none")],
    "/accounts/{id}/roles/{grant}": [(f"account/{NOBODY}", "none")],
    "/account/sessions/{id}": ONLY_NOBODY,
    "/account/feeds/{id}": ONLY_NOBODY,
    "/reminders/{id}": ONLY_NOBODY,
    "/account/tokens/{id}": ONLY_NOBODY,
    "/tokens/{id}": ONLY_NOBODY,
    "/slip-requests/{id}": ONLY_NOBODY,
    "/deputies/{id}": ONLY_NOBODY,
    "/handovers/{id}": [("open handover", "office's"), ("confirmed handover", "office's"),
                        (NOBODY, "none"), ("x", "none")],
    "/system/backups/{id}": ONLY_NOBODY,
    "/account/sessions/{id}": [("foreign session", "foreign"), *ONLY_NOBODY],
    "/account/tokens/{id}": [("own token", "office alone"), ("foreign token", "foreign"), *ONLY_NOBODY],
    "/tokens/{id}": [("foreign token", "all"), *ONLY_NOBODY],
    "/slip-requests/{id}": [("slip request", "all"), *ONLY_NOBODY],
    "/deputies/{id}": [("own deputy", "office alone"), ("foreign deputy", "foreign"),
                       ("elsewhere deputy", "foreign"), *ONLY_NOBODY],
    "/system/backups/{id}": [("backup", "all"), *ONLY_NOBODY],
    "/acts/{id}": [("act", "all"), (NOBODY, "none")],
    "/acts/{id}/leaves/{leaf}": [("act/0", "all"), ("act/x", "none"), (f"{NOBODY}/0", "none")],
    "/records/{type}/{id}": [("unit/own unit", "all"), (f"unit/{NOBODY}", "none"),
                             ("no_such/own unit", "none")],
}
# They end, begin or carry the session that the matrix needs, or count what failed: test_log_in.py,
# test_rights.py, test_slip.py; or are opened by a secret and nothing else: test_reminders.py.
ELSEWHERE = ("/login", "/login/code", "/logout", "/language", "/activate", "/feed.ics")
NO_PAGE_OF_FORM = ("/logout",)
LEADS_ON = ("/years", "/openapi", "/assignments", "/archive")  # to the newest year, to the description's file
# POSTs that need nothing but a token of who may. They show a page again, or leave things as they are …
NOTHING_TO_DO = (
    "/account/language", "/years/{year}/groups/{group}/scores",
    "/years/{year}/groups/{group}/scores/{subject}", "/years/{year}/levels/{group}/scores",
    "/years/{year}/levels/{group}/scores/{subject}",
    "/evidence/new/{kind}/find", "/assignments/{id}/find", "/units/new/find", "/units/{id}/edit/find",
    "/units/{id}/change/{type}/again",
    "/persons/{id}/posts/new/find", "/persons/{id}/posts/{id}/end/find", "/persons/{id}/leave/find",
    "/reminders/seen",
    "/rulebooks/shipped", "/years/{year}/examinations", "/meetings/new/find", "/meetings/{id}/edit/find",
    "/meetings/{id}/topics/new/find", "/meetings/{id}/topics/{topic}/find", "/meetings/{id}/participants",
    "/meetings/{id}/topics/{topic}/minutes", "/meetings/{id}/topics/{topic}/minutes/find",
    "/handovers/new/find", "/handovers/{id}/receiver/find",
    "/deputies/find")
# … or are whole orders: only those who may not send them here. What they do has suites of its own.
WHOLE_ORDER = ("/plans/{year}/persons/{id}/remove", "/account/sessions/end", "/account/feeds",
               "/years/{year}/groups/{group}/result/publish",
               "/accounts/{id}/sessions/end", "/accounts/{id}/password",
               "/accounts/{id}/slip", "/ledger/checkpoint", "/system/backups",
               "/imports/{id}/undo", "/import/uploads/{id}/apply", "/import/uploads/{id}/sheet",
               "/import/uploads/{id}/discard", "/import/uploads/{id}/columns",
               "/import/mappings/{id}/forget", "/tokens/{id}/revoke", "/account/tokens/{id}/revoke",
               "/deputies/{id}/revoke", "/system/backups/{id}/verify",
               "/system/backups/{id}/remove", "/system/backups/{id}/download",
               "/meetings/{id}/topics/{topic}/report", "/meetings/{id}/topics/{topic}/remove")
REFUSED = (400, 403, 404, 409, 422)
EVERY_ON_POSTGRES = 6  # one request in so many: the handlers are the same, the statements are what differs


def id_text(number):
    """An identifier as addresses show it (base/id.h)."""
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    return "".join(digits[int(number) >> (5 * place) & 31] for place in range(12, -1, -1))


def samples_of(path):
    """The rows of SAMPLES for a path; None: nobody wrote any."""
    count = path.count("{")
    if not count:
        return [("", "all")]
    fitting = [start for start in SAMPLES if path.startswith(start) and start.count("{") == count]
    return SAMPLES[max(fitting, key=len)] if fitting else None


@harness.both_engines
class Matrix(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo()
        (cls.at.folder / "backups").mkdir()
        cls.at.serve("--backups", str(cls.at.folder / "backups"))
        cls.table = json.loads(subprocess.run([ROUTES], capture_output=True, check=True).stdout)
        logins = cls.at.logins()
        cls.clients, cls.tokens = {}, {}
        for role, login in LOGINS.items():
            cls.clients[role] = harness.Client(cls.at.port, "en")
            cls.clients[role].login(login, logins[login])
            cls.tokens[role] = cls.clients[role].csrf()
        cls.maker = objects.Maker(cls.at, {LOGINS[role]: client for role, client in cls.clients.items()})
        cls.ids = cls.maker.make()
        for name, question in OBJECTS.items():
            found = cls.at.sql(question)
            assert found, f"no {name} in the demonstration"
            cls.ids[name] = id_text(found[0][0])

    @classmethod
    def tearDownClass(cls):
        cls.maker.forget_elsewhere(cls.at)
        super().tearDownClass()

    def fill(self, path, values):
        for value in values.split("/") if values else ():
            path = re.sub(r"\{\w+\}", lambda _, v=value: self.ids.get(v, v), path, count=1)
        return path

    def ledgers(self):
        return self.at.sql("SELECT jurisdiction_id, size FROM ledger_head ORDER BY jurisdiction_id")

    def cells(self, method):
        """(route, its path filled, words for it, who reaches it) of every route and sample; on PostgreSQL
        some of them."""
        cells = [(route, self.fill(route["path"], values), f"{method} {route['path']} [{values}]", reach)
                 for route in self.table["routes"]
                 if route["method"] == method and route["path"] not in ELSEWHERE
                 for values, reach in samples_of(route["path"])]
        return cells if self.engine == "sqlite" else cells[::EVERY_ON_POSTGRES]

    def send(self, role, path, **fields):
        return self.clients[role].post(path, {"csrf": self.tokens[role], **fields})

    def test_every_route_has_samples(self):
        self.assertEqual(set(LOGINS), set(self.table["roles"]))
        self.assertEqual([route["path"] for route in self.table["routes"]
                          if not samples_of(route["path"])], [])

    def test_reading(self):
        wrong = []
        for route, path, words, reach in self.cells("GET"):
            answer = 303 if route["path"] in LEADS_ON else 200
            for role, permissions in self.table["roles"].items():
                status = self.clients[role].get(path).status
                expected = (403 if route["access"] and not route["access"] & permissions else
                            answer if role in REACH[reach] else 404)
                if status != expected:
                    wrong.append(f"{role} {words}: {status}, not {expected}")
        self.assertFalse(wrong, "\n".join(wrong))

    def expected_of_post(self, route, role, reach):
        """The statuses that are right; None: the order is whole, not to be sent."""
        if route["access"] and not route["access"] & self.table["roles"][role]:
            return (403,)
        if role not in REACH[reach]:
            return (400, 404, 422) if reach == "none" else (404,)
        if route["path"] in WHOLE_ORDER:
            return None
        return (200, 303) if route["path"] in NOTHING_TO_DO else REFUSED

    def test_writing_nothing(self):
        wrong = []
        for route, path, words, reach in self.cells("POST"):
            before, answers = self.ledgers(), []
            for role in LOGINS:
                expected = self.expected_of_post(route, role, reach)
                if expected is None:
                    continue
                status = self.send(role, path).status
                answers.append(f"{role} {status}")
                if status not in expected:
                    wrong.append(f"{role} {words}: {status}, not {expected}")
            if self.ledgers() != before:
                wrong.append(f"{words}: written by one of {answers}")
        self.assertFalse(wrong, "\n".join(wrong))

    def test_links_lead_somewhere(self):
        """Whatever a page of the office links to is there; files that take long are left out."""
        wrong, seen = [], set()
        for _, path, _, reach in self.cells("GET"):
            page = self.clients["office"].get(path) if "office" in REACH[reach] else None
            for link in page.links if page and page.status == 200 else ():
                link = link.partition("#")[0]
                if not link.startswith("/") or link in seen or link.endswith((".xlsx", ".pdf")):
                    continue
                seen.add(link)
                status = self.clients["office"].get(link).status
                if status not in (200, 303):
                    wrong.append(f"{link} on {path}: {status}")
        self.assertFalse(wrong, "\n".join(wrong))
        self.assertGreater(len(seen), 100)

    def test_as_nobody(self):
        client, wrong = harness.Client(self.at.port), []
        for method in ("GET", "POST"):
            for route, path, words, _ in self.cells(method):
                if route["access"] == 0:
                    continue
                page = client.get(path) if method == "GET" else client.post(path, {"csrf": "x"})
                expected = (303,) if method == "GET" else (401, 403)
                if page.status not in expected or page.headers.get("Location", "/login")[:6] != "/login":
                    wrong.append(f"{words}: {page.status} {page.headers.get('Location')}")
        self.assertFalse(wrong, "\n".join(wrong))


if __name__ == "__main__":
    harness.main()
