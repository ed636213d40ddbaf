"""An attacker, and a careless user: what may not be seen, what may not be stored, what must not be told."""
import json
import sqlite3
import subprocess
import threading
import time
from pathlib import Path

import harness

ROUTES = str(Path(harness.PROGRAM).parent / "tests/print_routes")
UNITS = b"code,name,parent_code,kind,group,year\n"
# Accepted or refused, never a failure of ours.
QUERIES = ("limit=0", "limit=-1", "limit=1000000000", "limit=x", "after=zzz", "after=" + "A" * 3000,
           "after=%00", "sort=nosuch", "sort=id;drop", "sort=name_key&order=descending",
           "name=%ff%fe", "name=%25", "name=" + "x" * 7000, "group=zz",
           "group=9223372036854775808", "kind=%27", "limit=1&limit=2", "=&=&&")
# Where a log-in or a change of language may lead, and where it goes instead.
BACKS = (("/units?name=x", "/units?name=x"), ("//evil.example", "/"), ("/\\evil.example", "/"),
         ("https://evil.example/", "/"), ("javascript:alert(1)", "/"), ("/\t/evil.example", "/"),
         ("/x\r\nSet-Cookie: a=b", "/"), ("/" + "x" * 600, "/"), ("", "/"))
FAILING_CHECKPOINT = {
    "sqlite": ("CREATE TRIGGER refuse BEFORE INSERT ON ledger_checkpoint "
               "BEGIN SELECT RAISE(ABORT, 'no room'); END"),
    "postgres": ("CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN RAISE 'no room'; END $$ "
                 "LANGUAGE plpgsql; CREATE TRIGGER refuse BEFORE INSERT ON ledger_checkpoint "
                 "FOR EACH ROW EXECUTE FUNCTION refuse()"),
}
HEALED_CHECKPOINT = {"sqlite": "DROP TRIGGER refuse",
                     "postgres": "DROP TRIGGER refuse ON ledger_checkpoint; DROP FUNCTION refuse"}


