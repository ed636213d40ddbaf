"""docs/api.md and docs/api.zh-CN.md: every bash and Python line of them, run against the demonstration."""
import os
import re
import subprocess
import sys

import harness

SCOPES = ("registers", "results", "edit", "import")


def blocks(name, language):
    text = (harness.ROOT / "docs" / name).read_text("utf-8")
    return "\n".join(re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S))


@harness.both_engines
class ApiDocs(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.demo("--brief")
        cls.at.serve()
        cls.office = harness.Client(cls.at.port, "en")
        cls.office.login("office", cls.at.logins()["office"])
        cls.token = cls.office.make_token(*SCOPES)

    def run_lines(self, command, lines):
        done = subprocess.run(command, input=lines.encode(), capture_output=True, timeout=120,
                              cwd=self.at.folder,
                              env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8",
                                   "LIANZE_TOKEN": self.token,
                                   "LIANZE_URL": f"http://127.0.0.1:{self.at.port}"})
        text = done.stdout.decode() + done.stderr.decode()
        self.assertEqual(done.returncode, 0, text)
        self.assertEqual(done.stderr, b"")
        return done.stdout.decode()

    def bash(self, name):
        return self.run_lines(["bash", "-euo", "pipefail", "-s"], blocks(name, "bash")).splitlines()

    def python(self, name):
        return self.run_lines([sys.executable, "-"], blocks(name, "python"))

    def test_curl_in_english(self):
        lines = self.bash("api.md")
        self.assertGreater(int(lines[0]), 3)
        self.assertRegex(lines[2], r"^\d+\.\d\d$")
        self.assertEqual(lines[4], "[]")
        self.assertRegex(lines[5], "imported|nothing new")
        self.assertEqual(lines[6], "ERR_INVALID")
        self.assertIn("'found': '-3'", lines[7])

    def test_curl_in_chinese(self):
        lines = self.bash("api.zh-CN.md")
        self.assertEqual(lines[4], "[]")
        self.assertRegex(lines[5], "[一-鿿]")
        self.assertEqual(lines[6], "ERR_INVALID")

    def test_python_in_both(self):
        for name in ("api.md", "api.zh-CN.md"):
            with self.subTest(name):
                text = self.python(name)
                self.assertRegex(text, r"import\.scores \d \d \d")
                self.assertIn("409 ERR_CONFLICT", text)
                self.assertRegex(text, "nmae (accepted:|应为：) .*name")

    def test_the_two_languages_show_the_same_calls(self):
        for language in ("bash", "python"):
            calls = [re.findall(r"/[a-z]+(?:/[\w{}'\[\]$.]+)*(?:\.json)?", blocks(name, language))
                     for name in ("api.md", "api.zh-CN.md")]
            self.assertEqual(*calls)


if __name__ == "__main__":
    harness.main()
