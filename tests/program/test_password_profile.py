"""The two password profiles on their pages: djbh3 expires a password, then nothing but its change is
reachable, asks three kinds of characters and refuses the last ones; asvs asks length and neither."""
import harness

DJBH3 = {"profile": "djbh3", "minimum_length": "10", "rotation_days": "90", "history_count": "3"}
ASVS = {"profile": "asvs", "minimum_length": "15", "rotation_days": "0", "history_count": "0"}
SECOND, THIRD, FOURTH = "Quiet-Lamp-2009", "Green-Chair-31", "Paper*Boat*77"


@harness.both_engines
class PasswordProfile(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.at.serve()
        cls.security = harness.Client(cls.at.port, "en")
        cls.security.login("security", cls.at.logins()["security"])

    def set_policy(self, **values):
        fields = next(form for form in self.security.get("/security/policy/new").forms
                      if form["action"] == "/security/policy/new")["fields"]
        page = self.security.post("/security/policy/new", {**fields, **values})
        self.assertEqual(page.status, 303, page.text[-400:])

    def expire(self, login, days):
        self.at.sql(f"UPDATE credential SET changed_ms = changed_ms - {days * 86400000} "
                    f"WHERE account_id = (SELECT id FROM account WHERE login = '{login}')")

    def visitor(self, login, password):
        client = harness.Client(self.at.port, "en")
        client.login_password(login, password)
        return client

    def change(self, client, current, new):
        return client.post("/account/password", {
            "csrf": client.csrf("/account/password"), "current": current, "password": new,
            "repeat": new})

    def refused(self, client, current, new, word):
        page = self.change(client, current, new)
        self.assertEqual(page.status, 400, new)
        self.assertIn(word, page.text)

    def test_1_djbh3(self):
        first = self.at.logins()["liaison"]
        self.set_policy(**DJBH3)
        # Not old enough, then a day too old: only the change is reachable.
        self.expire("liaison", 89)
        self.assertEqual(self.visitor("liaison", first).get("/units").status, 200)
        self.expire("liaison", 2)
        client = self.visitor("liaison", first)
        for path in ("/", "/units", "/account", "/years/2008", "/units.json"):
            page = client.get(path)
            self.assertIn(page.status, (303, 401, 403), path)
            self.assertNotIn("T01", page.text)
            if page.status == 303:
                self.assertEqual(page.headers["Location"].partition("?")[0], "/account/password", path)
        page = client.post("/account/language", {"csrf": client.csrf("/account/password"),
                                                 "language": "zh"})
        self.assertNotEqual(page.status, 200)
        # What it asks.
        self.refused(client, first, "Short-1", "10")
        self.refused(client, first, "onlysmallletters", "three")
        self.refused(client, "not the password", SECOND, "")
        self.assertEqual(self.change(client, first, SECOND).status, 303)
        self.assertEqual(client.get("/units").status, 200)
        # The last three are refused, the present one among them; the one before those is not.
        self.refused(client, SECOND, SECOND, "")
        self.assertEqual(self.change(client, SECOND, THIRD).status, 303)
        self.refused(client, THIRD, SECOND, "")
        self.assertEqual(self.change(client, THIRD, FOURTH).status, 303)
        self.refused(client, FOURTH, THIRD, "")
        self.refused(client, FOURTH, SECOND, "")
        self.assertEqual(self.change(client, FOURTH, "Stone=Bridge=5").status, 303)
        self.assertEqual(self.change(client, "Stone=Bridge=5", SECOND).status, 303)

    def test_2_a_password_set_by_hand_is_changed_first(self):
        done = self.at.run("user", "password", "cadre").out
        given = done.split()[-1]
        client = self.visitor("cadre", given)
        page = client.get("/units")
        self.assertEqual((page.status, page.headers["Location"].partition("?")[0]),
                         (303, "/account/password"))
        self.assertEqual(self.change(client, given, "Cloud+Window+8").status, 303)
        self.assertEqual(client.get("/units").status, 200)

    def test_3_asvs(self):
        self.set_policy(**ASVS)
        self.expire("liaison", 4000)
        client = self.visitor("liaison", SECOND)
        self.assertEqual(client.get("/units").status, 200)
        self.refused(client, SECOND, "Only-14-signs1", "15")
        self.assertEqual(self.change(client, SECOND, "onlysmalllettersbutlong").status, 303)


if __name__ == "__main__":
    harness.main()
