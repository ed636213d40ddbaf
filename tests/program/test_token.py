"""API tokens: what one opens and never opens, expiry, revocation, limits; hostile JSON; the audit line."""
import datetime
import json
import re

import harness

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()


@harness.both_engines
class Token(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief", "--drafts")
        cls.at.serve()
        cls.office, cls.security = cls.client("office"), cls.client("security")
        cls.whole = cls.program(cls.office, "registers", "results", "edit", "import", name="whole")
        cls.reader = cls.program(cls.office, "registers", name="reader")
        units = cls.whole.get("/units.json?limit=500").json["items"]
        cls.unit = next(unit["id"] for unit in units if unit["code"] == "T05")

    @classmethod
    def client(cls, login):
        client = harness.Client(cls.at.port, "en")
        client.login(login, cls.at.logins()[login])
        return client

    @classmethod
    def program(cls, client, *scope, name="program"):
        return harness.Program(cls.at.port, client.make_token(*scope, name=name))

    def tokens(self, client=None, path="/account/tokens.json?limit=500"):
        return json.loads((client or self.office).get(path).body)["items"]

    def problem(self, page, status, **members):
        self.assertEqual(page.status, status, page.body[:400])
        self.assertEqual(page.headers["Content-Type"], "application/problem+json; charset=utf-8")
        self.assertEqual(page.json["status"], status)
        self.assertTrue(page.json["title"] and page.json["detail"] and page.json["code"])
        for name, value in members.items():
            self.assertEqual(page.json.get(name), value, page.json)
        return page.json

    # What it opens --------------------------------------------------------------------------

    def test_reads_within_its_scope_only(self):
        self.assertEqual(self.reader.get("/units.json").status, 200)
        self.problem(self.reader.get("/years/2008.json"), 403, code="ERR_DENIED")
        self.problem(self.reader.send(f"/units/{self.unit}/edit", {"revision": 1}), 403)
        self.assertEqual(self.whole.get("/years/2008.json").status, 200)

    def test_the_scope_holds_beyond_the_route(self):
        """A handler that asks for an object's right is answered by the scope as well."""
        page = self.reader.get(f"/units/{self.unit}")
        self.assertEqual(page.status, 200)
        self.assertNotIn(f"/units/{self.unit}/edit", page.links)

    def test_never_opens_log_in_accounts_tokens_administration(self):
        for path in ("/", "/login", "/menu", "/account/tokens", "/account/tokens/new", "/tokens",
                     "/accounts", "/accounts.json", "/acts.json", "/tokens/policy"):
            with self.subTest(path):
                self.problem(self.whole.get(path), 403)
        for path in ("/login", "/logout", "/language", "/account/tokens/new", "/accounts/new",
                     "/tokens/policy"):
            with self.subTest(path):
                self.problem(self.whole.send(path, {"login": "office"}), 403)

    def test_beside_a_session_it_is_refused(self):
        both = harness.Program(self.at.port, self.reader.token)
        both.cookies = dict(self.office.cookies)
        self.problem(both.get("/units.json"), 400)

    def test_in_the_query_it_is_nothing(self):
        nobody = harness.Client(self.at.port, "en")
        page = nobody.get(f"/units.json?token={self.whole.token}&access_token={self.whole.token}")
        self.assertEqual(page.status, 401)
        self.assertNotIn(self.whole.token, self.at.server_log())

    def test_over_plain_http_from_elsewhere_it_is_refused(self):
        page = self.reader.get("/units.json", **{"X-Forwarded-For": "192.0.2.9"})
        self.problem(page, 422, code="ERR_RULE")

    # What does not work ---------------------------------------------------------------------

    def test_wrong_ones_are_told_apart_from_secrets(self):
        real = self.reader.token
        other = "0" if real[10] != "0" else "1"
        for wrong in (real[:-1], real + "0", real[:10] + other + real[11:], "lz_", "x" * 62,
                      real.upper(), "lz_" + "0" * 59, real.replace("lz_", "gh_")):
            with self.subTest(wrong):
                page = harness.Program(self.at.port, wrong).get("/units.json")
                self.problem(page, 401, code="ERR_LOGIN")
                self.assertIn("invalid_token", page.headers["WWW-Authenticate"])
        unknown = harness.Program(self.at.port, "lz_" + "0" * 52 + self.checksum("0" * 52))
        self.assertIn("no such token", self.problem(unknown.get("/units.json"), 401)["detail"])

    @staticmethod
    def checksum(secret):
        import zlib
        value, digits = zlib.crc32(secret.encode()), "0123456789abcdefghjkmnpqrstvwxyz"
        return "".join(digits[value >> shift & 31] for shift in range(30, -1, -5))

    def test_the_checksum_is_the_documented_one(self):
        text = self.reader.token
        self.assertEqual(text[55:], self.checksum(text[3:55]))

    def test_revoked_by_its_owner_at_once(self):
        program = self.program(self.office, "registers", name="to revoke")
        self.assertEqual(program.get("/units.json").status, 200)
        token = next(t for t in self.tokens() if t["name"] == "to revoke")
        csrf = self.office.csrf("/account/tokens/new")
        page = self.office.post(f"/account/tokens/{token['id']}/revoke", {"csrf": csrf})
        self.assertEqual(page.status, 303)
        self.problem(program.get("/units.json"), 401)
        page = self.office.post(f"/account/tokens/{token['id']}/revoke", {"csrf": csrf})
        self.assertEqual(page.status, 422, "it is revoked already")

    def test_revoked_by_the_security_administrator(self):
        program = self.program(self.office, "registers", name="of the office")
        page = self.security.get("/tokens?limit=500")
        self.assertIn("of the office", page.text)
        self.assertNotRegex(page.html, "lz_[0-9a-z]{59}")
        token = next(t for t in self.tokens(self.security, "/tokens.json?limit=500")
                     if t["name"] == "of the office")
        self.assertNotIn("token_hash", token)
        csrf = self.security.csrf("/accounts/new")
        self.assertEqual(self.security.post(f"/tokens/{token['id']}/revoke",
                                            {"csrf": csrf}).status, 303)
        self.problem(program.get("/units.json"), 401)

    def test_another_account_sees_and_revokes_nothing(self):
        token = self.tokens()[0]
        leader = self.client("leader")
        self.assertEqual(self.tokens(leader), [])
        page = leader.post(f"/account/tokens/{token['id']}/revoke",
                           {"csrf": leader.csrf("/account/tokens/new")})
        self.assertEqual(page.status, 404)

    def test_roles_without_tokens_have_none(self):
        for login in ("unit", "liaison", "cadre", "inspector", "system", "audit"):
            self.assertEqual(self.client(login).get("/account/tokens").status, 403, login)

    def test_disabled_account_has_no_token(self):
        organisation = self.client("organisation")
        program = self.program(organisation, "results")
        self.assertEqual(program.get("/years/2008.json").status, 200)
        accounts = json.loads(self.security.get("/accounts.json?limit=500").body)["items"]
        account = next(a["id"] for a in accounts if a["login"] == "organisation")
        csrf = self.security.csrf("/accounts/new")
        for event in ("disable", "enable"):
            page = self.security.post(f"/accounts/{account}/state", {"csrf": csrf, "event": event})
            self.assertEqual(page.status, 303)
            self.assertEqual(program.get("/years/2008.json").status, 401, event)
        # Enabled, it waits for its person; then the token works again.
        code = self.at.run("user", "slip", "organisation").out.split()[1]
        password = self.at.logins()["organisation"]
        page = harness.Client(self.at.port).post("/activate", {
            "code": code, "password": password, "repeat": password})
        self.assertEqual(page.status, 303)
        self.assertEqual(program.get("/years/2008.json").status, 200)

    def test_a_scope_that_the_account_has_not_is_refused(self):
        leader = self.client("leader")
        page = leader.get("/account/tokens/new")
        self.assertIn('name="scope_registers"', page.html)
        self.assertNotIn("scope_import", page.html)
        for scope in ("import", "everything"):
            page = leader.post("/account/tokens/new", {
                "csrf": leader.csrf("/account/tokens/new"), "name": "x", "purpose": "y",
                "scope": scope, "expires_day": TODAY.isoformat()})
            self.assertEqual(page.status, 400, scope)
            self.assertIn("Scope", page.text)

    def test_days_are_bounded_by_the_policy(self):
        fields = {"name": "x", "purpose": "y", "scope": "registers"}
        for days, status in ((-1, 400), (91, 400), (90, 200)):
            page = self.office.post("/account/tokens/new", dict(
                fields, csrf=self.office.csrf("/account/tokens/new"),
                expires_day=(TODAY + datetime.timedelta(days=days)).isoformat()))
            self.assertEqual(page.status, status, page.text[:300])
        csrf = self.security.csrf("/tokens/policy")
        self.assertEqual(self.security.post("/tokens/policy",
                                            {"csrf": csrf, "days": "367"}).status, 400)
        self.assertEqual(self.security.post("/tokens/policy",
                                            {"csrf": csrf, "days": "7"}).status, 303)
        page = self.office.post("/account/tokens/new", dict(
            fields, csrf=self.office.csrf("/account/tokens/new"),
            expires_day=(TODAY + datetime.timedelta(days=8)).isoformat()))
        self.assertEqual(page.status, 400)
        self.security.post("/tokens/policy", {"csrf": csrf, "days": "90"})

    def test_hostile_names_stay_text(self):
        name = "<script>alert(1)</script>&\"'"
        self.program(self.office, "registers", name=name)
        page = self.office.get("/account/tokens?limit=500")
        self.assertIn(name, page.text)
        self.assertNotIn("<script>alert", page.html)

    # Acts -----------------------------------------------------------------------------------

    def test_an_act_in_json_and_its_audit_line(self):
        unit = self.whole.get(f"/units/{self.unit}.json").json
        page = self.whole.send(f"/units/{self.unit}/edit",
                               {"revision": unit["revision"], "name": "戊镇（改）"})
        self.assertEqual(page.status, 200, page.body)
        self.assertEqual(page.json["act"], "unit.update")
        self.assertEqual(page.json["records"], 1)
        self.assertEqual(page.json["location"], f"/units/{self.unit}")
        self.assertIsNone(page.headers["Set-Cookie"])
        now = self.whole.get(f"/units/{self.unit}.json").json
        self.assertEqual(now["name"], "戊镇（改）")
        self.assertEqual(now["code"], unit["code"], "what is left out stays")
        stale = self.whole.send(f"/units/{self.unit}/edit", {"revision": unit["revision"], "name": "x"})
        self.problem(stale, 409, code="ERR_CONFLICT")
        acts = json.loads(self.client("audit").get("/acts.json?kind=unit.update").body)["items"]
        token = next(t["id"] for t in self.tokens() if t["name"] == "whole")
        self.assertEqual((acts[0]["token_id"], acts[0]["token_name"]), (token, "whole"))
        self.assertTrue(acts[0]["display_name"])

    def test_the_day_of_last_use_is_kept(self):
        self.reader.get("/units.json")
        token = next(t for t in self.tokens() if t["name"] == "reader")
        self.assertEqual(token["used_day"], TODAY.isoformat())

    def test_a_file_by_json_and_its_problems(self):
        text = "year,unit_code,indicator_code,points,scorer\n2008,T05,Z01,{},office\n"
        good = {"profile": "scores", "file": {"name": "scores.csv", "text": text.format("9")}}
        page = self.whole.send("/import/check", good)
        self.assertEqual(page.status, 200, page.body)
        self.assertEqual((page.json["rows"], page.json["problems"]), (1, []))
        page = self.whole.send("/import", good)
        self.assertEqual(page.status, 200, page.body)
        self.assertEqual(page.json["act"], "import.scores")
        bad = dict(good, file={"name": "scores.csv", "text": text.format("-3")})
        problem = self.problem(self.whole.send("/import", bad), 400, field="file")
        self.assertEqual([(p["row"], p["field"], p["found"]) for p in problem["problems"]],
                         [(2, "points", "-3")])
        self.assertTrue(problem["problems"][0]["accepted"])
        page = self.whole.upload("/import", {"profile": "scores"}, "file", "scores.csv",
                                 text.format("9").encode())
        self.assertEqual(page.status, 200, page.body)

    def test_with_a_session_json_needs_the_forms_token(self):
        client = self.client("office")
        headers = {"Content-Type": "application/json"}
        unit = json.loads(client.get(f"/units/{self.unit}.json").body)
        body = {"revision": unit["revision"], "name": unit["name"]}
        path = f"/units/{self.unit}/edit"
        page = client.request("POST", path, json.dumps(body).encode(), headers)
        self.assertEqual(page.status, 403)
        body["csrf"] = client.csrf(path)
        page = client.request("POST", path, json.dumps(body).encode(), headers)
        self.assertEqual(page.status, 200, page.body)
        page = client.request("POST", path, json.dumps(body).encode(),
                              dict(headers, Origin="http://evil.example",
                                   **{"Sec-Fetch-Site": "cross-site"}))
        self.assertEqual(page.status, 403)

    # Hostile JSON ---------------------------------------------------------------------------

    def test_what_is_not_json_as_it_must_be(self):
        path = f"/units/{self.unit}/edit"
        deep = '{"name":' + "[" * 100000 + "]" * 100000 + "}"
        wide = '{"name":[' + ",".join(["[]"] * 5000) + "]}"
        for body in ("", "{", "[]", "null", '"x"', "{'a': 1}", '{"name": "a", "name": "b"}',
                     '{"name": "\\u0000"}', b'{"name": "\xff\xfe"}', '{"name": "\\ud800"}',
                     '{"revision": 1e999}', '{"name": 1} trailing', deep, wide, b"\xef\xbb\xbf{}"):
            with self.subTest(body[:40]):
                self.problem(self.whole.send(path, body), 400, field="body")

    def test_a_member_of_another_type_is_named(self):
        path = f"/units/{self.unit}/edit"
        for name, value in (("name", 5), ("name", True), ("name", ["a"]), ("name", {"a": 1}),
                            ("name", {"name": "a", "text": "b"}), ("revision", "x"),
                            ("revision", 1.5), ("revision", -1), ("revision", True),
                            ("revision", 10 ** 30), ("kind", 7), ("id", "0000000000001"),
                            ("name_key", "x"), ("constructor", "x")):
            with self.subTest(f"{name}={value}"):
                page = self.whole.send(path, {"revision": 1, name: value})
                wanted = "body" if value == 10 ** 30 else name
                problem = self.problem(page, 400, field=wanted)
                self.assertTrue(problem["accepted"])
        self.problem(self.whole.send(path, {"name": "x"}), 400, field="revision")

    def test_ten_megabytes_are_cut_off(self):
        body = b'{"name": "' + b"a" * 10_000_000 + b'"}'
        try:
            status = self.whole.send(f"/units/{self.unit}/edit", body).status
        except (BrokenPipeError, ConnectionResetError):
            status = 413  # refused before it was all sent
        self.assertEqual(status, 413)

    def test_failures_are_in_the_language_that_is_asked_for(self):
        chinese = harness.Program(self.at.port, self.whole.token, "zh-CN")
        problem = self.problem(chinese.send(f"/units/{self.unit}/edit", {"name": "x"}), 400)
        self.assertRegex(problem["detail"], "[一-鿿]")
        self.problem(self.whole.get("/no/such/page"), 404)
        self.problem(self.whole.send("/units", {}), 405)

    # Bounds ---------------------------------------------------------------------------------

    def test_zz_wrong_tokens_are_bounded_per_network(self):
        """Last by name: afterwards this network waits for a minute."""
        statuses = [harness.Program(self.at.port, "lz_wrong").get("/units.json").status
                    for _ in range(40)]
        self.assertIn(429, statuses)
        self.assertEqual(statuses, sorted(statuses))
        page = harness.Program(self.at.port, "lz_wrong").get("/units.json")
        self.assertTrue(1 <= int(page.headers["Retry-After"]) <= 60)
        self.assertEqual(self.reader.get("/units.json").status, 200, "known tokens go on")


@harness.both_engines
class Expiry(harness.ProgramTest):
    """A token whose day is over: the row is put back by hand, as a clock cannot be moved."""

    leaves_ledger_whole = False  # so that verify is seen to find the change

    @classmethod
    def prepare(cls):
        cls.at.demo("--brief", "--drafts")
        cls.at.serve()

    def set_days(self, expires):
        day = (expires - datetime.date(1970, 1, 1)).days
        self.at.sql(f"UPDATE token SET made_day = {day - 1}, expires_day = {day}")

    def test_it_works_through_its_last_day(self):
        office = harness.Client(self.at.port, "en")
        office.login("office", self.at.logins()["office"])
        program = harness.Program(self.at.port, office.make_token("registers"))
        self.set_days(TODAY)
        self.assertEqual(program.get("/units.json").status, 200)
        self.set_days(TODAY - datetime.timedelta(days=1))
        page = program.get("/units.json")
        self.assertEqual(page.status, 401)
        self.assertIn("expired", page.json["detail"])
        self.assertIn("Expired", office.get("/account/tokens").text)
        self.assertEqual(json.loads(office.get("/account/tokens.json?state=active").body)["total"], 0)
        done = self.at.verify()
        self.assertNotEqual(done.returncode, 0, "a day changed by hand is found")
        self.assertTrue(re.search("token", done.out + done.err))


if __name__ == "__main__":
    harness.main()
