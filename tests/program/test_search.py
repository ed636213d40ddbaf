"""The search: words, codes, pinyin, several words; what each role may see; paging; hostile queries."""
import json
import urllib.parse

import harness


@harness.both_engines
class Search(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.at.serve()
        cls.clients = {}

    @classmethod
    def client(cls, login, language="en"):
        if (login, language) not in cls.clients:
            client = harness.Client(cls.at.port, language)
            client.login(login, cls.at.logins()[login])
            cls.clients[login, language] = client
        return cls.clients[login, language]

    def groups(self, query, login="office", **more):
        path = "/search.json?" + urllib.parse.urlencode({"q": query, **more})
        page = self.client(login).get(path)
        self.assertEqual(page.status, 200, (path, page.text[:300]))
        return {group["kind"]: group for group in json.loads(page.body)["groups"]}

    def names(self, query, kind, login="office"):
        return [item["name"] for item in self.groups(query, login).get(kind, {"items": []})["items"]]

    def test_units_by_word_code_and_pinyin(self):
        for query in ("甲镇", "jiazhen", "JIAZHEN", "ｊｉａｚｈｅｎ", "T01", "t01", "Ｔ０１", "T01 甲",
                      "jia zhen T01"):
            self.assertEqual(self.names(query, "units"), ["甲镇"], query)
        self.assertIn("甲镇", self.names("jz", "units"))
        self.assertEqual(self.groups("镇")["units"]["total"], 10)
        self.assertEqual(self.groups("T0")["units"]["total"], 9)
        self.assertEqual(self.groups("甲镇 乙")["units"]["total"], 0)

    def test_an_exact_code_or_name_comes_first(self):
        self.assertEqual(self.names("D01", "units")[0], "甲子局")
        self.assertEqual(self.names("jz", "units")[0][-1], "镇")
        person = self.groups("P0053")["persons"]
        self.assertEqual((person["total"], person["items"][0]["code"]), (1, "P0053"))

    def test_persons_schemes_and_entries(self):
        name = self.names("P0053", "persons")[0]
        self.assertIn(name, self.names(name, "persons"))
        self.assertIn("Target-management appraisal 2008", self.names("target", "schemes"))
        self.assertIn("Target-management appraisal 2008", self.names("目标管理", "schemes"))
        self.assertIn("Target-management appraisal 2008", self.names("mbgl", "schemes"))
        self.assertEqual(self.groups("示例〔2008〕19号")["entries"]["total"], 1)
        self.assertIn("整改报告逾期", self.names("整改报告", "entries"))
        self.assertEqual(self.groups("zgbg")["entries"]["total"], 0)  # sentences have no pinyin
        for group in self.groups("甲").values():
            for item in group["items"]:
                self.assertEqual(self.client("office").get(item["url"]).status, 200, item)

    def every(self, query, kind, login):
        items, after = [], None
        while True:
            more = {"kind": kind, **({"after": after} if after else {})}
            group = self.groups(query, login, **more)[kind]
            items += group["items"]
            after = group["next"]
            if not after:
                self.assertEqual(len(items), group["total"])
                return items

    def test_pages_hold_every_hit_once(self):
        items = self.every("z", "persons", "office")
        self.assertGreater(len(items), 100)
        self.assertEqual(len({item["code"] for item in items}), len(items))

    def test_only_what_one_may_see(self):
        """What a role finds is what its own lists show, for queries that fit everything."""
        for login in ("office", "leader", "unit", "liaison", "cadre", "inspector", "organisation"):
            client = self.client(login)
            for kind, queries in (("units", ("T", "D", "B")), ("persons", ("P",))):
                page = client.get(f"/{kind}.json?limit=500")
                listed = set()
                while page.status == 200:
                    listed |= {item["code"] for item in json.loads(page.body)["items"]}
                    after = json.loads(page.body).get("next")
                    if not after:
                        break
                    page = client.get(after if after.startswith("/") else
                                      f"/{kind}.json?limit=500&after={after}")
                found = set()
                for query in queries:
                    found |= {item["code"] for item in self.every(query, kind, login)
                              if item["code"].startswith(query)}
                self.assertEqual({code for code in listed if code.startswith(queries)}, found,
                                 (login, kind))
            page = client.get("/entries.json?limit=500")
            listed = {item["reference"] for item in json.loads(page.body)["items"]}
            found = {item["code"] for item in self.every("示例", "entries", login)}
            self.assertEqual({code for code in listed if "示例" in code}, found, login)

    def test_a_liaison_finds_nothing_of_other_units(self):
        liaison = self.client("liaison")
        self.assertEqual(self.groups("甲镇", "liaison")["units"]["total"], 0)
        self.assertEqual(self.groups("P0053", "liaison")["persons"]["total"], 0)
        self.assertEqual(self.groups("整改报告", "liaison")["entries"]["total"], 0)
        page = liaison.get("/search?q=" + urllib.parse.quote("甲镇"))
        self.assertIn("Nothing that you may see fits", page.text)

    def test_administrators_have_no_search(self):
        for login in ("system", "security", "audit"):
            self.assertEqual(self.client(login).get("/search?q=T01").status, 403, login)
            self.assertNotIn('action="/search"', self.client(login).get("/").html)

    def test_hostile_and_odd_queries(self):
        for query in ("", " ", "%", "_", "'", '"', "\\", "<script>alert(1)</script>", "' OR 1=1 --",
                      "〔〕", "甲" * 500, "a " * 500, "\u202e甲", "😀", "\n\n", "甲\x01镇", "%\n甲%",
                      "zz\u0301", "ﬃ", "\ud7ff".encode("utf-8", "ignore").decode() or "x"):
            for path in ("/search", "/search.json"):
                page = self.client("office").get(path + "?q=" + urllib.parse.quote(query))
                self.assertEqual(page.status, 200, (query[:40], page.text[:200]))
                if path == "/search":
                    self.assertNotIn("<script>alert", page.html)
        self.assertIn("Type letters or digits", self.client("office").get("/search?q=%25").text)
        self.assertIn("only its beginning",
                      self.client("office").get("/search?q=" + "a%20" * 7).text)
        self.assertEqual(self.client("office").get("/search?q=" + "%E7%94%B2" * 5000).status, 414)
        self.assertEqual(self.client("office").get("/search?q=%ff").status, 400)
        self.assertEqual(self.client("office").get("/search?q=a&kind=accounts").status, 400)
        self.assertEqual(self.client("office").get("/search?q=T&kind=units&after=x").status, 400)

    def test_the_words_are_marked_and_escaped(self):
        page = self.client("office").get("/search?q=" + urllib.parse.quote("甲镇 T01"))
        self.assertIn("<mark>甲镇</mark>", page.html)
        self.assertIn("<mark>T01</mark>", page.html)
        page = self.client("office", "zh").get("/search?q=" + urllib.parse.quote('"><b>镇'))
        self.assertNotIn('"><b>', page.html)
        self.assertIn("&lt;b", page.html)

    def test_a_renamed_unit_is_found_by_its_new_name_and_after_a_rebuild(self):
        office = self.client("office")
        unit = next(item for item in self.groups("T20")["units"]["items"])
        path = unit["url"] + "/edit"
        form = next(form for form in office.get(path).forms if form["action"] == path)
        fields = dict(form["fields"], kind="town", name="单区<i>Riverside")
        self.assertEqual(office.post(path, fields).status, 303)
        for query in ("单区", "danqu", "riverside", "RIVER", "dq"):
            self.assertIn("单区<i>Riverside", self.names(query, "units"), query)
        self.assertEqual(self.groups(unit["name"])["units"]["total"], 0)
        done = self.at.run("reindex")
        self.assertIn("records indexed", done.out)
        self.assertIn("单区<i>Riverside", self.names("riverside", "units"))
        page = office.get("/search?q=riverside")
        self.assertIn("<mark>Riverside</mark>", page.html)
        self.assertNotIn("<i>", page.html)


if __name__ == "__main__":
    harness.main()
