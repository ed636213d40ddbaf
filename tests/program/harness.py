"""What the whole-program tests share: a database per engine, the command line, a browser-like client.

Only Python's standard library. Every suite runs on SQLite and, when LIANZE_TEST_DB_POSTGRES is set, on
PostgreSQL; it prints TAP. At the end of every suite the ledger must verify.
"""
import base64
import contextlib
import datetime
import fcntl
import hmac
import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
import unittest
import urllib.parse
import uuid
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("LIANZE_PROGRAM", str(ROOT / "build-test/lianze"))
POSTGRES = os.environ.get("LIANZE_TEST_DB_POSTGRES")
# A folder for demonstrations that are made once and copied by every suite (tests/run.py); without it each
# suite makes its own.
TEMPLATES = os.environ.get("LIANZE_TEST_TEMPLATES")


def totp(secret, step):
    """The six digits of a step (RFC 6238, base32 secret)."""
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1").digest()
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at:at + 4], 'big') & 0x7fffffff) % 10 ** 6:06}"


class OneTimeCodes:
    """What the phones of an installation's people show. A code counts once: whoever needs several
    within half a minute gets those of the neighbouring steps, and then the database forgets which
    were used, so that no test waits."""

    def __init__(self, at):
        self.at, self.secrets, self.last = at, {}, {}

    def code(self, login):
        while True:
            now = time.time()
            step = int(now // 30)
            first = step - 1 if now % 30 < 20 else step  # not one that ends before it arrives
            free = [s for s in range(first, step + 2) if s > self.last.get(login, 0)]
            if free:
                self.last[login] = free[0]
                return totp(self.secrets.get(login, self.secrets.get("*")), free[0])
            self.at.sql("UPDATE credential SET totp_last_step = 0 WHERE account_id = "
                        f"(SELECT id FROM account WHERE login = '{login}')")
            self.last.pop(login)


class Installation:
    """A fresh database on one engine, with the command line and one server for it."""

    def __init__(self, engine):
        self.engine = engine
        self.folder = Path(tempfile.mkdtemp(prefix="lianze-test-"))
        self.server = None
        self.port = 0
        self.codes = OneTimeCodes(self)
        if engine == "sqlite":
            self.db = str(self.folder / "lianze.db")
        else:
            self.db = self._create_postgres_database()

    @staticmethod
    def postgres_url(name):
        base, _, query = POSTGRES.partition("?")
        return base.rsplit("/", 1)[0] + "/" + name + ("?" + query if query else "")

    def _create_postgres_database(self):
        name = "program_" + uuid.uuid4().hex[:12]
        subprocess.run(["psql", "-qX", POSTGRES, "-c", f"CREATE DATABASE {name}"], check=True)
        return self.postgres_url(name)

    def demo(self, *options):
        """`lianze demo OPTIONS`, as a copy of the one that an earlier suite of the same run made."""
        if not TEMPLATES:
            self.run("demo", *options)
            return
        name = "_".join(["demo", self.engine, *(word.strip("-") for word in options)])
        template = Path(TEMPLATES) / name
        with open(f"{template}.lock", "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not template.is_dir():
                self.make_template(name, template, options)
            self.copy_template(name, template)

    def make_template(self, name, template, options):
        """Under another name until it is whole."""
        folder = Path(f"{template}.making")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        db = str(folder / "lianze.db")
        if self.engine == "postgres":
            db = self.postgres_url(name)
            for order in (f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}"):
                subprocess.run(["psql", "-qX", POSTGRES, "-c", order], check=True, stderr=subprocess.DEVNULL)
        own = self.folder, self.db
        self.folder, self.db = folder, db
        try:
            self.run("demo", *options)
        finally:
            self.folder, self.db = own
        folder.rename(template)

    def copy_template(self, name, template):
        shutil.copytree(template, self.folder, dirs_exist_ok=True)
        if self.engine == "postgres":
            own = self.db.rsplit("/", 1)[1].partition("?")[0]
            for order in (f"DROP DATABASE {own}", f"CREATE DATABASE {own} TEMPLATE {name}"):
                subprocess.run(["psql", "-qX", POSTGRES, "-c", order], check=True)

    def environment(self):
        return {**os.environ, "LIANZE_DB": self.db, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
                "LIANZE_KEY": str(self.folder / "lianze.key")}

    def run(self, *words, stdin=None, check=True, language="en"):
        """Run `lianze WORDS`; with `check`, a failing exit fails the test with what was printed."""
        done = subprocess.run([PROGRAM, *words, "--language", language], input=stdin,
                              env=self.environment(), cwd=self.folder, capture_output=True,
                              timeout=300)
        done.out = done.stdout.decode("utf-8")
        done.err = done.stderr.decode("utf-8", "replace")
        if check and done.returncode != 0:
            raise AssertionError(f"lianze {' '.join(words)}: exit {done.returncode}\n{done.err}")
        return done

    def sql(self, text):
        """Change the database by hand, past the program."""
        if self.engine == "postgres":
            subprocess.run(["psql", "-qX", self.db, "-c", text], check=True)
            return
        with sqlite3.connect(self.db, timeout=30) as db:
            db.execute(text)
        db.close()

    def serve(self, *words, reminders=False):
        """Start the server on a free port; returns when it answers. Reminders depend on the time of day:
        only who tests them gets them."""
        words += () if reminders else ("--no-reminders",)
        self.log = open(self.folder / "server.log", "ab")
        self.server = subprocess.Popen([PROGRAM, "serve", "--port", "0", *words], cwd=self.folder,
                                       env=self.environment(), stdout=subprocess.PIPE,
                                       stderr=self.log)
        for line in self.server.stdout:
            match = re.search(rb"http://127\.0\.0\.1:(\d+)", line)
            if match:
                self.port = int(match.group(1))
                Client.codes[self.port] = self.codes
                return self.port
        raise AssertionError("the server did not start:\n" + self.server_log())

    def server_log(self):
        return (self.folder / "server.log").read_text("utf-8", "replace")

    def stop(self, signal_number=signal.SIGTERM):
        if not self.server:
            return 0
        self.server.send_signal(signal_number)
        code = self.server.wait(timeout=60)
        self.server.stdout.close()
        self.log.close()
        self.server = None
        return code

    def sql(self, text):
        """Change the database behind the program's back: what time or another node would have done."""
        if self.engine == "sqlite":
            with contextlib.closing(sqlite3.connect(self.db, timeout=30)) as connection:
                with connection:
                    return connection.execute(text).fetchall()
        done = subprocess.run(["psql", "-qXAt", "-F", "\t", self.db, "-c", text], check=True,
                              capture_output=True, text=True)
        return [tuple(line.split("\t")) for line in done.stdout.splitlines()]

    def verify(self):
        return self.run("ledger", "verify", check=False)

    def remove(self):
        self.stop()
        if self.engine == "postgres":
            name = self.db.rsplit("/", 1)[1].partition("?")[0]
            subprocess.run(["psql", "-qX", POSTGRES, "-c", f"DROP DATABASE {name} WITH (FORCE)"],
                           check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def logins(self):
        """The demonstration's log-ins: login → password."""
        found = {}
        for line in (self.folder / "lianze.key.logins").read_text("utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) >= 2:
                found[cells[0]] = cells[1]
        self.codes.secrets["*"] = found.get("totp")
        return found


class Page(HTMLParser):
    """A fetched page: status, headers, text, links, forms."""

    def __init__(self, response, body):
        super().__init__(convert_charrefs=True)
        self.status, self.headers, self.body = response.status, response.headers, body
        self.links, self.forms, self.words, self.title = [], [], [], ""
        self._form, self._in_title = None, False
        self._select, self._chosen = None, False
        if "html" in (self.headers.get("Content-Type") or ""):
            self.html = body.decode("utf-8")
            self.feed(self.html)
        self.text = re.sub(r"\s+", " ", " ".join(self.words))

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        elif tag == "form":
            self._form = {"action": attributes.get("action"), "fields": {},
                          "method": attributes.get("method", "get")}
            self.forms.append(self._form)
        elif tag in ("input", "button", "select", "textarea") and self._form is not None:
            if attributes.get("name"):
                self._form["fields"][attributes["name"]] = attributes.get("value", "")
            self._select = attributes.get("name") if tag == "select" else None
            self._chosen = False
        elif tag == "option" and self._form is not None and self._select:
            # What a browser sends: the selected option, else the first.
            if "selected" in attributes or not self._chosen:
                self._form["fields"][self._select] = attributes.get("value", "")
            self._chosen = True
        elif tag == "title":
            self._in_title = True

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "title":
            self._in_title = False

    def handle_data(self, data):
        if self._in_title:
            self.title += data
        self.words.append(data)


class Client:
    """One browser: keeps cookies, sends the origin, follows nothing by itself."""

    codes = {}  # port → the OneTimeCodes of the installation that serves there

    def __init__(self, port, language="zh"):
        self.port, self.cookies = port, {"lianze_language": language}

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        all_headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
                       **(headers or {})}
        if method == "POST":
            all_headers.setdefault("Origin", f"http://127.0.0.1:{self.port}")
            all_headers.setdefault("Sec-Fetch-Site", "same-origin")
        connection.request(method, path, body=body, headers=all_headers)
        response = connection.getresponse()
        page = Page(response, response.read())
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            value = rest.partition(";")[0]
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        connection.close()
        return page

    def get(self, path, **headers):
        return self.request("GET", path, headers=headers)

    def post(self, path, fields, **headers):
        body = urllib.parse.urlencode(fields).encode()
        return self.request("POST", path, body,
                            {"Content-Type": "application/x-www-form-urlencoded", **headers})

    def upload(self, path, fields, file_field, file_name, content):
        boundary = "lianze" + uuid.uuid4().hex
        parts = []
        for name, value in fields.items():
            parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
                         f"{value}\r\n".encode())
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{file_field}"; '
                     f'filename="{file_name}"\r\nContent-Type: text/csv\r\n\r\n'.encode())
        body = b"".join(parts) + content + f"\r\n--{boundary}--\r\n".encode()
        return self.request("POST", path, body,
                            {"Content-Type": f"multipart/form-data; boundary={boundary}"})

    def login_password(self, login, password):
        """The first step of a log-in."""
        page = self.post("/login", {"login": login, "password": password})
        if page.status != 303:
            raise AssertionError(f"log-in as {login}: {page.status} {page.text[:300]}")
        return page

    def login(self, login, password):
        page = self.login_password(login, password)
        if page.headers["Location"].startswith("/login/code"):
            return self.enter_code(login)
        return page

    def enter_code(self, login):
        """The second step of a log-in."""
        page = self.post("/login/code", {"csrf": self.csrf("/login/code"),
                                         "code": self.codes[self.port].code(login)})
        if page.status != 303:
            raise AssertionError(f"code of {login}: {page.status} {page.text[:300]}")
        return page

    def make_token(self, *scope, name="program", days=30):
        """A new API token of whoever is logged in here, as a person makes one."""
        day = (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
               + datetime.timedelta(days=days)).date().isoformat()
        fields = [("csrf", self.csrf("/account/tokens/new")), ("name", name),
                  ("purpose", "test"), ("expires_day", day)] + [(f"scope_{s}", "1") for s in scope]
        page = self.post("/account/tokens/new", fields)
        match = re.search(r"lz_[0-9a-z]{59}", getattr(page, "html", ""))
        if not match:
            raise AssertionError(f"no token: {page.status} {page.text[:400]}")
        return match.group(0)

    def csrf(self, path="/"):
        for form in self.get(path).forms:
            if "csrf" in form["fields"]:
                return form["fields"]["csrf"]
        raise AssertionError(f"no form with a token on {path}")


class ProgramTest(unittest.TestCase):
    """A suite on one engine: `both_engines` makes one class per engine from it."""

    engine = None
    leaves_ledger_whole = True

    @classmethod
    def setUpClass(cls):
        if cls.engine == "postgres" and not POSTGRES:
            raise unittest.SkipTest("LIANZE_TEST_DB_POSTGRES is not set")
        cls.at = Installation(cls.engine)
        try:
            cls.prepare()
        except BaseException:
            cls.at.stop()  # nobody else would
            cls.at.remove()
            raise

    @classmethod
    def prepare(cls):
        """Fill the fresh installation."""

    @classmethod
    def tearDownClass(cls):
        try:
            cls.at.stop()
            done = cls.at.verify()
            if cls.leaves_ledger_whole and done.returncode != 0:
                raise AssertionError("the ledger does not verify at the end:\n"
                                     + done.out + done.err)
            log = cls.at.folder / "server.log"
            if log.exists() and re.search(r"Sanitizer|runtime error", cls.at.server_log()):
                raise AssertionError("sanitizer report:\n" + cls.at.server_log()[-4000:])
            if log.exists() and "another query is still open" in cls.at.server_log():
                raise AssertionError("rights asked for while rows are read: taken as a no")
        finally:
            cls.at.remove()


class Program(Client):
    """Another program: a token instead of cookies, JSON in and out."""

    def __init__(self, port, token, language="en"):
        super().__init__(port)
        self.cookies, self.token, self.language = {}, token, language

    def request(self, method, path, body=None, headers=None):
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language,
                   "Origin": "http://elsewhere.example", "Sec-Fetch-Site": "cross-site",
                   **(headers or {})}
        page = super().request(method, path, body, headers)
        page.json = None
        if "json" in (page.headers.get("Content-Type") or ""):
            page.json = json.loads(page.body)
        return page

    def send(self, path, value, **headers):
        """POST a JSON body; text or bytes go as they are."""
        if not isinstance(value, (str, bytes)):
            value = json.dumps(value, ensure_ascii=False)
        if isinstance(value, str):
            value = value.encode()
        return self.request("POST", path, value, {"Content-Type": "application/json", **headers})


