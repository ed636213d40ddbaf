"""The business date: printed, and in a demonstration moved on while the server runs."""
import datetime
import time

import harness


@harness.both_engines
class Clock(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.at.serve()
        cls.office = harness.Client(cls.at.port, "en")
        cls.office.login("office", cls.at.logins()["office"])

    def today(self):
        return datetime.date.fromisoformat(self.at.run("clock").out.strip())

    def test_a_running_server_follows(self):
        before = self.today()
        said = self.at.run("clock", "--advance", "9").out.strip()
        after = before + datetime.timedelta(days=9)
        self.assertEqual(said, after.isoformat())
        self.assertEqual(self.today(), after)
        time.sleep(1.1)
        self.assertIn(f'value="{after.isoformat()}"', self.office.get("/entries/new").html)

    def test_it_never_goes_back_nor_far(self):
        before = self.today()
        for days in ("-1", "0", "3661", "x", ""):
            done = self.at.run("clock", "--advance", days, check=False)
            self.assertEqual(done.returncode, 2, days)
            self.assertIn("--advance", done.err)
        self.assertEqual(self.today(), before)


@harness.both_engines
class ClockOfAnOffice(harness.ProgramTest):
    """Not a demonstration."""

    @classmethod
    def prepare(cls):
        cls.at.run("init", "--code", "c1", "--name", "某县")

    def test_it_is_refused(self):
        before = self.at.run("clock").out
        done = self.at.run("clock", "--advance", "1", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("demonstration only", done.err)
        self.assertEqual(self.at.run("clock").out, before)


if __name__ == "__main__":
    harness.main()
