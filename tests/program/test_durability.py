"""Killed in the middle: what was acknowledged is there, what was not is whole or absent, the ledger
verifies. A double click makes one record."""
import random
import signal
import subprocess
import threading
import time

import harness
from test_import import SCHEME, SCORE_HEADER, UNIT_HEADER, score_rows, table, unit_rows

ROUNDS = 6


@harness.both_engines
class Killed(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")

    def accounts(self):
        lines = self.at.run("user", "list", "--format", "csv").out.splitlines()[1:]
        return {line.split(",")[0].lstrip("\ufeff") for line in lines}

    def create_until_killed(self, client, token, number, acknowledged):
        for i in range(40):
            login = f"kill-{number}-{i}"
            try:
                page = client.post("/accounts/new", {
                    "csrf": token, "login": login, "display_name": "测试",
                    "password": "Correct-Horse-77"})
            except OSError:
                return
            if page.status == 303:
                acknowledged.append(login)

    def test_server_killed_while_writing(self):
        dice = random.Random(9)
        for _ in range(ROUNDS):
            self.at.serve()
            client = harness.Client(self.at.port)
            client.login("security", self.at.logins()["security"])
            token, acknowledged = client.csrf(), []
            number = dice.randrange(10**6)
            writer = threading.Thread(target=self.create_until_killed,
                                      args=(client, token, number, acknowledged))
            writer.start()
            time.sleep(dice.uniform(0.3, 1.5))
            self.at.stop(signal.SIGKILL)
            writer.join()
            self.assertLessEqual(set(acknowledged), self.accounts())
            self.assertEqual(self.at.verify().returncode, 0)

    def test_double_click_makes_one_account(self):
        self.at.serve()
        client = harness.Client(self.at.port)
        client.login("security", self.at.logins()["security"])
        token, statuses = client.csrf(), []

        def click():
            statuses.append(client.post("/accounts/new", {
                "csrf": token, "login": "double-click", "display_name": "测试",
                "password": "Correct-Horse-77"}).status)
        clicks = [threading.Thread(target=click) for _ in range(4)]
        for one in clicks:
            one.start()
        for one in clicks:
            one.join()
        self.at.stop()
        self.assertEqual(sorted(statuses)[0], 303, statuses)
        self.assertEqual(statuses.count(303), 1, statuses)


@harness.both_engines
class KilledImport(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.run("init", "--code", "test", "--name", "测试市")
        scheme = cls.at.folder / "scheme.yaml"
        scheme.write_text(SCHEME, "utf-8")
        cls.at.run("scheme", "adopt", str(scheme))
        units = cls.at.folder / "units.csv"
        units.write_text(table(UNIT_HEADER, unit_rows()[:1000]), "utf-8")
        cls.at.run("import", "units", str(units))

    def stored(self):
        return len(self.at.run("export", "scores", "--year", "2008", "--format",
                               "csv").out.splitlines()) - 1

    def test_import_killed_in_the_middle_stores_nothing_or_all(self):
        rows = score_rows(1)[:5000]
        path = self.at.folder / "scores.csv"
        path.write_text(table(SCORE_HEADER, rows), "utf-8")
        for delay in (0.1, 0.3, 0.6, 1.0, 1.5):
            process = subprocess.Popen([harness.PROGRAM, "import", "scores", str(path)],
                                       env=self.at.environment(), cwd=self.at.folder,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            process.wait()
            self.assertIn(self.stored(), (0, len(rows)))
            self.assertEqual(self.at.verify().returncode, 0)
        self.at.run("import", "scores", str(path))
        self.assertEqual(self.stored(), len(rows))


if __name__ == "__main__":
    harness.main()
