"""Backup, restore, verify: the same roots and rankings on either engine, while others write, killed in the
middle, on a full disk, with damaged and hostile files; copies without their key only read."""
import hashlib
import os
import random
import resource
import shutil
import signal
import struct
import subprocess
import tempfile
import threading
import time
import unittest
import zlib
from pathlib import Path

import harness

PLAIN = b"lianze-backup 1 plain\n"
OLD_SCHEMA = harness.ROOT / "tests/program/data/backup-schema-5.lianze"


def other_engine(engine):
    """The engine to restore into: the other one where there is one."""
    return "postgres" if engine == "sqlite" and harness.POSTGRES else "sqlite"


def roots(output):
    return [line for line in output.splitlines() if line.startswith("tree ")]


def records(path):
    """The records of a plain backup: (kind, payload)."""
    data = zlib.decompress(path.read_bytes()[len(PLAIN):])
    found, at = [], 0
    while at < len(data):
        length = struct.unpack(">I", data[at + 1:at + 5])[0]
        found.append((data[at:at + 1], data[at + 5:at + 5 + length]))
        at += 5 + length
    return found


def write(path, found):
    """The inverse, with every hash made anew: what somebody who knows the format would write."""
    out, rows, total, tables, sums = b"", 0, 0, 0, hashlib.sha256()
    for kind, payload in found:
        if kind == b"R":
            sums.update(struct.pack(">Q", len(payload)) + payload)
            rows += 1
        elif kind == b"E":
            payload = f"{rows} {sums.hexdigest()}".encode()
            rows, total, tables, sums = 0, total + rows, tables + 1, hashlib.sha256()
        elif kind == b"Z":
            payload = f"{tables} {total} {hashlib.sha256(out).hexdigest()}".encode()
        out += kind + struct.pack(">I", len(payload)) + payload
    path.write_bytes(PLAIN + zlib.compress(out))


class Copies(harness.ProgramTest):
    """Helpers: files of this installation and further, empty installations."""

    def file(self, name):
        path = self.at.folder / name
        path.unlink(missing_ok=True)
        return path

    def backup(self, name, *words):
        path = self.file(name)
        return path, self.at.run("backup", str(path), *words)

    def empty(self, engine=None):
        installation = harness.Installation(engine or other_engine(self.engine))
        self.addCleanup(installation.remove)
        return installation

    def restored(self, path, engine=None):
        copy = self.empty(engine)
        copy.run("restore", str(path))
        return copy


