"""Responsibility letters: generated in bulk and not twice, signed on their page with a password, by nobody
else; a changed item demands a new signature and says why; a post's end ends its letter; what the paper
leads to."""
import csv
import hashlib
import io
import json
import re
import subprocess
import tempfile
import threading
import time

import harness

HEADER = ("year,code,parent,kind,title,measure,weight,due,lead_units,co_units,leader,source,"
          "source_note,confidential\n")
ROWS = (
    "2009,1,,area,学习教育,,3,,,,,rule,,no\n"
    "2009,1.1,1,item,专题学习 <b>&,每季度一次,2,quarterly,T01; T02,,P0006,meeting,,no\n"
    "2009,1.2,1,item,廉政谈话,谈话记录齐全,1,2009-06-30,T01; T02,,P0006,last_year,,no\n"
    "2009,2,,area,案件线索,,1,,,,,rule,,no\n"
    "2009,2.1,2,item,线索核查,,1,2009-09-30,T01,,,rule,,yes\n")
CHANGE = "2009,1.2,1,item,廉政谈话,谈话记录齐全,1,2009-08-31,T01; T02,,P0006,last_year,,no\n"


@harness.both_engines
class Letters(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.run("demo", "--brief")
        cls.at.serve()
        cls.office = cls.client("office")
        if cls.office.get("/plans/2009.json").status != 200:
            cls.publish(ROWS)
        cls.people = {}  # what they hold → (code, client)
        for name, title in (("head", "党委书记"), ("mayor", "镇长"), ("deputy", "副书记"), ("other", "纪委书记")):
            cls.people[name] = cls.person(title, "T01")
        cls.people["leader"] = cls.person(None, "B00", "P0006")
        cls.people["countersigner"] = cls.person(None, "B00", "P0004")
        cls.clerk = cls.person("科员", "T01")

    @classmethod
    def client(cls, login, language="en"):
        client = harness.Client(cls.at.port, language)
        client.login(login, cls.at.logins()[login])
        return client

    @classmethod
    def person(cls, title, unit, code=None):
        """Somebody who holds the post now, with an account that was just made and logged in."""
        if not code:
            code = cls.at.sql("SELECT p.code FROM post o JOIN person p ON p.id = o.person_id JOIN unit u ON "
                              f"u.id = o.unit_id WHERE u.code = '{unit}' AND o.title = '{title}' "
                              "AND o.to_day IS NULL ORDER BY p.code LIMIT 1")[0][0]
        added = cls.at.run("user", "add", f"x-{code.lower()}", "--name", code, "--role", "cadre", "--unit",
                           unit, "--person", code).out.strip()
        client = harness.Client(cls.at.port, "en")
        client.login(*added.split("\t")[:2])
        client.password = added.split("\t")[1]
        return code, client

    @classmethod
    def publish(cls, rows, year=2009):
        page = cls.office.upload("/import", {"profile": "plan", "csrf": cls.office.csrf()}, "file",
                                 "plan.csv", (HEADER + rows).encode())
        assert page.status == 303, page.text[:600]
        form = next(form for form in cls.office.get(f"/plans/{year}?version=draft").forms
                    if form["action"].endswith("/draft"))
        page = cls.office.post(form["action"], {**form["fields"], "event": "publish"})
        assert page.status == 303, page.text[:600]

    def rows(self, query="", client=None, year=2009):
        page = (client or self.office).get(f"/letters/years/{year}.json{query}")
        self.assertEqual(page.status, 200, page.text[:300])
        return json.loads(page.body)["rows"]

    def row(self, who, client=None):
        code = self.people[who][0]
        return next(row for row in self.rows(client=client) if row["person"] == code and row["unit"] == "T01")

    def letter(self, who):
        return f"/letters/{self.row(who)['letter']}"

    def make(self, client=None, status=303, **fields):
        client = client or self.office
        form = next(form for form in client.get("/letters/years/2009").forms if "csrf" in form["fields"])
        page = client.post("/letters/years/2009/new", {"csrf": form["fields"]["csrf"], **fields})
        self.assertEqual(page.status, status, page.text[-600:])
        return page

    def sign_form(self, who, path):
        page = self.people[who][1].get(path + "/sign")
        self.assertEqual(page.status, 200, page.text[-400:])
        fields = dict(next(form["fields"] for form in page.forms if form["action"].endswith("/sign")))
        self.assertEqual(fields.pop("confirm"), "1")  # a box to tick
        return page, fields

    def sign(self, who, path, status=303, **values):
        _, fields = self.sign_form(who, path)
        page = self.people[who][1].post(path + "/sign", {**fields, "confirm": "1", **values})
        self.assertEqual(page.status, status, page.text[-600:])
        return page

    def make_old(self, who):
        """The session proved who it is long ago, as an hour's work makes it."""
        self.at.sql("UPDATE session SET authenticated_ms = 1 WHERE account_id = (SELECT id FROM account "
                    f"WHERE login = 'x-{self.people[who][0].lower()}')")
        time.sleep(1.1)  # a cached session is at most one second old

    # Generating -------------------------------------------------------------------------------

    def test_1_preview_says_how_many_and_who_is_left_out(self):
        page = self.office.get("/letters/years/2009/new?unit=T01")
        self.assertEqual(page.status, 200)
        for words in ("Make those that are missing (8)", "Who is left out, and why"):
            self.assertIn(words, page.text)
        self.assertEqual({row["situation"] for row in self.rows("?unit=T01")}, {"missing"})
        self.assertNotIn(self.clerk[0], {row["person"] for row in self.rows()})
        # Nobody leads what D01 does, for it leads nothing: the principal of the unit above signs then.
        above = next(row for row in self.rows("?unit=D01") if row["principal"])
        self.assertEqual((above["superior"], above["items"]), ("P0001", 0))
        self.assertEqual(self.office.get("/letters/years/2009/new?unit=nowhere").status, 200)
        self.assertIn("the code of a unit", self.office.get("/letters/years/2009/new?unit=nowhere").text)
        self.assertEqual(self.office.get("/letters/years/2031").status, 404)
        for client in (self.people["deputy"][1], self.client("unit"), self.client("leader")):
            self.assertEqual(client.get("/letters/years/2009/new").status, 403)

    def test_2_generating_in_bulk_and_not_twice(self):
        self.make(status=400, unit="T01")  # neither missing nor changed
        self.make(status=400, unit="nowhere", missing="1")
        self.make(unit="T01", missing="1")
        drafts = self.rows("?unit=T01")
        self.assertEqual({row["situation"] for row in drafts}, {"draft"})
        page = self.office.get("/letters/years/2009")
        form = next(form for form in page.forms if (form["action"] or "").endswith("/issue"))
        self.assertEqual(self.office.post(form["action"], form["fields"]).status, 303)
        self.assertEqual(self.office.post(form["action"], form["fields"]).status, 422)  # none is left
        self.make(missing="1", changed="1", issue="1")
        first = self.rows()
        self.assertEqual({row["situation"] for row in first}, {"person"})
        # Again, and by two of the office at once: nobody gets a second one.
        threads = [threading.Thread(target=self.make, kwargs={"missing": "1", "changed": "1", "issue": "1",
                                                              "client": self.client("office")})
                   for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(self.rows(), first)
        self.assertEqual(len({row["letter"] for row in first}), len(first))
        self.assertIn("nothing to generate", self.office.get("/letters/years/2009/new").text)

        # Who has to sign hears of it by the digest, and only they.
        rows = json.loads(self.at.run("digest", "--format", "json").out)
        code = self.people["deputy"][0].lower()
        mine = [row for row in rows if "/letters/" in json.dumps(row) and f"x-{code}" in json.dumps(row)]
        self.assertEqual(len(mine), 1, rows[:3])
        clerk = self.clerk[0].lower()
        self.assertFalse([row for row in rows if "/letters/" in json.dumps(row)
                          and f"x-{clerk}" in json.dumps(row)])

    def test_3_counts_are_those_of_the_lists(self):
        page = self.office.get("/letters/years/2009")
        total = len(self.rows())
        self.assertIn(str(total), page.text)
        for link in {link for link in page.links if "letters/years/2009?state=" in link}:
            state = link.partition("state=")[2]
            self.assertGreater(len(self.rows("?state=" + state)), 0)
        states = ("person", "missing", "left_out", "changed", "draft", "superior", "complete")
        self.assertEqual(sum(len(self.rows("?state=" + state)) for state in states), total)
        lines = list(csv.reader(io.StringIO(self.office.get("/letters/years/2009.csv?unit=T01").body
                                            .decode("utf-8-sig"))))
        self.assertEqual(len(lines), 1 + 8)
        self.assertEqual(self.office.get("/letters/years/2009.xlsx").status, 200)
        self.assertEqual(len(self.rows("?level=section&unit=T01")), 2)
        self.assertEqual(len(self.rows("?person=" + self.people["deputy"][0])), 1)
        # The head of T04 sees that unit's only; a cadre's own letter is on their own page.
        self.assertEqual({row["unit"] for row in self.rows(client=self.client("unit"))}, {"T04"})
        self.assertEqual(self.people["deputy"][1].get("/letters/years/2009").status, 403)
        self.assertIn(self.letter("deputy"), self.people["deputy"][1].get("/letters").links)

    # Signing ----------------------------------------------------------------------------------

    def test_4_only_who_is_named_reads_and_signs(self):
        path = self.letter("deputy")
        page, fields = self.sign_form("deputy", path)
        for words in ("I. Study", "III. Integrity", "(2) One's own self-discipline", fields["seen_hash"]):
            self.assertIn(words, page.text)
        for who in ("head", "other"):  # not yet; not at all
            client = self.people[who][1]
            answer = client.get(path + "/sign")
            self.assertEqual(answer.status, 404, who)
            answer = client.post(path + "/sign", {**fields, "csrf": client.csrf("/account"), "confirm": "1"})
            self.assertIn(answer.status, (403, 404, 409, 422), who)
        self.assertEqual(self.people["other"][1].get(path).status, 404)
        for end in ("", "/letter.pdf", "/letter.txt", ".json"):
            self.assertEqual(self.people["other"][1].get(path + end).status, 404)
            self.assertEqual(self.people["head"][1].get(path + end).status, 200)  # who signs it next
        # The office reads, and cannot sign for anybody.
        self.assertEqual(self.office.get(path + "/sign").status, 404)
        answer = self.office.post(path + "/sign", {**fields, "csrf": self.office.csrf("/account"),
                                                   "confirm": "1"})
        self.assertEqual(answer.status, 404)
        self.assertEqual(self.row("deputy")["situation"], "person")

    def test_5_signing_asks_again_and_takes_what_was_shown(self):
        path, client = self.letter("deputy"), self.people["deputy"][1]
        _, fields = self.sign_form("deputy", path)
        answer = client.post(path + "/sign", fields)
        self.assertEqual(answer.status, 400, answer.text[-300:])
        self.assertIn("tick", answer.text)
        # Another text than was shown, another revision.
        for other in ({"seen_hash": "0" * 64}, {"revision": "77"}):
            self.assertEqual(client.post(path + "/sign", {**fields, "confirm": "1", **other}).status, 409)
        self.make_old("deputy")
        asked = client.post(path + "/sign", {**fields, "confirm": "1"})
        self.assertEqual(asked.status, 403)
        form = next(form for form in asked.forms if "again_password" in form["fields"])
        self.assertEqual(form["fields"]["seen_hash"], fields["seen_hash"])
        wrong = client.post(path + "/sign", {**form["fields"], "again_password": "wrong"})
        self.assertEqual(wrong.status, 401)
        self.assertEqual(self.row("deputy")["situation"], "person")
        done = client.post(path + "/sign", {**form["fields"], "again_password": client.password})
        self.assertEqual(done.status, 303, done.text[-400:])
        self.assertEqual(self.row("deputy")["situation"], "superior")
        self.assertEqual(client.post(path + "/sign", {**fields, "confirm": "1"}).status, 409)
        # The act says which text: its line holds the hash, and the ledger commits to the line.
        summary = self.at.sql("SELECT summary FROM act WHERE kind = 'letter.sign' ORDER BY id DESC LIMIT 1")
        self.assertIn(fields["seen_hash"], summary[0][0])
        workbench = self.people["head"][1].get("/")
        self.assertIn("Letters for me to sign", workbench.text)
        self.assertIn(path + "/sign", workbench.links)

    def test_6_both_sides_at_once_and_the_paper(self):
        path, client = self.letter("deputy"), self.people["head"][1]
        _, fields = self.sign_form("head", path)
        answers = []

        def press():
            answers.append(client.post(path + "/sign", {**fields, "confirm": "1"}).status)
        threads = [threading.Thread(target=press) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(answers), [303, 409])
        row = self.row("deputy")
        self.assertEqual((row["situation"], row["countersigner"]), ("complete", ""))
        whole = json.loads(self.office.get(path + ".json").body)
        text = self.office.get(path + "/letter.txt").body
        self.assertEqual(hashlib.sha256(text).hexdigest(), whole["letter"]["content_hash"])
        self.assertEqual(whole["text"].encode(), text)
        self.assertEqual({s["content_hash"] for s in whole["signatures"]}, {whole["letter"]["content_hash"]})
        pdf = self.office.get(path + "/letter.pdf").body
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(pdf)
            file.flush()
            words = subprocess.run(["pdftotext", "-raw", file.name, "-"], capture_output=True,
                                   check=True).stdout.decode()
        for part in ("Responsibility letter", "III.Integrity", "2009-03-17",
                     whole["letter"]["content_hash"][:32]):
            self.assertIn(re.sub(r"\s", "", part), re.sub(r"\s", "", words))
        self.proof(whole["letter"])

    def proof(self, letter):
        """What anybody with the paper sees: no names, no text; and that it can be checked to the end."""
        visitor = harness.Client(self.at.port, "en")
        path = "/proofs/letters/" + letter["proof_code"]
        page = visitor.get(path)
        self.assertEqual(page.status, 200, page.text[:300])
        self.assertIn(letter["content_hash"], page.text)
        name = self.at.sql(f"SELECT name FROM person WHERE code = '{self.people['deputy'][0]}'")[0][0]
        for secret in (name, "专题学习", "甲镇", "Study"):
            self.assertNotIn(secret, page.text)
        self.at.run("ledger", "checkpoint")
        page = visitor.get(path)
        files = [link for link in page.links if link.startswith(path + "/")]
        self.assertEqual(len(files), 2)
        salts = re.findall(r'<p class="hash">([0-9a-f]{32,})</p>', page.html)
        records = re.findall(r"<pre[^>]*>(.*?)</pre>", page.html, re.S)
        for link, record in zip(files, records):
            proof = visitor.get(link)
            self.assertEqual(proof.status, 200)
            record = record.replace("&#10;", "\n").replace("&amp;", "&")
            self.assertIn(letter["content_hash"], record)
            opened = {hashlib.sha256(bytes.fromhex(salt) + record.encode() + end).hexdigest()
                      for salt in salts for end in (b"", b"\n")}
            leaf = proof.body.decode()
            self.assertTrue(any(h in leaf for h in opened) or self.in_base64(leaf, opened), leaf[:600])
        self.assertEqual(visitor.get("/proofs/letters/" + "0" * 24).status, 404)
        self.assertEqual(visitor.get(path + "/countersigner").status, 404)
        self.assertEqual(json.loads(visitor.get(path + ".json").body)["complete"], True)

    @staticmethod
    def in_base64(text, hashes):
        import base64
        for line in text.splitlines():
            for word in line.split():
                try:
                    if any(h.encode() in base64.b64decode(word) for h in hashes):
                        return True
                except ValueError:
                    pass
        return False

    def test_7_a_principal_is_countersigned(self):
        path = self.letter("head")
        self.assertEqual(self.row("head")["superior"], "P0006")  # the leader in charge
        self.assertEqual(self.row("head")["items"], 3)
        self.sign("head", path)
        self.sign("leader", path)
        self.assertEqual(self.row("head")["situation"], "countersigner")
        self.sign("countersigner", path)
        self.assertEqual(self.row("head")["situation"], "complete")
        page = self.people["leader"][1].get(path)
        self.assertIn("线索核查", page.text)  # who signs reads all of it
        page = self.client("inspector").get(path)  # who only reads does not read what is confidential
        self.assertIn("Confidential item", page.text)
        self.assertNotIn("线索核查", page.text)
        self.assertEqual(self.client("inspector").get(path + "/letter.txt").status, 404)
        self.assertNotIn("线索核查", self.client("inspector").get(path + ".json").body.decode())

    # Change -----------------------------------------------------------------------------------

    def test_8_a_changed_item_demands_a_new_signature(self):
        before = self.letter("head")
        form = next(form for form in self.office.get("/plans/2009").forms
                    if "reason" in form["fields"])
        page = self.office.post(form["action"], {**form["fields"], "reason": "推迟谈话时限"})
        self.assertEqual(page.status, 303, page.text[-400:])
        self.publish(CHANGE)
        self.assertEqual(self.row("head")["situation"], "changed")
        self.assertEqual(self.row("deputy")["situation"], "complete")  # nothing of theirs changed
        page = self.office.get(before)
        for words in ("Needs a new signature", "2009-06-30", "2009-08-31", "Date of an item", "1.2 廉政谈话"):
            self.assertIn(words, page.text)
        self.assertIn("2009-08-31", self.people["head"][1].get(before).text)
        changes = json.loads(self.office.get(before + ".json").body)["changes"]
        self.assertEqual(changes, [{"change": "item_due", "item": "1.2", "before": "2009-06-30",
                                    "after": "2009-08-31"}])
        form = next(form for form in page.forms if form["fields"].get("changed"))
        self.assertEqual(self.office.post(form["action"], form["fields"]).status, 303)
        after = self.letter("head")
        self.assertNotEqual(after, before)
        self.assertEqual(self.row("head")["situation"], "person")
        self.assertEqual(self.row("mayor")["situation"], "changed")  # one person only was asked for
        old = self.office.get(before)
        self.assertEqual(old.status, 200)
        self.assertIn("replaced by no. 2", old.text)
        self.assertIn("2009-06-30", old.text)
        page = self.people["head"][1].get(after + "/difference")
        self.assertIn("2009-08-31", page.text)
        self.assertEqual(self.office.get(before + "/difference").status, 404)
        self.assertEqual(self.people["head"][1].get(before + "/sign").status, 404)
        self.sign("head", after)

    def test_9_withdrawn_and_posts_that_end(self):
        path = self.letter("mayor")
        form = next(form for form in self.office.get(path).forms if form["action"].endswith("/withdraw"))
        self.assertEqual(self.office.post(form["action"], form["fields"]).status, 400)  # no reason
        self.assertEqual(self.people["mayor"][1].post(form["action"], {
            **form["fields"], "csrf": self.people["mayor"][1].csrf("/account"), "note": "x"}).status, 403)
        page = self.office.post(form["action"], {**form["fields"], "note": "写错了事项"})
        self.assertEqual(page.status, 303, page.text[-300:])
        self.assertIn("写错了事项", self.office.get(path).text)
        self.assertEqual(self.row("mayor")["situation"], "missing")
        stale = self.office.post(form["action"], {**form["fields"], "note": "再撤一次"})
        self.assertEqual(stale.status, 409)
        # Away to another unit: ended there, to be generated here.
        code, path = self.people["other"][0], self.letter("other")
        person = self.at.sql(f"SELECT id FROM person WHERE code = '{code}'")[0][0]
        post = self.at.sql(f"SELECT id FROM post WHERE person_id = {person} AND to_day IS NULL")[0][0]
        import objects
        page = self.office.get(f"/persons/{objects.id_text(person)}/posts/{objects.id_text(post)}/end")
        form = next(form for form in page.forms if "day" in form["fields"])
        page = self.office.post(form["action"], {**form["fields"], "day": "2009-03-16", "reason": "干部交流",
                                                 "reference": "示〔2009〕3号"})
        if page.status == 200:  # the page asks once more
            form = next(form for form in page.forms if "day" in form["fields"])
            page = self.office.post(form["action"], form["fields"])
        self.assertEqual(page.status, 303, page.text[-500:])
        row = next(row for row in self.rows() if row["person"] == code)
        self.assertEqual(row["situation"], "ended")
        page = self.office.get(path)
        self.assertIn("ended, and this letter with it on 2009-03-16", page.text)
        self.assertIn("Responsibility letters", self.office.get(f"/persons/{objects.id_text(person)}").text)

    def test_who_has_no_post_and_programs(self):
        client = self.clerk[1]
        self.assertEqual(client.get("/letters").status, 200)
        self.assertIn("No letters", client.get("/letters").text)
        token = self.office.make_token("letters")
        headers = {"Authorization": f"Bearer {token}"}
        program = harness.Client(self.at.port, "en")
        page = program.get("/letters/years/2009.json", **headers)
        self.assertEqual(page.status, 200, page.text[:200])
        page = program.request("POST", "/letters/years/2009/new", json.dumps({"missing": True}).encode(),
                               {"Content-Type": "application/json", **headers})
        self.assertIn(page.status, (200, 201), page.body[:300])
        path = self.letter("deputy")
        page = program.request("POST", path + "/sign", b"{}", {"Content-Type": "application/json", **headers})
        self.assertEqual(page.status, 403)
        bare = self.office.make_token("registers", name="bare")
        self.assertEqual(program.get("/letters/years/2009.json",
                                     Authorization=f"Bearer {bare}").status, 403)

    def test_templates_are_checked(self):
        book = (harness.ROOT / "rules/letters/letters-2007.yaml").read_text("utf-8")
        file = self.at.folder / "letters.yaml"
        file.write_text(book, "utf-8")
        self.assertEqual(self.at.run("rulebook", "check", str(file)).returncode, 0)
        at = book.index("        - head: self")
        file.write_text(book[:at] + book[book.index("  closing:"):], "utf-8")
        done = self.at.run("rulebook", "check", str(file), check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("exactly two heads", done.out + done.err)
        self.assertIn(str(book[:book.index("      heads:")].count("\n") + 1), done.out)
        page = self.office.get("/rulebooks")
        self.assertIn("Templates of the responsibility letters", page.text)


if __name__ == "__main__":
    harness.main()