@harness.both_engines
class Hostile(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.at.serve()
        passwords = cls.at.logins()
        cls.clients = {}
        for login in ("office", "leader", "unit", "liaison", "cadre", "security", "audit"):
            cls.clients[login] = harness.Client(cls.at.port, "en")
            cls.clients[login].login(login, passwords[login])
        cls.office = cls.clients["office"]
        cls.ids = {unit["code"]: unit["id"] for unit in cls.items(cls.office, "/units")}

    @staticmethod
    def items(client, path):
        return json.loads(client.get(path + ".json?limit=500").body)["items"]

    def execute(self, sql):
        """Into the database, behind the program's back."""
        if self.engine == "sqlite":
            with sqlite3.connect(self.at.db) as database:
                database.execute(sql)
            database.close()
        else:
            subprocess.run(["psql", "-qX", self.at.db, "-c", sql], check=True)

    def import_units(self, rows, client=None):
        client = client or self.office
        return client.upload("/import", {"csrf": client.csrf("/import"), "profile": "units"}, "file",
                             "units.csv", UNITS + rows)

    # What may not be seen ----------------------------------------------------------------------

    def test_a_cadre_sees_the_own_unit_but_of_its_persons_only_the_own_record(self):
        persons = self.items(self.clients["cadre"], "/persons")
        self.assertLessEqual(len(persons), 1)
        colleague = next(person["name"] for person in self.items(self.office, "/persons")
                         if person["unit_name"] == self.items(self.clients["cadre"],
                                                              "/units")[0]["name"]
                         and person["name"] not in {own["name"] for own in persons})
        path = "/units/" + self.ids["T04"]
        self.assertIn(colleague, self.clients["unit"].get(path).text)
        page = self.clients["cadre"].get(path)
        self.assertEqual(page.status, 200)
        self.assertNotIn(colleague, page.text)

    def test_records_of_others_are_not_found_in_any_form(self):
        other = self.ids["T05"]
        name = next(unit["name"] for unit in self.items(self.office, "/units")
                    if unit["code"] == "T05")
        person = next(person["id"] for person in self.items(self.office, "/persons")
                      if person["unit_name"] == name)
        paths = [f"/units/{other}", f"/units/{other}.json", f"/years/2008/units/{other}",
                 f"/years/2008/units/{other}.json", f"/years/2008/units/{other}.csv",
                 f"/persons/{person}", f"/persons/{person}.json", f"/ledger/proofs/unit/{other}",
                 f"/ledger/proofs/person/{person}"]
        for login in ("unit", "liaison", "cadre", "security", "audit"):
            for path in paths:
                with self.subTest(login=login, path=path):
                    self.assertIn(self.clients[login].get(path).status, (403, 404))
        for login in ("unit", "liaison", "cadre"):
            self.assertEqual({unit["code"] for unit in self.items(self.clients[login], "/units")},
                             {"T04"}, login)
            for entry in self.items(self.clients[login], "/entries"):
                self.assertEqual(entry["subject_name"],
                                 self.items(self.clients[login], "/units")[0]["name"])

    def test_the_office_of_one_unit_does_not_see_the_tables_of_all(self):
        client = harness.Client(self.at.port, "en")
        made = self.at.run("user", "add", "t04office", "--role", "office", "--unit", "T04").out
        client.login(*made.strip().split("\t"))
        self.assertNotIn("demo-scores.csv", client.get("/").text + client.get("/import").text)
        for path in ("/imports", "/imports.json", "/imports.csv", "/export/scores.csv"):
            self.assertEqual(client.get(path).status, 404, path)
        self.assertEqual(self.import_units(b"T99,name,,town,,\n", client).status, 404)

    def test_no_route_fails_for_odd_requests(self):
        table = json.loads(subprocess.run([ROUTES], capture_output=True, check=True).stdout)
        wrong = []
        for login in ("office", "cadre"):
            client = self.clients[login]
            for route in table["routes"]:
                path = route["path"].replace("{year}", "2008").replace("{profile}", "units")
                path = path.replace("{type}", "unit").replace("{id}", self.ids["T05"])
                for name in ("{unit}", "{group}", "{grant}"):  # groups, grants: ids of a unit
                    path = path.replace(name, self.ids["T05"])
                head = client.request("HEAD", path)
                accepting = client.get(path, Accept="application/json")
                if head.status >= 500 or head.body or accepting.status >= 500:
                    wrong.append((login, path, head.status, accepting.status))
                if "json" in (accepting.headers.get("Content-Type") or ""):
                    json.loads(accepting.body)
        self.assertEqual(wrong, [])

    def test_no_list_fails_for_odd_queries(self):
        wrong = []
        for path in ("/units", "/persons.json", "/entries", "/imports.csv"):
            for query in QUERIES:
                status = self.office.get(f"{path}?{query}").status
                if status not in (200, 400):
                    wrong.append((path, query[:40], status))
        self.assertEqual(wrong, [])

    def test_nothing_leads_away_from_here(self):
        for back, expected in BACKS:
            with self.subTest(back[:30]):
                page = harness.Client(self.at.port).post("/language",
                                                         {"language": "en", "back": back})
                self.assertEqual((page.status, page.headers["Location"]), (303, expected))

    # What may not be stored --------------------------------------------------------------------

    def test_text_that_shows_another_text_is_refused(self):
        for name in ("甲\u202e镇", "a\u2066b", "a\u2028b", "a\x01b", "a\x85b"):
            with self.subTest(repr(name)):
                page = self.import_units(f"X1,{name},,town,,\n".encode())
                self.assertEqual(page.status, 303)
                preview = self.office.get(page.headers["Location"])
                self.assertIn("without control characters", preview.text)
        self.assertNotIn("X1", {unit["code"] for unit in self.items(self.office, "/units")})

    def test_markup_and_formulas_stay_text(self):
        self.assertEqual(self.import_units(b'H1,<script>alert(1)</script>,,town,,\n'
                                           b'H2,"=cmd|\' /c calc\'!A1",,town,,\n').status, 303)
        for path in ("/units?code=H1", "/units/" + next(
                unit["id"] for unit in self.items(self.office, "/units") if unit["code"] == "H1")):
            page = self.office.get(path)
            self.assertIn("<script>alert(1)</script>", page.text)
            self.assertNotIn(b"<script>alert", page.body)
        for path in ("/units.csv?code=H2", "/export/units.csv"):
            self.assertNotIn(b",=cmd", self.office.get(path).body)
            self.assertIn(b"'=cmd", self.office.get(path).body)

    def test_a_refused_role_leaves_no_account(self):
        done = self.at.run("user", "add", "careless", "--role", "unit_head", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertNotIn("careless", self.at.run("user", "list").out)
        self.at.run("user", "add", "careless", "--role", "unit_head", "--unit", "T04")

    def test_everybody_writes_at_once(self):
        """Browsers and the command line on the same tree; tearDown verifies the ledger."""
        rows = b"".join(b"W%03d,name %d,,town,,\n" % (i, i) for i in range(100))
        table = self.at.folder / "once.csv"
        table.write_bytes(UNITS + rows.replace(b"W", b"V"))
        token, statuses = self.office.csrf("/import"), []

        def upload():
            statuses.append(self.office.upload("/import", {"csrf": token, "profile": "units"},
                                               "file", "w.csv", UNITS + rows).status)

        def sign():
            statuses.append(self.office.post("/ledger/checkpoint", {"csrf": token}).status)

        def command():
            done = self.at.run("import", "units", str(table), check=False)
            statuses.append(303 if done.returncode == 0 else done.err)

        threads = [threading.Thread(target=work) for work in (upload, sign, command) * 3]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(statuses, [303] * 9)
        batches = [batch for batch in self.items(self.office, "/imports")
                   if batch["created_count"] == 100]
        self.assertEqual(len(batches), 2)
        self.undo_twice(token, batches[0]["id"])

    def undo_twice(self, token, batch):
        statuses = []

        def undo():
            statuses.append(self.office.post(f"/imports/{batch}/undo", {"csrf": token}).status)

        threads = [threading.Thread(target=undo) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(statuses.count(303), 1, statuses)
        self.assertEqual(self.at.verify().returncode, 0)

    # What must not be told ---------------------------------------------------------------------

    def test_an_act_that_failed_announces_nothing(self):
        token = self.office.csrf("/import")
        self.import_units(b"Z9,something to sign,,town,,\n")
        self.execute(FAILING_CHECKPOINT[self.engine])
        try:
            page = self.office.post("/ledger/checkpoint", {"csrf": token})
        finally:
            self.execute(HEALED_CHECKPOINT[self.engine])
        self.assertGreaterEqual(page.status, 400)
        self.assertIsNone(page.headers["Location"])
        self.assertNotIn("flash=flash", str(page.headers.get_all("Set-Cookie")))
        self.assertEqual(self.office.post("/ledger/checkpoint", {"csrf": token}).status, 303)

    def test_a_wrong_option_is_named(self):
        for words in (("version", "--nosuch"), ("version", "--nosuch", "x"), ("export", "-x"),
                      ("version", "--format", "csv")):
            done = self.at.run(*words, check=False)
            self.assertEqual(done.returncode, 2, words)
        done = subprocess.run([harness.PROGRAM, "version", "--nosuch"], capture_output=True,
                              env=self.at.environment(), check=False)
        self.assertIn(b"--nosuch", done.stderr)
        self.assertNotIn(b"needs a value", done.stderr)

    # Who may act -------------------------------------------------------------------------------

    def test_a_password_from_the_command_line_ends_the_session(self):
        client = self.clients["leader"]
        self.assertEqual(client.get("/").status, 200)
        self.at.run("user", "password", "leader")
        time.sleep(1.1)  # decisions.md 10: at most one second old
        self.assertEqual(client.get("/").status, 303)

    def test_an_account_changes_state_as_its_table_says(self):
        client = self.clients["security"]
        self.at.run("user", "add", "passing", "--role", "inspector")
        ids = {account["login"]: account["id"] for account in self.items(client, "/accounts")}
        path = "/accounts/" + ids["passing"]
        for event, other in (("disable", "enable"), ("enable", "disable")):
            text = client.get(path).text
            self.assertIn(f"{event.capitalize()} the account", text)
            self.assertNotIn(f"{other.capitalize()} the account", text)
            for asked, status in ((other, 422), ("", 400), (event, 303)):
                form = {"csrf": client.csrf(), "event": asked}
                self.assertEqual(client.post(path + "/state", form).status, status, asked)
        form = {"csrf": client.csrf(), "event": "disable"}
        answer = client.post("/accounts/" + ids["security"] + "/state", form)
        self.assertEqual(answer.status, 422)
        self.assertIn("Nobody disables their own account.", answer.text)

    def test_the_last_security_administrator_stays(self):
        client = self.clients["security"]
        account = next(account["id"] for account in self.items(client, "/accounts")
                       if account["login"] == "security")
        page = client.get("/accounts/" + account)
        end = next(form["action"] for form in page.forms if (form["action"] or "").endswith("/end"))
        answer = client.post(end, {"csrf": client.csrf()})
        self.assertEqual(answer.status, 422)
        self.assertIn("appoint another one first", answer.text)
        self.assertEqual(client.get("/accounts").status, 200)
        self.at.run("user", "add", "security2", "--role", "security")
        self.assertEqual(client.post(end, {"csrf": client.csrf()}).status, 303)
        self.assertEqual(client.get("/accounts").status, 403)


if __name__ == "__main__":

    harness.main()
