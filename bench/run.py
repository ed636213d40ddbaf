#!/usr/bin/env python3
"""Run the benchmarks and print one line each: name, ours, peer, ratio, aim, met or short.

usage: bench/run.py BUILD [WORD …]      only those named by a WORD: pages acts ranking plan sameness idle

Everything runs on this machine over loopback, on SQLite, in a folder that is removed at the end.
docs/bench.md says how to read the lines.
"""
import contextlib
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

ROUNDS = 5           # alternated; the median counts
ROUND_SECONDS = 2
ROUND_REQUESTS = 400_000
CONNECTIONS = 32
THREADS = 2
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """A server process and the port that it printed."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        self.port = self.read_port()

    def read_port(self):
        for line in self.process.stdout:
            found = re.search(r"(\d+)\s*$", line)
            if found:
                return int(found.group(1))
        raise SystemExit("bench: a server did not start")

    def cpu_seconds(self):
        """User and system time used so far."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(stat[11]) + int(stat[12])) / TICKS

    def resident_bytes(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) * 1024

    def stop(self):
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait(timeout=30)


class Round:
    """What one run of the load client measured."""

    def __init__(self, words, cpu):
        self.requests, seconds, errors = int(words[0]), float(words[1]), int(words[2])
        if errors or not self.requests:
            raise SystemExit(f"bench: {errors} of {self.requests} answers were errors")
        self.rate = self.requests / seconds
        self.cpu_us = cpu * 1e6 / self.requests
        self.body_bytes, self.p99_us = int(words[3]), int(words[5])


class Bench:
    def __init__(self, build, folder):
        self.build, self.folder = build, folder
        self.database = folder / "demo.db"
        self.short = 0

    def program(self, name):
        return self.build / "bench" / name

    def line(self, name, ours, peer, ratio, aim, met):
        self.short += not met
        print(f"{name:<26} {ours:>22} {peer:>22} {ratio:>8} {aim:>12}  "
              f"{'met' if met else 'SHORT'}", flush=True)

    def note(self, text):
        print(f"    {text}", flush=True)

    def make_demonstration(self):
        """The demonstration county, once."""
        if self.database.exists():
            return
        subprocess.run([self.build / "lianze", "demo", "--db", self.database], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def serve(self):
        return Server([self.build / "lianze", "serve", "--db", self.database, "--port", "0", "--no-reminders",
                       "--threads", THREADS])


def request(port, method, path, headers=None, body=None):
    """Status, headers and body; redirects are not followed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, body=body, headers=headers or {})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def log_in(bench, port):
    """The session cookie of the office's demonstration account."""
    found = [line.split("\t") for path in bench.folder.glob("*.logins")
             for line in path.read_text().splitlines()]
    login, password = next((words[0], words[1]) for words in found if words[0] == "office")
    body = urllib.parse.urlencode({"login": login, "password": password, "back": "/"})
    status, headers, _ = request(
        port, "POST", "/login", body=body,
        headers={"Content-Type": "application/x-www-form-urlencoded",
                 "Origin": f"http://127.0.0.1:{port}"})
    cookies = [value.split(";")[0] for value in headers.get_all("Set-Cookie") or []
               if "session=" in value]
    if status != 303 or not cookies:
        raise SystemExit(f"bench: log-in answered {status}")
    return cookies[0]


def save_answer(port, path, cookie, file):
    """The answer as the bare server shall repeat it: header lines and body."""
    status, headers, body = request(port, "GET", path, {"Cookie": cookie})
    if status != 200:
        raise SystemExit(f"bench: {path} answered {status}")
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    file.write_bytes(lines.encode() + b"\r\n" + body)
    return body


def load(bench, server, path, cookie):
    before = server.cpu_seconds()
    done = subprocess.run(
        [bench.program("load"), str(server.port), path, str(CONNECTIONS), str(ROUND_SECONDS),
         str(ROUND_REQUESTS), f"Cookie: {cookie}"],
        check=True, capture_output=True, text=True)
    return Round(done.stdout.split(), server.cpu_seconds() - before)


def median(rounds, what):
    return statistics.median(getattr(one, what) for one in rounds)


def compare_page(bench, server, cookie, name, path, aim):
    """One page of the real server against the bare one with the same bytes, rounds alternated."""
    file = bench.folder / "answer"
    save_answer(server.port, path, cookie, file)
    bare = Server([bench.program("bare"), file, THREADS])
    ours, peer = [], []
    load(bench, server, path, cookie)
    load(bench, bare, path, cookie)
    for _ in range(ROUNDS):
        ours.append(load(bench, server, path, cookie))
        peer.append(load(bench, bare, path, cookie))
    bare.stop()
    ratio = median(ours, "rate") / median(peer, "rate")
    bench.line(name, f"{median(ours, 'rate'):,.0f}/s", f"{median(peer, 'rate'):,.0f}/s",
               f"{ratio:.0%}", f">= {aim:.0%}", ratio >= aim)
    bench.note(f"{path}: {ours[0].body_bytes:,} bytes; CPU per request "
               f"{median(ours, 'cpu_us'):.1f} us ours, {median(peer, 'cpu_us'):.1f} us peer; "
               f"p99 {median(ours, 'p99_us'):,.0f} us ours, {median(peer, 'p99_us'):,.0f} us peer")


def bench_pages(bench):
    bench.make_demonstration()
    server = bench.serve()
    cookie = log_in(bench, server.port)
    _, _, page = request(server.port, "GET", "/persons", {"Cookie": cookie})
    rows = re.findall(rb'href="(/persons/[0-9A-Z]{13})"', page)
    if not rows:
        raise SystemExit("bench: the list of persons links to nobody")
    compare_page(bench, server, cookie, "one-record page", rows[0].decode(), 0.40)
    compare_page(bench, server, cookie, "list of 50 rows", "/persons", 0.10)
    server.stop()


def numbers(command):
    """The numbers of a program's `name value` lines."""
    done = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)
    return {name: float(value) for name, value in
            (line.split() for line in done.stdout.splitlines())}


