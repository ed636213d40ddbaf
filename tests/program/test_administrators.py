"""The three administrators: every route, JSON, CSV and workbook, with real identifiers; what is the
business's neither opens nor shows through, and the audit administrator changes nothing."""
import json
import re
import subprocess
from pathlib import Path

import harness

ROUTES = str(Path(harness.PROGRAM).parent / "tests/print_routes")
ADMINISTRATORS = ("system", "security", "audit")
# Bits of people/rights.h: whatever else a route asks belongs to the business.
LOGGED_IN, LEDGER_READ, ACT_READ, ACCOUNT_READ, ACCOUNT_WRITE, SYSTEM = (
    1 << 0, 1 << 12, 1 << 13, 1 << 14, 1 << 15, 1 << 16)
EVERYBODYS = LOGGED_IN | LEDGER_READ
OWN = {"system": SYSTEM, "security": ACCOUNT_READ | ACCOUNT_WRITE, "audit": ACT_READ | ACCOUNT_READ}
FORMATS = {4: ".json", 8: ".csv", 128: ".xlsx"}


@harness.both_engines
class Administrators(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo()
        cls.at.serve()
        cls.table = json.loads(subprocess.run([ROUTES], capture_output=True, check=True).stdout)
        cls.logins = cls.at.logins()
        cls.clients = {}
        for login in (*ADMINISTRATORS, "office"):
            cls.clients[login] = harness.Client(cls.at.port)
            cls.clients[login].login(login, cls.logins[login])
        office = cls.clients["office"]

        def ids(path):
            return [item["id"] for item in json.loads(office.get(path).body)["items"]]

        cls.ids = {"/units": ids("/units.json")[0], "/persons": ids("/persons.json")[0],
                   "/schemes": ids("/schemes.json")[0], "/imports": ids("/imports.json")[0],
                   "/entries": ids("/entries.json")[0]}
        cls.units = [unit["name"] for unit in
                     json.loads(office.get("/units.json?limit=500").body)["items"]]
        cls.persons = [person["name"] for person in
                       json.loads(office.get("/persons.json?limit=500").body)["items"]]

    def fill(self, path):
        """A path with identifiers of records that exist."""
        root = "/" + path.split("/")[1]
        return (path.replace("{year}", "2008").replace("{profile}", "units")
                .replace("{type}", "unit").replace("{id}", self.ids.get(root, self.ids["/units"]))
                .replace("{group}", self.ids["/units"]))

    def test_their_permissions_are_their_own(self):
        for role in ADMINISTRATORS:
            self.assertEqual(self.table["roles"][role], EVERYBODYS | OWN[role], role)

    def test_nothing_of_the_business_opens(self):
        wrong, visited = [], 0
        for login in ADMINISTRATORS:
            client = self.clients[login]
            mine = EVERYBODYS | OWN[login]
            for route in self.table["routes"]:
                if route["access"] == 0 or route["access"] & mine:
                    continue
                endings = [""] + [ending for flag, ending in FORMATS.items()
                                  if route["flags"] & flag and route["method"] == "GET"]
                for ending in endings:
                    path = self.fill(route["path"]) + ending
                    page = (client.get(path) if route["method"] == "GET" else
                            client.post(path, {"csrf": client.csrf("/account")}))
                    visited += 1
                    if page.status != 403:
                        wrong.append((login, route["method"], path, page.status))
        self.assertEqual(wrong, [])
        self.assertGreater(visited, 3 * 40)

    def test_nothing_of_the_business_shows_through(self):
        """Pages that they may open name no unit and no person of the register."""
        names = [name for name in self.units + self.persons if len(name) > 1]
        self.assertGreater(len(names), 100)
        shown, visited = [], 0
        for login in ADMINISTRATORS:
            client = self.clients[login]
            for route in self.table["routes"]:
                # Accounts and the audit's pages name whose they are and what they were about.
                if (route["method"] != "GET" or route["access"] == 0
                        or not route["access"] & (EVERYBODYS | OWN[login])
                        or re.match(r"/(accounts|acts|slips|records|audit)", route["path"])):
                    continue
                page = client.get(self.fill(route["path"]))
                visited += 1
                self.assertLess(page.status, 500, route["path"])
                text = page.body.decode("utf-8", "replace") if page.status == 200 else ""
                shown += [(login, route["path"], name) for name in names if name in text][:3]
        self.assertEqual(shown, [])
        self.assertGreater(visited, 3 * 4)

    def test_the_audit_administrator_changes_nothing(self):
        acts = {route["path"] for route in self.table["routes"]
                if route["method"] == "POST" and route["access"]
                and route["access"] & (EVERYBODYS | OWN["audit"])}
        # A checkpoint signs what is there, a check reads it: neither changes a record. A deputy's
        # two answers are about the deputy's own appointment, and no administrator is one. A handover list
        # is moved by who gives or takes what is on it, here their own role.
        own = (r"/(account(/|$)|log(in|out)|ledger/check|deputies/{id}/(decline|revoke)$"
               r"|handovers/{id}(/items)?$)")
        foreign = {path for path in acts if not re.match(own, path)}
        self.assertEqual(foreign, set(), "acts beyond one's own account")

    def test_what_they_are_for_opens(self):
        for login, path in (("security", "/accounts"), ("security", "/security/policy"),
                            ("security", "/slips"), ("security", "/slip-requests"),
                            ("system", "/slip-requests"), ("audit", "/acts"), ("audit", "/accounts"),
                            ("audit", "/security/policy")):
            self.assertEqual(self.clients[login].get(path).status, 200, (login, path))


if __name__ == "__main__":
    harness.main()
