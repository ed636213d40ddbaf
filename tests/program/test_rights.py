"""Every route as every role and as nobody; objects of another unit; sessions, CSRF, lock-out."""
import json
import subprocess
from pathlib import Path

import harness

ROUTES = str(Path(harness.PROGRAM).parent / "tests/print_routes")
# One login of the demonstration per role.
LOGINS = {"office": "office", "leader": "leader", "unit_head": "unit", "liaison": "liaison",
          "cadre": "cadre", "inspector": "inspector", "organisation": "organisation",
          "system": "system", "security": "security",
          "audit": "audit"}
NOBODY = "0000000000001"  # an identifier that no record has


def fill(path):
    return (path.replace("{year}", "2008").replace("{profile}", "units").replace("{type}", "unit")
            .replace("{id}", NOBODY))


@harness.both_engines
class Rights(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.at.serve()
        cls.table = json.loads(subprocess.run([ROUTES], capture_output=True, check=True).stdout)
        logins = cls.at.logins()
        cls.clients = {}
        for role, login in LOGINS.items():
            cls.clients[role] = harness.Client(cls.at.port)
            cls.clients[role].login(login, logins[login])

    def test_every_route_as_every_role(self):
        self.assertEqual(set(LOGINS), set(self.table["roles"]))
        wrong, visited = [], 0
        for role, permissions in self.table["roles"].items():
            client = self.clients[role]
            for route in self.table["routes"]:
                if route["path"] in ("/logout", "/login"):
                    continue
                allowed = route["access"] == 0 or route["access"] & permissions
                status = (client.get(fill(route["path"])) if route["method"] == "GET" else
                          client.post(fill(route["path"]), {"csrf": "wrong"})).status
                visited += 1
                # A POST with a wrong token is refused with 403 whoever sends it.
                if route["method"] == "POST" and allowed and route["flags"] & 1:
                    continue
                expect_denied = not allowed or route["method"] == "POST"
                if (status == 403) != bool(expect_denied):
                    wrong.append((role, route["method"], route["path"], status))
                if status >= 500:
                    wrong.append((role, route["method"], route["path"], status))
        self.assertEqual(wrong, [])
        self.assertGreater(visited, 10 * 20)

    def test_every_route_as_nobody(self):
        client = harness.Client(self.at.port)
        for route in self.table["routes"]:
            if route["access"] == 0:
                continue
            with self.subTest(route["path"]):
                if route["method"] == "GET":
                    page = client.get(fill(route["path"]))
                    self.assertEqual(page.status, 303)
                    self.assertTrue(page.headers["Location"].startswith("/login"))
                else:
                    self.assertIn(client.post(fill(route["path"]), {}).status, (401, 403))

    def unit_ids(self):
        page = self.clients["office"].get("/units.json?limit=500")
        return {unit["code"]: unit["id"] for unit in json.loads(page.body)["items"]}

    def test_another_units_derivation_is_not_found(self):
        ids = self.unit_ids()
        own = self.clients["unit_head"].get(f"/years/2008/units/{ids['T04']}")
        self.assertEqual(own.status, 200)
        other = self.clients["unit_head"].get(f"/years/2008/units/{ids['T05']}")
        self.assertEqual(other.status, 404)
        for suffix in (".json", ".csv"):
            page = self.clients["unit_head"].get(f"/years/2008/units/{ids['T05']}{suffix}")
            self.assertEqual(page.status, 404, suffix)

    def test_a_form_from_another_site_is_refused(self):
        client = self.clients["office"]
        page = client.post("/logout", {"csrf": client.csrf()}, Origin="http://evil.example",
                           **{"Sec-Fetch-Site": "cross-site"})
        self.assertEqual(page.status, 403)
        self.assertEqual(client.get("/").status, 200)

    def test_log_out_ends_the_session_everywhere(self):
        logins = self.at.logins()
        client = harness.Client(self.at.port)
        client.login("office", logins["office"])
        stolen = harness.Client(self.at.port)
        stolen.cookies = dict(client.cookies)
        self.assertEqual(stolen.get("/").status, 200)
        self.assertEqual(client.post("/logout", {"csrf": client.csrf()}).status, 303)
        self.assertEqual(stolen.get("/").status, 303)

    def test_wrong_passwords_lock_out_but_say_nothing(self):
        answers = set()
        for attempt in range(7):
            client = harness.Client(self.at.port, "en")
            page = client.post("/login", {"login": "inspector", "password": f"wrong {attempt}"})
            self.assertIn(page.status, (401, 422))
            answers.add(page.status)
        unknown = harness.Client(self.at.port, "en").post(
            "/login", {"login": "nobody-here", "password": "x"})
        self.assertEqual(unknown.status, 401)
        self.assertEqual(answers, {401, 422}, "after five failures this network must wait")
        # Whoever is logged in already is not thrown out by an outsider's guesses.
        self.assertEqual(self.clients["inspector"].get("/").status, 200)

    def test_no_secret_leaves(self):
        for path in ("/accounts.json", "/accounts.csv"):
            page = self.clients["security"].get(path)
            self.assertEqual(page.status, 200, path)
            self.assertNotIn(b"argon2", page.body)
            self.assertNotIn(b"password_hash", page.body)


if __name__ == "__main__":

    harness.main()
