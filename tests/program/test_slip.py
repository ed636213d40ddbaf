"""Activation and reset slips, accounts in bulk, two people for administrators, the policy page."""
import re

import harness
from test_log_in import at_once

CODE = r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b"
PASSWORD = "a sentence of one's own"


@harness.both_engines
class Slip(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.at.serve()
        cls.logins = cls.at.logins()

    def setUp(self):
        self.security = self.client("security")

    def client(self, login=None):
        client = harness.Client(self.at.port, "en")
        if login:
            client.login(login, self.logins[login])
        return client

    def post(self, path, client=None, **fields):
        client = client or self.security
        return client.post(path, {"csrf": client.csrf(), **fields})

    def account(self, login):
        page = self.security.get(f"/accounts?login={login}")
        return next(link for link in page.links if re.fullmatch(r"/accounts/[0-9A-Z]{13}", link))

    def new_account(self, login):
        page = self.post("/accounts/new", login=login, display_name="新人 " + login)
        self.assertEqual(page.status, 303, page.text[:300])
        return page.headers["Location"]

    def print_one(self, login):
        page = self.post(self.account(login) + "/slip")
        self.assertEqual(page.status, 200, page.text[:300])
        codes = re.findall(CODE, page.text)
        self.assertEqual(len(codes), 1)
        return codes[0]

    def activate(self, code, password=PASSWORD, repeat=None):
        return self.client().post("/activate", {"code": code, "password": password,
                                                "repeat": repeat or password})

    def test_a_new_account_waits_and_its_slip_opens_it_once(self):
        path = self.new_account("newcomer")
        self.post(path + "/roles", role="inspector", unit_code="", from_day="2009-03-17")
        self.assertIn("Waiting for activation", self.security.get(path).text)
        former, code = self.print_one("newcomer"), self.print_one("newcomer")
        seen = self.client().get("/activate?code=" + code.lower().replace("-", ""))
        self.assertIn("newcomer", seen.text)
        self.assertNotIn("newcomer", self.client().get("/activate?code=" + former).text)
        for wrong, change in ((former, {}), ("7K2M-ABCD-EFGH-0123", {}), ("nonsense", {}),
                              (code, {"password": "short"}), (code, {"repeat": "another sentence"}),
                              (code, {"password": "newcomer newcomer"})):
            page = self.activate(wrong, **change)
            self.assertEqual(page.status, 400, (wrong, change))
        self.assertEqual(self.activate(code).headers["Location"], "/login?activated=1")
        self.assertEqual(self.activate(code).status, 400, "used")
        client = self.client()
        client.login("newcomer", PASSWORD)
        self.assertEqual(client.get("/units").status, 200)
        rows = self.at.sql("SELECT COUNT(*) FROM credential WHERE slip_hash IS NOT NULL AND "
                           "account_id = (SELECT id FROM account WHERE login = 'newcomer')")
        self.assertEqual(int(rows[0][0]), 0)

    def test_one_slip_twice_at_once(self):
        self.new_account("racer")
        code = self.print_one("racer")
        pages = at_once(*[lambda n=n: self.activate(code, f"sentence number {n} of it")
                          for n in range(4)])
        self.assertEqual(sorted(page.status for page in pages), [303, 400, 400, 400])

    def test_a_disabled_account_has_no_slip(self):
        path = self.new_account("leaver")
        code = self.print_one("leaver")
        self.post(path + "/state", event="disable")
        self.assertEqual(self.activate(code).status, 400)
        self.assertEqual(self.post(path + "/slip").status, 422)
        self.post(path + "/state", event="enable")
        self.assertIn("Waiting", self.security.get(path).text)
        self.assertEqual(self.activate(code).status, 400, "the former slip stays dead")
        self.assertEqual(self.activate(self.print_one("leaver")).status, 303)

    def test_a_reset_ends_sessions_and_the_old_password(self):
        there = self.client("cadre")
        code = self.print_one("cadre")
        self.assertEqual(there.get("/").status, 200, "until it is used nothing changes")
        self.assertEqual(self.activate(code).status, 303)
        self.assertEqual(there.get("/").status, 303)
        self.assertEqual(self.client().post("/login", {
            "login": "cadre", "password": self.logins["cadre"]}).status, 401)
        self.client().login("cadre", PASSWORD)

    def test_bulk_accounts_and_their_sheet(self):
        page = self.security.get("/accounts/bulk?unit_code=T04&role=unit_head")
        self.assertEqual(page.status, 200)
        count = int(re.search(r"Without an account: (\d+)", page.text).group(1))
        self.assertGreater(count, 1)
        self.assertIn("nothere", self.security.get("/accounts/bulk?unit_code=nothere").text)
        for role in ("office", "security", "nonsense"):
            self.assertIn(self.post("/accounts/bulk", unit_code="T04", level="", role=role).status,
                          (400, 422), role)
        done = self.post("/accounts/bulk", unit_code="T04", level="", role="cadre")
        self.assertEqual(done.headers["Location"], "/slips")
        again = self.security.get("/accounts/bulk?unit_code=T04&role=cadre")
        self.assertIn("Without an account: 0", again.text)
        page = self.security.get("/slips")
        chosen = re.findall(r'name="account\[\]" value="([0-9A-Z]{13})"', page.html)
        self.assertGreaterEqual(len(chosen), count)
        sheet = self.security.post("/slips", [("csrf", self.security.csrf()), ("which", "chosen")]
                                   + [("account[]", account) for account in chosen[:2]])
        self.assertEqual(len(set(re.findall(CODE, sheet.text))), 2)
        self.assertEqual(sheet.html.count('class="qr"'), 2)
        self.assertIn("no-store", sheet.headers["Cache-Control"])
        self.assertEqual(self.post("/slips", which="chosen").status, 400)
        sheet = self.post("/slips", which="all")
        codes = re.findall(CODE, sheet.text)
        self.assertGreaterEqual(len(set(codes)), count)
        self.assertEqual(self.activate(codes[0]).status, 303)

    def test_an_administrators_reset_needs_two(self):
        audit = self.account("audit")
        asked = self.post(audit + "/slip")
        self.assertEqual(asked.headers["Location"], "/slip-requests")
        page = self.security.get("/slip-requests")
        self.assertIn("Waits for a second person", page.text)
        request = next(f["action"] for f in page.forms
                       if (f["action"] or "").startswith("/slip-requests/"))
        self.assertEqual(self.post(request, event="confirm").status, 422, "not one's own")
        system = self.client("system")
        for stranger in ("audit", "office"):
            client = self.client(stranger)
            self.assertEqual(self.post(request, client, event="confirm").status, 403)
        self.assertEqual(self.post(request, system, event="confirm").status, 303)
        self.assertIn("Confirmed", self.security.get("/slip-requests").text)
        code = re.findall(CODE, self.post(audit + "/slip").text)[0]
        self.assertEqual(self.activate(code).status, 303)
        client = self.client()
        client.login("audit", PASSWORD)
        self.assertEqual(client.get("/acts").headers["Location"], "/account/code")
        refused = self.at.run("user", "password", "system", check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("two people", refused.err)

    def test_a_reset_alone_is_told_apart(self):
        """Where nobody else is left: done, and the act's line says that one person did it."""
        self.at.run("user", "add", "lonely", "--role", "security")
        self.at.run("user", "add", "ordinary", "--role", "inspector")
        kinds = []
        for words in (("password", "lonely", "--alone"), ("slip", "lonely", "--alone"),
                      ("password", "ordinary", "--alone"), ("password", "ordinary")):
            self.assertTrue(self.at.run("user", *words).out)
            kinds += self.at.sql("SELECT kind FROM act ORDER BY at_ms DESC LIMIT 1")
        self.assertEqual(kinds, [("account.password_alone",), ("slip.print_alone",),
                                 ("account.password",), ("account.password",)])
        audit = self.client("audit")
        for kind in ("account.password_alone", "slip.print_alone"):
            page = audit.get("/acts?kind=" + kind)
            link = next(link for link in page.links if re.fullmatch(r"/acts/[0-9A-Z]{13}", link))
            self.assertIn("by one person alone", audit.get(link).title)

    def test_slips_from_the_command_line(self):
        login, code = self.at.run("user", "add", "byhand", "--role", "inspector", "--slip").out.split()
        self.assertEqual(login, "byhand")
        again = self.at.run("user", "slip", "byhand").out.split()[1]
        self.assertEqual(self.activate(code).status, 400)
        self.assertEqual(self.activate(again).status, 303)
        waiting = self.at.run("user", "slip", "system")
        self.assertEqual(waiting.out, "")
        self.assertIn("second person", waiting.err)

    def test_the_policy_page(self):
        fields = {"from_day": "2030-01-01", "profile": "djbh3", "minimum_length": "10",
                  "rotation_days": "90", "history_count": "5", "slip_days": "3",
                  "idle_minutes": "10", "absolute_hours": "8", "reauthentication_minutes": "10",
                  "revision": "0"}
        self.assertEqual(self.security.get("/security/policy").status, 200)
        for change, word in (({"rotation_days": "0"}, "1 to 180"), ({"history_count": "0"}, "1 to 24"),
                             ({"profile": "asvs"}, "0 in profile asvs"),
                             ({"minimum_length": "7"}, "8"), ({"from_day": "2009-03-01"}, "today")):
            page = self.post("/security/policy/new", **{**fields, **change})
            self.assertEqual(page.status, 400, change)
            self.assertIn(word, page.text)
        self.assertEqual(self.post("/security/policy/new", **fields).status, 303)
        self.assertEqual(self.post("/security/policy/new", **{**fields, "slip_days": "4"}).status, 303)
        self.assertIn("2030-01-01", self.security.get("/security/policy").text)
        self.assertEqual(self.client("office").get("/security/policy").status, 403)


if __name__ == "__main__":
    harness.main()