@harness.both_engines
class RoundTrip(Copies):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.at.run("ledger", "checkpoint")

    def ranking(self, at):
        return [at.run("appraise", "--year", year, "--format", "csv").stdout
                for year in ("2007", "2008")]

    def test_to_the_other_engine_and_back(self):
        first, made = self.backup("first.lianze")
        there = self.restored(first)
        second = there.folder / "second.lianze"
        there.run("backup", str(second))
        back = self.restored(second, self.engine)
        checked = self.at.run("backup", "verify", str(first))
        self.assertEqual(len(roots(made.out)), 2)
        self.assertEqual(roots(checked.out), roots(made.out))
        for copy in (there, back):
            self.assertEqual(copy.verify().returncode, 0)
            self.assertEqual(roots(copy.verify().err)[0].split(",")[:2],
                             roots(self.at.verify().err)[0].split(",")[:2])
            self.assertEqual(self.ranking(copy), self.ranking(self.at))
        tables = [r for r in records(first) if r[0] == b"E"]
        again = [r for r in records(second) if r[0] == b"E"]
        self.assertEqual(len(tables), len(again))
        # Only the settings differ: the copy's says that it was restored.
        self.assertEqual(sum(a != b for a, b in zip(tables, again)), 1)

    def test_neither_overwrites_nor_mixes(self):
        path, _ = self.backup("once.lianze")
        before = path.read_bytes()
        self.assertEqual(self.at.run("backup", str(path), check=False).returncode, 3)
        self.assertEqual(path.read_bytes(), before)
        refused = self.at.run("restore", str(path), check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("not empty", refused.err)
        self.assertEqual(self.at.run("backup", "verify", "absent", check=False).returncode, 2)

    def test_encrypted(self):
        words = self.file("words")
        words.write_text("correct horse battery 电池\n", "utf-8")
        path, _ = self.backup("sealed.lianze", "--passphrase-file", str(words))
        self.assertNotIn(b"lianze-manifest", path.read_bytes())
        self.assertEqual(self.at.run("backup", "verify", str(path), check=False).returncode, 2)
        copy = self.empty()
        copy.run("restore", str(path), "--passphrase-file", str(words))
        self.assertEqual(copy.verify().returncode, 0)
        words.write_text("correct horse battery 店址\n", "utf-8")
        wrong = self.at.run("backup", "verify", str(path), "--passphrase-file", str(words),
                            check=False)
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("passphrase", wrong.err)

    def test_a_copy_without_its_key_only_reads(self):
        path, _ = self.backup("sealed-copy.lianze")
        copy = self.restored(path)
        for word in ("zh", "en"):
            refused = copy.run("user", "add", "someone", "--role", "office", check=False,
                               language=word)
            self.assertEqual(refused.returncode, 1)
        self.assertIn("restored from a backup", refused.err)
        self.assertNotEqual(copy.run("ledger", "checkpoint", check=False).returncode, 0)
        # Another key than the one that the ledger names is not taken.
        other = self.empty("sqlite")
        other.run("init", "--code", "x", "--name", "某县")
        wrong = copy.run("key", "bring", str(other.folder / "lianze.key"), check=False)
        self.assertEqual(wrong.returncode, 1)
        copy.run("key", "bring", str(self.at.folder / "lianze.key"))
        copy.run("user", "add", "someone", "--role", "office")
        copy.run("ledger", "checkpoint")
        self.assertEqual(copy.verify().returncode, 0)
        self.assertIn("seal: none", copy.run("key", "show").out)

    def test_a_new_origin_names_the_old_root(self):
        path, made = self.backup("origin.lianze")
        copy = self.restored(path)
        copy.run("key", "new-origin", "--name", "copy.example")
        signed = copy.run("ledger", "checkpoint").out
        self.assertTrue(signed.startswith("copy.example/"))
        self.assertEqual(copy.verify().returncode, 0, copy.verify().out)
        again, _ = copy.run("backup", str(copy.folder / "again.lianze")), None
        leaves = [payload for kind, payload in records(copy.folder / "again.lianze")
                  if kind == b"R" and b"lianze-origin 1\n" in payload]
        self.assertEqual(len(leaves), 2)
        for line in roots(made.out):
            root = line.split("root ")[1]
            self.assertTrue(any(f"root {root}\n".encode() in leaf for leaf in leaves))
        self.assertEqual(len(roots(again.out)), 2)

    def test_what_the_format_guards(self):
        """Files that are well-formed, with every hash right, and lie."""
        path, _ = self.backup("honest.lianze")
        honest = records(path)

        def forged(name, change):
            found = [list(one) for one in honest]
            change(found)
            lying = self.file(name)
            write(lying, [tuple(one) for one in found])
            copy = self.empty("sqlite")
            done = copy.run("restore", str(lying), check=False)
            self.assertIn(done.returncode, (1, 5), f"{name}: {done.returncode} {done.err}")
            self.assertFalse(Path(copy.db).exists(), name)

        def manifest(old, new):
            def change(found):
                assert old in found[0][1], old
                found[0][1] = found[0][1].replace(old, new)
            return change

        def rename(found):
            manifest(b"table unit ", b"table sqlite_schema ")(found)
            for one in found:
                if one[0] == b"T" and one[1] == b"unit":
                    one[1] = b"sqlite_schema"

        def drop_leaf(found):
            start = found.index([b"T", b"ledger_leaf"])
            del found[start + 3]
            count = sum(1 for one in found[start + 1:] if one[0] == b"R")
            self.assertGreater(count, 0)

        def change_leaf(found):
            for one in found:
                if one[0] == b"R" and b"\nrole operator\n" in one[1]:
                    one[1] = one[1].replace(b"\nrole operator\n", b"\nrole the-mayor\n")
                    return
        forged("table", rename)
        forged("quote", manifest(b"table unit ", b'table unit" '))
        forged("column", manifest(b":name_key", b":name_kex"))
        forged("newer", manifest(b"migration 1 spine", b"migration 1 spike"))
        forged("root", manifest(b"ledger 0 ", b"ledger 7 "))
        forged("leaf", drop_leaf)
        forged("changed leaf", change_leaf)
        # A row changed with all hashes made anew comes in; the ledger tells.
        lying = self.file("score.lianze")
        found = [list(one) for one in honest]
        start = found.index([b"T", b"unit"])
        row = next(one for one in found[start:] if "镇".encode() in one[1])
        row[1] = row[1].replace("镇".encode(), "乡".encode())
        write(lying, [tuple(one) for one in found])
        done = self.restored(lying, "sqlite").verify()
        self.assertEqual(done.returncode, 5, done.out)
        self.assertIn("record_changed", done.out)

    def test_damaged(self):
        path, _ = self.backup("whole.lianze")
        whole, dice = path.read_bytes(), random.Random(11)
        places = [0, 10, len(PLAIN), len(PLAIN) + 1, len(whole) - 1] + \
            [dice.randrange(len(whole)) for _ in range(6)]
        damaged = self.file("damaged.lianze")
        for place in places:
            for data in (whole[:place],
                         whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1:]):
                damaged.write_bytes(data)
                done = self.at.run("backup", "verify", str(damaged), check=False)
                self.assertEqual(done.returncode, 5, (place, done.err))
        for data in (whole + b"x", b"", b"lianze-backup 2 plain\n" + whole[len(PLAIN):]):
            damaged.write_bytes(data)
            self.assertEqual(
                self.at.run("backup", "verify", str(damaged), check=False).returncode, 5)
        copy = self.empty()
        damaged.write_bytes(whole[:-200])
        self.assertEqual(copy.run("restore", str(damaged), check=False).returncode, 5)
        copy.run("restore", str(path))
        self.assertEqual(copy.verify().returncode, 0)

    def test_an_older_schema(self):
        copy = self.empty(self.engine)
        made = copy.run("restore", str(OLD_SCHEMA))
        self.assertIn("5 migrations", made.out)
        self.assertEqual(copy.run("migrate", "--check").returncode, 0)
        self.assertEqual(copy.verify().returncode, 0, copy.verify().out)
        self.assertIn("1,", copy.run("appraise", "--year", "2008", "--format", "csv").out)
        copy.run("key", "new-origin")
        copy.run("user", "add", "someone", "--role", "office")
        self.assertEqual(copy.verify().returncode, 0, copy.verify().out)


