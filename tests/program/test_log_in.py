"""Log-ins: one-time codes, stages, own sessions, asking again before sensitive acts, lock-out."""
import re
import threading
import time

import harness


def at_once(*calls):
    """Run calls in threads that start together; their results."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        barrier.wait()
        results[number] = call()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@harness.both_engines
class LogIn(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.at.serve()
        cls.logins = cls.at.logins()

    def client(self, login=None, language="en"):
        client = harness.Client(self.at.port, language)
        if login:
            client.login(login, self.logins[login])
        return client

    def half_open(self, login):
        """A client whose password was right and whose code is due."""
        client = self.client()
        page = client.login_password(login, self.logins[login])
        self.assertTrue(page.headers["Location"].startswith("/login/code"), page.headers)
        return client

    def wait_for_cache(self):
        time.sleep(1.1)  # decisions.md 10: at most one second old

    def grow_old(self, login, minutes=11):
        """As if the log-in had been minutes ago."""
        self.at.sql("UPDATE session SET authenticated_ms = authenticated_ms - "
                    f"{minutes * 60000} WHERE account_id = "
                    f"(SELECT id FROM account WHERE login = '{login}')")
        self.wait_for_cache()

    # Codes ------------------------------------------------------------------------------------

    def test_before_the_code_nothing_opens(self):
        client = self.half_open("security")
        for path in ("/", "/accounts", "/account", "/account/password", "/account/code", "/menu",
                     "/accounts.csv", "/ledger"):
            page = client.get(path)
            self.assertIn(page.status, (303, 401), path)
            if page.status == 303:
                self.assertEqual(page.headers["Location"], "/login/code", path)
        page = client.post("/accounts/new", {"csrf": client.csrf("/login/code"), "login": "sneaky"})
        self.assertEqual(page.status, 401)
        self.assertNotIn("sneaky", self.client("security").get("/accounts").text)

    def test_a_wrong_code_and_a_used_one(self):
        client, other = self.half_open("audit"), self.half_open("audit")
        token = client.csrf("/login/code")
        self.assertEqual(client.post("/login/code", {"csrf": token, "code": "12345"}).status, 401)
        code = self.at.codes.code("audit")
        before = client.cookies["__Host-session"]
        page = client.post("/login/code", {"csrf": token, "code": code})
        self.assertEqual(page.status, 303)
        self.assertNotEqual(client.cookies["__Host-session"], before, "a new session, a new token")
        page = other.post("/login/code", {"csrf": other.csrf("/login/code"), "code": code})
        self.assertEqual(page.status, 401)
        self.assertIn("used already", page.text)
        self.assertIn("failed log-ins", client.get("/").text)
        self.assertIn("One-time code", client.get("/account").text)

    def test_one_code_twice_at_once_opens_once(self):
        for _ in range(3):
            clients = [self.half_open("system") for _ in range(4)]
            tokens = [client.csrf("/login/code") for client in clients]
            code = self.at.codes.code("system")
            pages = at_once(*[
                lambda c=client, t=token: c.post("/login/code", {"csrf": t, "code": code})
                for client, token in zip(clients, tokens)])
            self.assertEqual(sorted(page.status for page in pages), [303, 401, 401, 401])
            self.at.sql("DELETE FROM login_failure")

    def test_wrong_codes_make_this_network_wait(self):
        client = self.half_open("audit")
        answers = []
        for _ in range(7):
            page = client.post("/login/code", {"csrf": client.csrf("/login/code"), "code": "000000"})
            answers.append(page.status)
        self.assertEqual(answers, [401] * 5 + [422] * 2)
        self.at.sql("DELETE FROM login_failure")

    def test_everybody_may_use_codes_and_stop(self):
        client = self.client("inspector")
        page = client.get("/account/code")
        secret = page.forms[-1]["fields"]["secret"]
        self.assertIn("<svg", page.html)
        form = {"csrf": page.forms[-1]["fields"]["csrf"], "secret": secret}
        refused = client.post("/account/code", {**form, "code": "000000"})
        self.assertEqual(refused.status, 400)
        self.assertEqual(refused.forms[-1]["fields"]["secret"], secret, "the secret stays")
        self.at.codes.secrets["inspector"] = secret
        code = self.at.codes.code("inspector")
        self.assertEqual(client.post("/account/code", {**form, "code": code}).status, 303)
        self.assertIn("In use", client.get("/account").text)
        self.half_open("inspector").enter_code("inspector")
        page = client.post("/account/code/remove", {"csrf": client.csrf("/account")})
        self.assertEqual(page.status, 303)
        self.client("inspector").get("/")
        self.at.codes.secrets.pop("inspector")

    def test_an_administrator_cannot_stop(self):
        client = self.client("security")
        page = client.post("/account/code/remove", {"csrf": client.csrf("/account")})
        self.assertEqual(page.status, 422)
        self.assertNotIn("/account/code/remove", client.get("/account").html)

    def test_who_becomes_administrator_must_set_up_codes(self):
        made = self.at.run("user", "add", "second-audit", "--role", "audit").out.split()
        client = harness.Client(self.at.port, "en")
        client.login(*made)
        for path in ("/", "/acts", "/accounts"):
            self.assertEqual(client.get(path).headers["Location"], "/account/code")
        page = client.get("/account/code")
        secret = page.forms[0]["fields"]["secret"]
        self.at.codes.secrets["second-audit"] = secret
        done = client.post("/account/code", {"csrf": page.forms[0]["fields"]["csrf"],
                                             "secret": secret,
                                             "code": self.at.codes.code("second-audit")})
        self.assertEqual(done.status, 303)
        self.assertEqual(client.get("/acts").status, 200)

    # Sessions ---------------------------------------------------------------------------------

    def test_own_sessions_are_listed_and_ended(self):
        here, there, third = self.client("leader"), self.client("leader"), self.client("leader")
        page = here.get("/account")
        ends = [form["action"] for form in page.forms if re.fullmatch(
            r"/account/sessions/[0-9A-Z]{13}/end", form["action"] or "")]
        self.assertEqual(len(ends), 2)
        self.assertIn("This session", page.text)
        self.assertEqual(here.post(ends[0], {"csrf": here.csrf()}).status, 303)
        alive = [client.get("/account").status for client in (there, third)]
        self.assertEqual(sorted(alive), [200, 303])
        self.assertEqual(here.post(ends[0], {"csrf": here.csrf()}).status, 404)
        self.assertEqual(here.post("/account/sessions/end", {"csrf": here.csrf()}).status, 303)
        self.assertEqual([c.get("/account").status for c in (here, there, third)], [200, 303, 303])
        # Nobody ends another account's.
        foreign = self.at.sql("SELECT id FROM session WHERE account_id = "
                              "(SELECT id FROM account WHERE login = 'leader')")[0][0]
        crockford, digits, rest = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", "", int(foreign)
        for _ in range(13):
            digits, rest = crockford[rest % 32] + digits, rest // 32
        office = self.client("office")
        self.assertEqual(office.post(f"/account/sessions/{digits}/end",
                                     {"csrf": office.csrf()}).status, 404)
        self.assertEqual(here.get("/account").status, 200)

    def test_the_security_administrator_ends_a_persons_sessions(self):
        victim, security = self.client("liaison"), self.client("security")
        page = security.get("/accounts?login=liaison")
        account = next(link for link in page.links if re.fullmatch(r"/accounts/[0-9A-Z]{13}", link))
        self.assertEqual(security.post(account + "/sessions/end",
                                       {"csrf": security.csrf()}).status, 303)
        self.assertEqual(victim.get("/").status, 303)

    def test_a_new_password_ends_the_others(self):
        here, there = self.client("unit"), self.client("unit")
        token, old, new = here.csrf(), self.logins["unit"], "a quite new sentence"
        fields = {"csrf": token, "current": old, "password": new, "repeat": new}
        for change, status, words in (
                ({"current": "wrong"}, 400, "Present password"),
                ({"repeat": "a quite new sentense"}, 400, "once more"),
                ({"password": "short", "repeat": "short"}, 400, "12 to 128"),
                ({"password": old, "repeat": old}, 400, "another password")):
            page = here.post("/account/password", {**fields, **change})
            self.assertEqual(page.status, status, words)
            self.assertIn(words, page.text)
            self.assertNotIn(new, page.html)
        self.assertEqual(here.post("/account/password", fields).status, 303)
        self.assertEqual((here.get("/account").status, there.get("/account").status), (200, 303))
        self.logins["unit"] = new
        self.client("unit")

    # Asking again -----------------------------------------------------------------------------

    def grant_form(self, security, login):
        page = security.get(f"/accounts?login={login}")
        account = next(link for link in page.links if re.fullmatch(r"/accounts/[0-9A-Z]{13}", link))
        return account + "/roles", {"csrf": security.csrf(), "role": "inspector", "unit_code": "",
                                    "from_day": "2009-03-18"}

    def test_a_sensitive_act_asks_again_and_goes_on(self):
        security = self.client("security")
        path, fields = self.grant_form(security, "office")
        self.grow_old("security")
        asked = security.post(path, fields)
        self.assertEqual(asked.status, 403)
        self.assertIn("confirm that it is you", asked.text)
        form = asked.forms[-1]
        self.assertEqual(form["action"], path)
        for name in ("role", "unit_code", "from_day"):
            self.assertEqual(form["fields"][name], fields[name])
        wrong = security.post(path, {**form["fields"], "again_password": "wrong",
                                     "again_code": "123456"})
        self.assertEqual(wrong.status, 401)
        self.assertEqual(wrong.forms[-1]["fields"]["from_day"], "2009-03-18")
        no_code = security.post(path, {**form["fields"], "again_password": self.logins["security"],
                                       "again_code": "12345"})
        self.assertEqual(no_code.status, 401)
        grants = "SELECT COUNT(*) FROM role_grant WHERE from_day = 14321"
        self.assertEqual(int(self.at.sql(grants)[0][0]), 0, "nothing happened yet")
        done = security.post(path, {**wrong.forms[-1]["fields"],
                                    "again_password": self.logins["security"],
                                    "again_code": self.at.codes.code("security")})
        self.assertEqual(done.status, 303, done.text[:300])
        self.assertEqual(int(self.at.sql(grants)[0][0]), 1)
        # For ten minutes it is not asked again.
        page = security.get(path.removesuffix("/roles"))
        end = next(f["action"] for f in page.forms if (f["action"] or "").endswith("/end")
                   and "/roles/" in f["action"])
        self.assertEqual(security.post(end, {"csrf": security.csrf()}).status, 303)

    def test_asking_again_counts_failures(self):
        security = self.client("security")
        path, fields = self.grant_form(security, "leader")
        self.grow_old("security")
        answers = [security.post(path, {**fields, "again_password": f"wrong {n}",
                                        "again_code": "1"}).status for n in range(7)]
        self.assertEqual(answers, [401] * 5 + [422] * 2)
        self.assertEqual(security.get("/accounts").status, 200, "the session itself goes on")
        self.at.sql("DELETE FROM login_failure")

    def test_values_survive_with_markup_in_them(self):
        security = self.client("security")
        path, fields = self.grant_form(security, "leader")
        self.grow_old("security")
        hostile = '"><script>alert(1)</script>&amp;'
        page = security.post(path, {**fields, "unit_code": hostile})
        self.assertNotIn("<script", page.html)
        self.assertEqual(page.forms[-1]["fields"]["unit_code"], hostile)

    # Lock-out ---------------------------------------------------------------------------------

    def test_an_outsider_locks_nobody_out(self):
        self.at.sql("DELETE FROM login_failure")
        outside = harness.Client(self.at.port, "en")
        for n in range(8):
            outside.post("/login", {"login": "cadre", "password": f"guess {n}"})
        rows = self.at.sql("SELECT COUNT(DISTINCT network) FROM login_failure")
        self.assertEqual(int(rows[0][0]), 1)
        self.at.sql("UPDATE login_failure SET network = '198.51.100.7'")  # they came from elsewhere
        client = self.client("cadre")
        self.assertIn("failed log-ins", client.get("/").text)
        self.assertIn("Failure", client.get("/account").text)
        self.at.sql("DELETE FROM login_failure")

    def test_a_mistyped_password_in_the_name_field_is_not_logged(self):
        outside = harness.Client(self.at.port, "en")
        outside.post("/login", {"login": "my-secret-password-typed-here", "password": "x"})
        self.assertNotIn("typed-here", self.client("audit").get("/acts").text)
        self.assertEqual(self.at.sql(
            "SELECT COUNT(*) FROM act WHERE summary LIKE '%typed-here%'")[0][0] in (0, "0"), True)
        self.at.sql("DELETE FROM login_failure")


if __name__ == "__main__":
    harness.main()