def bench_acts(bench):
    """Acts through the group-committing writer, 64 waiting clients, against one commit per act."""
    bench.make_demonstration()
    found = numbers([bench.program("acts"), bench.database])
    ratio = found["grouped"] / found["single"]
    bench.line("durable acts", f"{found['grouped']:,.0f}/s", f"{found['single']:,.0f}/s",
               f"x{ratio:.2f}", ">= x3", ratio >= 3)
    bench.note("one score changed per act, with version, leaf and audit line; 64 clients")


def bench_ranking(bench):
    """Total and rank of 100,000 units x 40 indicators against window functions."""
    found = numbers([bench.program("ranking"), bench.folder / "ranking.db"])
    ratio = found["ours_s"] / found["sql_s"]
    bench.line("total and rank", f"{found['ours_s']:.2f} s", f"{found['sql_s']:.2f} s",
               f"{ratio:.2f}", "<= 1.50", ratio <= 1.5)
    bench.note(f"{found['units']:,.0f} units, {found['scores']:,.0f} scores, "
               f"{found['different']:,.0f} ranks differ")


def bench_plan(bench):
    """A plan of 200 items for 500 units: assigned, published, seen as a matrix."""
    bench.make_demonstration()
    database = bench.folder / "plan.db"
    for path in list(bench.folder.glob("demo.db*")):
        if path.is_file():
            shutil.copy(path, bench.folder / path.name.replace("demo.db", "plan.db"))
    found = numbers([bench.program("plan"), database])
    for name, ours, peer, aim in (("assigning 100,000", "assign_s", "insert_s", 5),
                                  ("publishing them", "publish_s", "copy_s", 1)):
        ratio = found[ours] / found[peer]
        bench.line(name, f"{found[ours]:.2f} s", f"{found[peer]:.2f} s", f"{ratio:.2f}", f"<= {aim}.00",
                   ratio <= aim)
    server = Server([bench.build / "lianze", "serve", "--db", database, "--port", "0",
                     "--threads", THREADS])
    cookie = {"Cookie": log_in(bench, server.port)}
    for name, path, aim in (("matrix of 500 units", "/plans/2010/units?below=all", 4),
                            ("the same as CSV", "/plans/2010/units.csv?below=all", 5)):
        cpu, size = [], 0
        for _ in range(ROUNDS):
            before = server.cpu_seconds()
            status, _, body = request(server.port, "GET", path, cookie)
            cpu.append(server.cpu_seconds() - before)
            size = len(body)
            if status != 200:
                raise SystemExit(f"bench: {path} answered {status}")
        ratio = statistics.median(cpu) / found["rows_s"]
        bench.line(name, f"{statistics.median(cpu):.2f} s", f"{found['rows_s']:.2f} s", f"{ratio:.2f}",
                   f"<= {aim}.00", ratio <= aim)
        bench.note(f"{path}: {size:,} bytes; the peer only reads the rows")
    server.stop()


def bench_sameness(bench):
    """Texts that resemble one, among 100,000, against comparing it with every other."""
    found = numbers([bench.program("sameness"), bench.folder / "sameness.db"])
    ratio, recall = found["peer_ms"] / found["ours_ms"], found["found"] / found["pairs"]
    bench.line("near-duplicate search", f"{found['ours_ms']:.2f} ms", f"{found['peer_ms']:.2f} ms",
               f"x{ratio:.0f}", ">= x20", ratio >= 20)
    bench.line("its recall at 0.8", f"{found['found']:,.0f}", f"{found['pairs']:,.0f}", f"{recall:.1%}",
               ">= 95%", recall >= 0.95)
    bench.note(f"100,000 texts of 300 characters; {found['candidates']:.1f} candidates compared a search")


def time_to_first_page(bench):
    """Seconds from starting the process to the log-in page in hand; and the process."""
    begin = time.monotonic()
    server = bench.serve()
    status, _, _ = request(server.port, "GET", "/login")
    seconds = time.monotonic() - begin
    if status != 200:
        raise SystemExit(f"bench: the first page answered {status}")
    return seconds, server


def bench_idle(bench):
    bench.make_demonstration()
    times, sizes = [], []
    for _ in range(ROUNDS):
        seconds, server = time_to_first_page(bench)
        request(server.port, "GET", "/persons", {"Cookie": log_in(bench, server.port)})
        time.sleep(1)
        times.append(seconds)
        sizes.append(server.resident_bytes() / 2**20)
        server.stop()
    size, seconds = statistics.median(sizes), statistics.median(times)
    bench.line("idle memory", f"{size:.1f} MB", "-", "-", "<= 30 MB", size <= 30)
    bench.line("start to first page", f"{seconds:.3f} s", "-", "-", "<= 0.3 s", seconds <= 0.3)


BENCHES = {"pages": bench_pages, "acts": bench_acts, "ranking": bench_ranking, "plan": bench_plan,
           "sameness": bench_sameness, "idle": bench_idle}


def main(build, words):
    unknown = set(words) - set(BENCHES)
    if unknown:
        raise SystemExit(f"bench: unknown {', '.join(sorted(unknown))}; one of {' '.join(BENCHES)}")
    print(f"{'benchmark':<26} {'ours':>22} {'peer':>22} {'ratio':>8} {'aim':>12}")
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=build)))
        bench = Bench(build, folder)
        for name, run in BENCHES.items():
            if not words or name in words:
                run(bench)
    print(f"{bench.short} short of the aim" if bench.short else "every aim met")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]).resolve(), sys.argv[2:])
