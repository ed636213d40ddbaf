"""The system administrator's pages: how the server stands, backups made, checked, deleted, downloaded."""
import json
import re
import time

import harness

PASSPHRASE = "correct horse battery"


@harness.both_engines
class System(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.folder = cls.at.folder / "backups"
        cls.at.serve("--backups", str(cls.folder))
        cls.system = cls.client("system")

    @classmethod
    def client(cls, login, language="en"):
        client = harness.Client(cls.at.port, language)
        client.login(login, cls.at.logins()[login])
        return client

    def facts(self):
        return json.loads(self.system.get("/system.json").body)

    def post(self, path="", client=None, **fields):
        client = client or self.system
        return client.post("/system/backups" + path, {"csrf": client.csrf("/account"), **fields})

    def idle(self):
        """The page once nothing runs."""
        for _ in range(600):
            page = self.system.get("/system/backups")
            if not re.search(r"(Making|Verifying) backup|Verifying \d", page.text):
                return page
            time.sleep(0.1)
        self.fail("the backup does not end: " + page.text)

    def archives(self):
        return sorted(path.name[7:22] for path in self.folder.glob("lianze-*.backup"))

    def make(self, passphrase=""):
        before = set(self.archives())
        time.sleep(1.1)  # archives are named by the second
        page = self.post(passphrase=passphrase, passphrase_again=passphrase)
        self.assertEqual(page.status, 303, page.text)
        self.idle()
        made = set(self.archives()) - before
        self.assertEqual(len(made), 1)
        return made.pop()

    # Who ------------------------------------------------------------------------------------

    def test_nobody_else_sees_it(self):
        for login in ("office", "leader", "security", "audit", "unit"):
            client = self.client(login)
            for path in ("/system", "/system.json", "/system/backups"):
                self.assertEqual(client.get(path).status, 403, (login, path))
            self.assertEqual(self.post(client=client).status, 403, login)
            self.assertNotIn("/system", client.get("/").links)

    def test_the_system_administrator_sees_no_business(self):
        for path in ("/years/2008", "/units", "/persons", "/entries", "/accounts", "/acts", "/imports"):
            self.assertEqual(self.system.get(path).status, 403, path)
        self.assertIn("/system", self.system.get("/").links)

    # What it says ---------------------------------------------------------------------------

    def test_facts_are_true(self):
        before = self.facts()
        self.system.get("/no-such-page")
        after = self.facts()
        self.assertEqual(before["engine"], {"sqlite": "SQLite", "postgres": "PostgreSQL"}[self.engine])
        self.assertRegex(before["engine_version"], r"^\d+\.\d+")
        self.assertEqual(before["migrations_applied"], before["migrations_known"])
        self.assertGreater(before["database_bytes"], 1 << 20)
        self.assertEqual(after["requests"], before["requests"] + 2)
        self.assertEqual(after["requests_refused"], before["requests_refused"] + 1)
        self.assertTrue(before["has_key"])
        self.assertEqual(before["seal"], "none")
        self.assertGreater(before["ledger_size"], 0)
        self.assertEqual(before["wal_bytes"] is None, self.engine == "postgres")
        page = self.system.get("/system")
        self.assertEqual(page.status, 200)
        self.assertIn(before["engine_version"], page.text)

    # Backups --------------------------------------------------------------------------------

    def test_a_backup_restores_with_the_same_root(self):
        stem = self.make()
        page = self.system.get("/system/backups")
        self.assertIn(f"Backup {stem} was made and verified", page.text)
        self.assertEqual(self.facts()["backup"], stem)
        self.assertTrue(self.facts()["backup_verified_ms"])
        path = self.folder / f"lianze-{stem}.backup"
        self.assertEqual(path.stat().st_mode & 0o077, 0, "for the owner only")
        whole = self.at.run("backup", "verify", str(path)).out
        copy = harness.Installation("sqlite")
        self.addCleanup(copy.remove)
        restored = copy.run("restore", str(path)).out
        trees = re.findall(r"^tree .*$", whole, re.M)
        self.assertTrue(trees)
        self.assertEqual(re.findall(r"^tree .*$", restored, re.M), trees)
        self.assertEqual(copy.verify().returncode, 0)

    def test_the_search_index_is_left_out_and_made_anew(self):
        path = self.folder / f"lianze-{self.make()}.backup"
        self.assertNotIn(b"search_gram", self.manifest_tables(path))
        copy = harness.Installation("sqlite")
        self.addCleanup(copy.remove)
        copy.run("restore", str(path))
        for table in ("search_entry", "search_gram"):
            count = f"SELECT COUNT(*) FROM {table}"
            here, there = self.at.sql(count)[0][0], copy.sql(count)[0][0]
            self.assertGreater(int(there), 0)
            self.assertEqual(int(here), int(there), table)

    @staticmethod
    def manifest_tables(path):
        import zlib
        text = zlib.decompress(path.read_bytes().split(b"\n", 1)[1])[:20000]
        return b"\n".join(line for line in text.split(b"\n") if line.startswith(b"table "))

    def test_a_second_start_is_refused(self):
        time.sleep(1.1)
        csrf = self.system.csrf("/account")
        first = self.system.post("/system/backups", {"csrf": csrf, "passphrase": PASSPHRASE,
                                                     "passphrase_again": PASSPHRASE})
        second = self.system.post("/system/backups", {"csrf": csrf})
        self.assertEqual((first.status, second.status), (303, 422), second.text)
        self.assertIn("Wait until it has ended", second.text)
        self.idle()

    def test_bad_passphrases_are_refused(self):
        before = self.archives()
        short = self.post(passphrase="short", passphrase_again="short")
        other = self.post(passphrase=PASSPHRASE, passphrase_again=PASSPHRASE + "x")
        long = self.post(passphrase="x" * 300, passphrase_again="x" * 300)
        self.assertEqual([p.status for p in (short, other, long)], [400] * 3)
        self.assertIn("at least 12 characters", short.text)
        self.assertNotIn(PASSPHRASE, other.html)
        self.assertEqual(self.archives(), before)

    def test_verify_finds_damage(self):
        stem = self.make()
        path = self.folder / f"lianze-{stem}.backup"
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(bytes(data))
        self.assertIsNone(self.facts()["backup_verified_ms"], "changed since it was verified")
        self.assertEqual(self.post(f"/{stem}/verify").status, 303)
        self.assertIn(f"{stem} failed", self.idle().text)
        self.assertIn(stem, [line["message"][:15] for line in self.facts()["log"]])
        path.unlink()

    def test_only_encrypted_ones_are_downloaded(self):
        plain, locked = self.make(), self.make(PASSPHRASE)
        self.assertEqual(self.post(f"/{plain}/download").status, 422)
        page = self.post(f"/{locked}/download")
        self.assertEqual(page.status, 200)
        self.assertEqual(page.body, (self.folder / f"lianze-{locked}.backup").read_bytes())
        self.assertIn(f'filename="lianze-{locked}.backup"', page.headers["Content-Disposition"])
        self.assertTrue(page.body.startswith(b"lianze-backup 1 encrypted\n"))
        self.assertEqual(self.post(f"/{locked}/verify").status, 400)
        self.assertEqual(self.post(f"/{locked}/verify", passphrase="wrong passphrase").status, 303)
        self.assertIn(f"{locked} failed", self.idle().text)
        self.assertEqual(self.post(f"/{locked}/verify", passphrase=PASSPHRASE).status, 303)
        self.assertIn(f"Backup {locked} is whole", self.idle().text)

    def test_old_ones_are_deleted_the_newest_stays(self):
        old, new = self.make(), self.make()
        self.assertEqual(self.post(f"/{new}/remove").status, 422)
        self.assertEqual(self.post(f"/{old}/remove").status, 303)
        self.assertNotIn(old, self.archives())
        self.assertIn(new, self.archives())
        self.assertEqual(self.post(f"/{old}/remove").status, 404)

    def test_delete_and_download_ask_again_who_it_is(self):
        old, _ = self.make(PASSPHRASE), self.make()
        client = self.client("system")
        self.at.sql("UPDATE session SET authenticated_ms = 1000")
        # The server keeps sessions in memory: a new one is read at its start.
        self.at.stop()
        self.at.serve("--backups", str(self.folder))
        for other in (client, self.system):
            other.port = self.at.port
        for act in ("remove", "download"):
            page = self.post(f"/{old}/{act}", client)
            self.assertEqual(page.status, 403, act)
            self.assertIn("again_password", page.html)
        self.assertIn(old, self.archives())
        type(self).system = self.client("system")

    def test_names_from_outside_are_no_paths(self):
        (self.folder / "lianze-secret.backup").write_bytes(b"x")
        for name in ("lianze-secret", "secret", "..", "%2e%2e", "20260101-0000000", "20260101_000000",
                     "20260101-00000%30x", "99999999-999999"):
            for act in ("verify", "remove", "download"):
                page = self.post(f"/{name}/{act}")
                self.assertIn(page.status, (400, 404), (name, act))
        self.assertTrue((self.folder / "lianze-secret.backup").exists())
        self.assertNotIn("secret", self.system.get("/system/backups").text)

    def test_the_audit_administrator_reads_who_did_it(self):
        stem = self.make()
        self.assertEqual(self.post(f"/{stem}/verify").status, 303)
        self.idle()
        time.sleep(2.2)
        audit = self.client("audit")
        audit.get("/")
        for _ in range(50):
            rows = json.loads(audit.get("/audit-events.json?kind=system&limit=500").body)["items"]
            if any(row["object"] == f"POST /system/backups/{stem}/verify" for row in rows):
                return
            time.sleep(0.1)
        self.fail(rows)


if __name__ == "__main__":
    harness.main()