@harness.both_engines
class UnderWriting(Copies):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")

    def test_one_moment_while_others_write(self):
        self.at.serve()
        client = harness.Client(self.at.port)
        client.login("security", self.at.logins()["security"])
        token, stop, made = client.csrf(), threading.Event(), []

        def create():
            while not stop.is_set():
                login = f"during-{len(made)}"
                if client.post("/accounts/new", {"csrf": token, "login": login,
                                                 "display_name": "测试",
                                                 "password": "Correct-Horse-77"}).status == 303:
                    made.append(login)
        writer = threading.Thread(target=create)
        writer.start()
        paths = []
        for number in range(3):
            paths.append(self.backup(f"during-{number}.lianze")[0])
        stop.set()
        writer.join()
        self.assertGreater(len(made), 0)
        for path in paths:
            self.at.run("backup", "verify", str(path))
        copy = self.restored(paths[-1])
        self.assertEqual(copy.verify().returncode, 0)


@harness.both_engines
class Interrupted(Copies):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")

    def killed(self, at, words, seconds):
        running = subprocess.Popen([harness.PROGRAM, *words], env=at.environment(), cwd=at.folder,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        running.send_signal(signal.SIGKILL)
        return running.wait()

    def test_killed_backup_and_restore(self):
        path, _ = self.backup("kept.lianze")
        dice, deaths = random.Random(5), 0
        for number in range(6):
            target = self.file(f"killed-{number}.lianze")
            if self.killed(self.at, ["backup", str(target)], dice.uniform(0.02, 0.3)):
                deaths += 1
            if target.exists():
                self.at.run("backup", "verify", str(target))
        copy = self.empty()
        for _ in range(6):
            code = self.killed(copy, ["restore", str(path)], dice.uniform(0.05, 0.6))
            deaths += code != 0
            if code == 0:
                break
        self.assertGreater(deaths, 0)
        if code != 0:
            # Killed behind its COMMIT, PostgreSQL finishes what it was told: then all of it is there.
            done = copy.run("restore", str(path), check=False)
            self.assertTrue(done.returncode == 0 or "not empty" in done.err, done.err)
        self.assertEqual(copy.verify().returncode, 0)
        self.assertEqual(copy.run("appraise", "--year", "2008", "--format", "csv").out,
                         self.at.run("appraise", "--year", "2008", "--format", "csv").out)
        self.assertEqual([p.name for p in self.at.folder.glob("*.part-*")], [])

    def test_no_room(self):
        """A limit on file sizes stands for the full disk: the same write fails in the middle."""
        target = self.file("large.lianze")

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000))
        done = subprocess.run([harness.PROGRAM, "backup", str(target), "--language", "en"],
                              env=self.at.environment(), cwd=self.at.folder,
                              capture_output=True, preexec_fn=limit)
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertIn(b"cannot be written", done.stderr)
        self.assertFalse(target.exists())

    def test_full_disk(self):
        folder = tempfile.mkdtemp(prefix="lianze-full-")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        if os.geteuid() != 0 or subprocess.run(
                ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", folder],
                capture_output=True).returncode:
            raise unittest.SkipTest("no right to mount a small disk here; test_no_room stands for it")
        self.addCleanup(subprocess.run, ["umount", folder])
        target = Path(folder) / "large.lianze"
        done = self.at.run("backup", str(target), check=False)
        self.assertEqual(done.returncode, 4, done.err)
        self.assertIn("The disk is full", done.err)
        self.assertEqual(list(Path(folder).iterdir()), [])


if __name__ == "__main__":
    harness.main()