def both_engines(suite):
    """Class decorator: adds <Suite>Sqlite and <Suite>Postgres to the suite's module."""
    module = sys.modules[suite.__module__]
    for engine in ("sqlite", "postgres"):
        name = suite.__name__ + engine.capitalize()
        setattr(module, name,
                type(name, (suite,), {"engine": engine, "__module__": module.__name__}))
    suite.abstract = suite
    return suite


class TapResult(unittest.TestResult):
    """Prints one TAP line a test."""

    def __init__(self):
        super().__init__()
        self.number = 0

    def _line(self, ok, test, note=""):
        self.number += 1
        name = test.id().removeprefix("__main__.")
        print(f"{'ok' if ok else 'not ok'} {self.number} - {name}{note}", flush=True)

    def addSuccess(self, test):
        self._line(True, test)

    def addSkip(self, test, reason):
        self._line(True, test, f" # SKIP {reason}")

    def _broken(self, test, error):
        self._line(False, test)
        text = "".join(traceback.format_exception(*error))
        print("\n".join("# " + line for line in text.splitlines()), flush=True)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._broken(test, err)

    def addError(self, test, err):
        super().addError(test, err)
        self._broken(test, err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            self._broken(subtest, err)


def main():
    """Run the suites of the calling module, TAP to standard output. Words select tests."""
    loader, words = unittest.TestLoader(), sys.argv[1:]
    suite = unittest.TestSuite()
    for item in list(vars(sys.modules["__main__"]).values()):
        if not (isinstance(item, type) and issubclass(item, unittest.TestCase)):
            continue
        if item is ProgramTest or getattr(item, "abstract", None) is item:
            continue
        for test in loader.loadTestsFromTestCase(item):
            if not words or any(word in test.id() for word in words):
                suite.addTest(test)
    result = TapResult()
    suite.run(result)
    print(f"1..{result.number}")
    sys.exit(0 if result.wasSuccessful() else 1)


def copy_demonstration(folder, *options):
    """For the browser suites: a demonstration on SQLite in a folder that exists."""
    at = Installation("sqlite")
    at.remove()
    at.folder, at.db = Path(folder), str(Path(folder) / "lianze.db")
    at.demo(*options)


if __name__ == "__main__":
    copy_demonstration(*sys.argv[1:])
