"""A record changed in its form: bounds, another's change in between, hostile text, who may."""
import json

import harness


@harness.both_engines
class Edit(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.at.serve()
        cls.office = cls.client("office")
        units = json.loads(cls.office.get("/units.json?limit=500").body)["items"]
        cls.unit = next(unit["id"] for unit in units if unit["code"] == "T05")
        cls.path = f"/units/{cls.unit}/edit"

    @classmethod
    def client(cls, login):
        client = harness.Client(cls.at.port, "en")
        client.login(login, cls.at.logins()[login])
        return client

    def fields(self, client):
        form = next(form for form in client.get(self.path).forms if form["action"] == self.path)
        return dict(form["fields"], kind="town")

    def name(self):
        units = json.loads(self.office.get("/units.json?limit=500").body)["items"]
        return next(unit["name"] for unit in units if unit["id"] == self.unit)

    def test_a_changed_name_is_stored_and_escaped(self):
        name = "戊镇<b>&\"'"
        page = self.office.post(self.path, dict(self.fields(self.office), name=name))
        self.assertEqual(page.status, 303, page.text[:300])
        self.assertEqual(self.name(), name)
        self.assertNotIn("戊镇<b>", self.office.get(f"/units/{self.unit}").html)

    def test_bounds_name_the_field_and_keep_what_was_typed(self):
        before = self.name()
        page = self.office.post(self.path, dict(self.fields(self.office), name="", code="T 05"))
        self.assertEqual(page.status, 400)
        self.assertIn("T 05", page.html)
        self.assertEqual(self.name(), before)

    def test_a_code_of_another_unit_is_refused(self):
        page = self.office.post(self.path, dict(self.fields(self.office), code="T06"))
        self.assertEqual(page.status, 400)

    def test_a_stale_form_does_not_overwrite(self):
        stale = self.fields(self.office)
        self.assertEqual(self.office.post(self.path, dict(self.fields(self.office),
                                                          name="首先")).status, 303)
        page = self.office.post(self.path, dict(stale, name="其次"))
        self.assertEqual(page.status, 409)
        self.assertIn("其次", page.html)
        self.assertEqual(self.name(), "首先")

    def test_only_the_office_may(self):
        for login in ("unit", "liaison", "cadre", "inspector", "security", "audit", "system"):
            client = self.client(login)
            self.assertIn(client.get(self.path).status, (403, 404), login)
            page = client.post(self.path, {"csrf": client.csrf(), "revision": "1", "name": "x"})
            self.assertIn(page.status, (403, 404), login)


if __name__ == "__main__":
    harness.main()
