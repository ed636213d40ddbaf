"""Reminders by the hour and day of the rule, once a day; mail through a real SMTP server with STARTTLS and a
log-in: down, refusing, killed in the middle; addresses with their codes; calendar feeds read by another's
library; what the system administrator sees."""
import asyncio
import datetime
import email
import email.policy
import json
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.parse

import harness

sys.path.append("/usr/lib/python3/dist-packages")  # Debian's, also for a Python of another place
import icalendar  # noqa: E402
from aiosmtpd.controller import Controller  # noqa: E402
from aiosmtpd.smtp import AuthResult  # noqa: E402

HEADER = ("year,code,parent,kind,title,measure,weight,due,lead_units,co_units,leader,source,"
          "source_note,confidential\n")
ROWS = (
    "2009,1,,area,学习教育,,3,,,,,rule,,no\n"
    "2009,1.1,1,item,专题学习 <b>&;，\\,每季度一次,2,quarterly,T01; T02,,,meeting,,no\n"
    "2009,1.2,1,item,廉政谈话,谈话记录齐全,1,2009-02-27,T01; T02,,,last_year,,no\n"
    "2009,2,,area,案件线索,,1,,,,,rule,,no\n"
    "2009,2.1,2,item,绝密线索核查,看档案,1,2009-02-20,T01,,,rule,,yes\n")
PASSWORD = "Sm7p-secret-word"
SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


def rule(version, start, end):
    return (f"rulebook: reminders\nkind: reminders\nversion: {version}\n"
            "title: {zh: 提醒规则, en: Rules}\nin_force: {from: 2009-01-01}\n"
            "source: {zh: 示例, en: example, verified: no}\nrules:\n  day_type: working\n"
            f'  hours: {{from: "{start}", to: "{end}", article: 第二条}}\n'
            "  responsible: {before: 10, repeat: 5, article: 第三条}\n"
            "  liaison: {late: 1, repeat: 5, article: 第四条}\n"
            "  leader: {late: 5, repeat: 10}\n  waiting: {repeat: 5}\n")


class Mailbox:
    """A real SMTP server: wants STARTTLS and a log-in, keeps what it takes."""

    def __init__(self, folder):
        self.folder, self.taken, self.log_ins, self.refuses, self.slow = folder, [], 0, "", 0
        self.controller = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                        "-keyout", folder / "smtp.key", "-out", folder / "smtp.pem"],
                       check=True, capture_output=True)

    def check(self, server, session, envelope, mechanism, data):
        self.log_ins += 1
        good = (data.login, data.password) == (b"lianze", PASSWORD.encode())
        return AuthResult(success=good, handled=False)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.taken.append((envelope.mail_from, envelope.rcpt_tos,
                           email.message_from_bytes(envelope.content, policy=email.policy.default),
                           envelope.content))
        await asyncio.sleep(self.slow)
        return "250 taken"

    def start(self):
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.folder / "smtp.pem", self.folder / "smtp.key")
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port,
                                     tls_context=context, require_starttls=True,
                                     authenticator=self.check, auth_required=True)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
        self.controller = None


def until(question, seconds=45):
    """Wait for something that another thread or process does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = question()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come")


@harness.both_engines
class Reminders(harness.ProgramTest):
    @classmethod
    def prepare(cls):
        cls.at.run("demo", "--brief", "--drafts")
        cls.mailbox = Mailbox(cls.at.folder)
        cls.mailbox.start()
        (cls.at.folder / "password").write_text(PASSWORD + "\n")
        cls.settings = cls.at.folder / "mail.conf"
        cls.settings.write_text(
            f"server = smtp://localhost:{cls.mailbox.port}\nca_file = {cls.at.folder}/smtp.pem\n"
            f"user = lianze\npassword_file = {cls.at.folder}/password\nfrom = lianze@example.org\n"
            "name = 廉责\nurl = https://lianze.example.org/\n")
        hour = datetime.datetime.now(SHANGHAI).hour
        cls.adopt(2, *(("00:00", "00:01") if hour >= 12 else ("22:00", "22:01")))
        cls.serve()
        cls.office = cls.client("office")
        cls.liaison = cls.account("liaison-t01", "liaison", "T01")
        cls.head = cls.account("head-t01", "unit_head", "T01")
        cls.other = cls.account("liaison-t02", "liaison", "T02")
        page = cls.office.upload("/import", {"profile": "plan", "csrf": cls.office.csrf()}, "file",
                                 "plan.csv", (HEADER + ROWS).encode())
        assert page.status == 303, page.text[:600]
        form = next(form for form in cls.office.get("/plans/2009").forms
                    if form["action"].endswith("/draft"))
        page = cls.office.post(form["action"], {**form["fields"], "event": "publish"})
        assert page.status == 303, page.text[:600]

    @classmethod
    def tearDownClass(cls):
        cls.mailbox.stop()
        super().tearDownClass()

    @classmethod
    def serve(cls):
        cls.at.serve("--mail", str(cls.settings), reminders=True)
        for client in (getattr(cls, name, None) for name in ("office", "liaison", "head", "other")):
            if client:
                client.port = cls.at.port

    @classmethod
    def adopt(cls, version, start, end):
        path = cls.at.folder / "reminders.yaml"
        path.write_text(rule(version, start, end), encoding="utf-8")
        cls.at.run("rulebook", "adopt", str(path))

    @classmethod
    def client(cls, login, language="en"):
        client = harness.Client(cls.at.port, language)
        client.login(login, cls.at.logins()[login])
        return client

    @classmethod
    def account(cls, login, role, unit):
        added = cls.at.run("user", "add", login, "--name", login, "--role", role, "--unit",
                           unit).out.strip()
        client = harness.Client(cls.at.port, "en")
        client.login(*added.split("\t")[:2])
        return client

    def items(self, client):
        page = client.get("/reminders.json")
        self.assertEqual(page.status, 200, page.text[:300])
        return json.loads(page.body)["items"]

    def count(self, table, where="1 = 1"):
        return int(self.at.sql(f"SELECT COUNT(*) FROM {table} WHERE {where}")[0][0])

    def send(self, client, path, answer=303, **fields):
        page = client.post(path, {"csrf": client.csrf("/account/mail"), **fields})
        self.assertEqual(page.status, answer, page.text[-500:])
        return page

    def code_of(self, mail):
        return re.search(r"Code: (\w{8})", mail[2].get_content()).group(1)

    def confirm(self, client, address):
        before = len(self.mailbox.taken)
        self.send(client, "/account/mail", address=address)
        mail = until(lambda: self.mailbox.taken[before:])[0]
        self.send(client, "/account/mail/code", code=self.code_of(mail))

    # Hours and addresses --------------------------------------------------------------------

    def test_1_outside_hours_nothing_goes_out(self):
        out = self.at.run("digest").out
        self.assertIn("liaison-t01", out)
        self.assertIn("第四条", out)
        self.assertNotIn("绝密", out)
        self.assertEqual(self.count("digest"), 0)  # it was only looked at
        done = self.at.run("digest", "--send", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("within the hours", done.err)
        done = self.at.run("digest", "--send", "--date", "2009-03-18", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("Only today", done.err)
        self.assertEqual(self.at.run("digest", "--date", "soon", check=False).returncode, 2)
        time.sleep(3)  # a round of the server's thread
        self.assertEqual(self.count("digest"), 0)

    def test_2_an_address_is_confirmed_by_its_code_at_any_hour(self):
        page = self.liaison.get("/account/mail")
        self.assertNotIn("sends no mail", page.text)
        for wrong in ("", "nobody", "a@b\r\nRCPT TO:<x@y>", "李@example.org", "a@b, c@d"):
            page = self.send(self.liaison, "/account/mail", 400, address=wrong)
            self.assertIn("name@example.org", page.text)
        self.assertEqual(self.mailbox.taken, [])
        self.send(self.liaison, "/account/mail", address="t01@example.com")
        sender, to, mail, raw = until(lambda: self.mailbox.taken)[0]
        self.assertEqual((sender, to), ("lianze@example.org", ["t01@example.com"]))
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
        self.assertEqual(mail["From"].addresses[0].display_name, "廉责")
        self.assertTrue(all(len(line) <= 78 for line in raw.split(b"\r\n")), raw)
        self.assertEqual(self.mailbox.log_ins, 1)
        self.assertIn("Not confirmed", self.liaison.get("/account/mail").text)
        page = self.send(self.liaison, "/account/mail/code", 400, code="00000000")
        self.assertIn("eight characters", page.text)
        self.assertEqual(int(self.at.sql("SELECT tries FROM mail_address")[0][0]), 1)  # and counted
        self.send(self.liaison, "/account/mail/code",
                  code=self.code_of(self.mailbox.taken[0]))
        self.assertNotIn("Not confirmed", self.liaison.get("/account/mail").text)
        acts = self.at.sql("SELECT summary FROM act WHERE kind LIKE 'mail.%'")
        self.assertGreaterEqual(len(acts), 2)
        self.assertNotIn("example.com", str(acts))  # nobody's address is in the acts

    # Digests --------------------------------------------------------------------------------

    def test_3_once_within_hours_in_the_program_and_by_mail(self):
        self.at.stop()
        self.adopt(3, "00:00", "24:00")
        before = len(self.mailbox.taken)
        self.serve()
        until(lambda: self.count("digest_run"))
        self.assertEqual(self.at.run("digest", "--send").out.strip(), "0 digests made")
        mail = until(lambda: self.mailbox.taken[before:])[0][2]
        self.assertIn("2009-03-17", mail["Subject"])
        self.assertRegex(mail["Message-ID"], r"^<digest\.[0-9A-Z]{13}@example\.org>$")
        body = mail.get_content()
        self.assertIn("专题学习 <b>&;，\\", body)
        self.assertNotIn("绝密", body)
        self.assertIn("保密事项", body)  # the account's language, not the page's
        self.assertIn("第四条", body)
        for link in re.findall(r"https://lianze\.example\.org(/\S+)", body):
            self.assertIn(self.liaison.get(link).status, (200,), link)
        digest, = self.items(self.liaison)
        self.assertEqual((digest["day"], digest["lines"]), ("2009-03-17", 3))
        self.assertIn("1 unread", self.liaison.get("/").text)
        page = self.liaison.get(f"/reminders/{digest['id']}")
        self.assertEqual(page.status, 200)
        self.assertIn("绝密线索核查", page.text)  # inside the house it has its name
        self.assertIn("late by 18 days", page.text)
        self.assertNotIn("<b>&", page.html)
        lines = json.loads(self.liaison.get(f"/reminders/{digest['id']}.json").body)
        self.assertEqual({line["step"] for line in lines["items"]}, {"responsible", "liaison"})
        # Another's digest does not exist; nobody's reading is shown to anybody.
        self.assertEqual(self.other.get(f"/reminders/{digest['id']}").status, 404)
        self.assertEqual(self.office.get(f"/reminders/{digest['id']}").status, 404)
        form = next(form for form in page.forms if form["action"].endswith("/seen"))
        self.assertEqual(self.other.post(form["action"], {"csrf": self.other.csrf("/account")}).status,
                         404)
        acts = self.count("act")
        self.assertEqual(self.liaison.post(form["action"], form["fields"]).status, 303)
        self.assertIs(self.items(self.liaison)[0]["seen"], True)
        self.assertEqual(self.count("act"), acts)  # it is nobody's business when
        self.assertNotIn("unread", self.liaison.get("/").text)
        # "reminded on …" stands on the assignment's page, for whoever reads it.
        path = next(line["path"] for line in lines["items"] if "1.2" in line["title"])
        for client in (self.office, self.head, self.liaison):
            self.assertIn("Reminded on 2009-03-17: ", client.get(path).text)
        self.assertEqual(len(self.items(self.head)), 1)

    def test_4_two_nodes_make_one(self):
        """A second server of the same database, and a job beside, on the next days."""
        for _ in range(4):
            self.at.run("clock", "--advance", "1")
            jobs = [subprocess.Popen([harness.PROGRAM, "digest", "--send"], cwd=self.at.folder,
                                     env=self.at.environment(), stdout=subprocess.PIPE,
                                     stderr=subprocess.PIPE) for _ in range(2)]
            for job in jobs:
                out, err = job.communicate(timeout=60)
                self.assertIn(job.returncode, (0, 1, 3), err)  # 1: a day off, 3: busy
        until(lambda: self.count("digest_run") >= 4)
        twice = self.at.sql("SELECT account_id, day FROM digest GROUP BY account_id, day "
                            "HAVING COUNT(*) > 1")
        self.assertEqual(twice, [])
        days = [str(row[0]) for row in self.at.sql("SELECT DISTINCT day FROM digest_run ORDER BY day")]
        self.assertEqual(days, ["14320", "14321", "14322", "14323"])  # the 21st is a Saturday

    # Mail that does not go smoothly -----------------------------------------------------------

    def put(self, key):
        """A digest's mail, as its act would put it; there is one a day only."""
        self.at.sql("INSERT INTO outbox (id, jurisdiction_id, account_id, mail_key, recipient, subject, "
                    "body, urgent, state, attempts, next_ms, made_ms, reply, reason) SELECT "
                    f"COALESCE(MAX(id), 0) + 1, 1, 1, '{key}', 't01@example.com', '提醒', '正文', 1, "
                    "'waiting', 0, 0, 0, 0, '' FROM outbox")

    def row(self, key):
        return self.at.sql("SELECT state, attempts, reason FROM outbox WHERE mail_key = "
                           f"'{key}'")[0]

    def hurry(self, key):
        """What time would have done: the wait is over."""
        self.at.sql(f"UPDATE outbox SET next_ms = 1 WHERE mail_key = '{key}' AND state = 'waiting'")

    def taken(self, key):
        return [mail for _, _, mail, _ in self.mailbox.taken if f"<{key}@" in mail["Message-ID"]]

    def test_5_server_down_then_up_delivers_once(self):
        self.mailbox.stop()
        self.put("digest.DOWN")
        until(lambda: self.row("digest.DOWN")[2])
        self.assertEqual(self.row("digest.DOWN")[0], "waiting")
        self.hurry("digest.DOWN")
        until(lambda: int(self.row("digest.DOWN")[1]) == 2 and self.row("digest.DOWN")[2])
        self.mailbox.start()
        self.hurry("digest.DOWN")
        until(lambda: self.row("digest.DOWN")[0] == "sent")
        time.sleep(3)
        self.assertEqual(len(self.taken("digest.DOWN")), 1)
        self.assertEqual(self.taken("digest.DOWN")[0].get_content().strip(), "正文")
        self.assertEqual(self.count("outbox", "state = 'sent' AND body <> ''"), 0)

    def test_6_a_refusal_for_good_is_given_up_with_its_reason(self):
        self.mailbox.refuses = "550 5.1.1 no such mailbox"
        self.put("digest.NOBODY")
        until(lambda: self.row("digest.NOBODY")[0] == "failed")
        self.assertEqual(int(self.row("digest.NOBODY")[1]), 1)
        self.assertIn("550", self.row("digest.NOBODY")[2])
        self.mailbox.refuses = "451 4.3.0 later"
        self.put("digest.LATER")
        until(lambda: self.row("digest.LATER")[2])
        self.assertEqual(self.row("digest.LATER")[0], "waiting")
        self.mailbox.refuses = ""
        self.hurry("digest.LATER")
        until(lambda: self.row("digest.LATER")[0] == "sent")

    def test_7_killed_in_the_middle_it_is_not_lost(self):
        self.mailbox.slow = 5
        self.put("digest.KILLED")
        until(lambda: self.taken("digest.KILLED"))
        self.at.stop(signal.SIGKILL)
        self.mailbox.slow = 0
        self.assertEqual(self.row("digest.KILLED")[0], "waiting")
        self.serve()
        time.sleep(2)
        self.assertEqual(len(self.taken("digest.KILLED")), 1)  # the claim still holds
        self.hurry("digest.KILLED")
        until(lambda: self.row("digest.KILLED")[0] == "sent")
        self.assertEqual(len({mail["Message-ID"] for mail in self.taken("digest.KILLED")}), 1)
        self.assertEqual(len(self.taken("digest.KILLED")), 2)

    def test_8_a_wrong_password_waits_and_is_said_to_the_administrator(self):
        (self.at.folder / "password").write_text("wrong\n")
        self.at.stop()
        self.serve()
        self.put("digest.LOGIN")
        until(lambda: self.row("digest.LOGIN")[2])
        self.assertEqual(self.row("digest.LOGIN")[0], "waiting")
        system = self.client("system")
        page = system.get("/system")
        self.assertIn("Reminders and mail", page.text)
        self.assertIn("Login denied", page.text)
        facts = json.loads(system.get("/system.json").body)
        self.assertEqual((facts["mail"], facts["mails_waiting"]), (True, 1))
        page = system.get("/system/mail")
        self.assertIn("550", page.text)
        self.assertNotIn("example.com", page.text)
        self.assertNotIn("正文", page.text)
        self.assertEqual(self.office.get("/system/mail").status, 403)
        (self.at.folder / "password").write_text(PASSWORD + "\n")
        self.at.stop()
        self.serve()
        self.hurry("digest.LOGIN")
        until(lambda: self.row("digest.LOGIN")[0] == "sent")
        self.assertNotIn(PASSWORD, self.at.server_log())
        self.assertNotIn("example.com", self.at.server_log())

    def test_9_switched_off(self):
        self.send(self.liaison, "/account/mail/switch", enabled="0")
        self.at.run("clock", "--advance", "3")
        until(lambda: int(self.at.sql("SELECT MAX(day) FROM digest_run")[0][0]) >= 14326)
        account = self.at.sql("SELECT id FROM account WHERE login = 'liaison-t01'")[0][0]
        day = self.at.sql("SELECT MAX(day) FROM digest WHERE account_id = " + str(account))[0][0]
        self.assertGreaterEqual(int(day), 14326)  # in the program, yes
        self.assertEqual(self.count("outbox", f"account_id = {account} AND state = 'waiting'"), 0)
        self.send(self.liaison, "/account/mail/switch", enabled="1")
        self.assertIn("t01@example.com", self.liaison.get("/account/mail").text)
        self.send(self.liaison, "/account/mail/remove")
        self.assertNotIn("t01@example.com", self.liaison.get("/account/mail").text)
        self.assertEqual(self.count("mail_address", "address <> ''"), 0)

    # Calendars ------------------------------------------------------------------------------

    def make_feed(self, client, unit=""):
        page = client.post("/account/feeds", {"csrf": client.csrf("/account/feeds"), "unit": unit})
        self.assertEqual(page.status, 200, page.text[:400])
        url = re.search(r"https://lianze\.example\.org(/feed\.ics\?key=lzc_[0-9a-z]{52})", page.text)
        self.assertTrue(url, page.text[:600])
        return url.group(1)

    def read(self, url, **headers):
        return harness.Client(self.at.port).get(url, **headers)  # nobody is logged in

    def events(self, page):
        self.assertEqual(page.status, 200, page.text[:300])
        self.assertEqual(page.headers["Content-Type"], "text/calendar; charset=utf-8")
        for line in page.body.split(b"\r\n"):
            self.assertLessEqual(len(line), 75, line)
            line.decode("utf-8")
        return {str(event["UID"]): event
                for event in icalendar.Calendar.from_ical(page.body).walk("VEVENT")}

    def test_a_feed_is_what_its_owner_reads(self):
        url = self.make_feed(self.liaison)
        page = self.read(url)
        events = self.events(page)
        self.assertEqual(len(events), 6)  # four quarters, 1.2 and the confidential one
        titles = [str(event["SUMMARY"]) for event in events.values()]
        self.assertIn("专题学习 <b>&;，\\ · 甲镇", titles)
        self.assertEqual(page.body.count("绝密".encode()), 0)
        self.assertEqual(page.body.count("看档案".encode()), 0)
        days = sorted(event["DTSTART"].dt for event in events.values())
        self.assertEqual(days[0], datetime.date(2009, 2, 20))
        for event in events.values():
            self.assertEqual(event["DTEND"].dt - event["DTSTART"].dt, datetime.timedelta(1))
            self.assertEqual(event["DTSTAMP"].dt, event["LAST-MODIFIED"].dt)
            path = urllib.parse.urlparse(str(event["URL"])).path
            self.assertEqual(self.liaison.get(path).status, 200)
        # Nothing changed: 304, whoever asks.
        tag = page.headers["ETag"]
        again = self.read(url, **{"If-None-Match": f'"x", {tag}'})
        self.assertEqual((again.status, again.body), (304, b""))
        # A date that is granted moves the event; UID stays, SEQUENCE rises.
        row = next(event for event in events.values() if "廉政谈话" in event["SUMMARY"])
        path = urllib.parse.urlparse(str(row["URL"])).path
        form = next(form for form in self.liaison.get(path).forms if form["action"].endswith("/requests"))
        page = self.liaison.post(form["action"], {
            **form["fields"], "kind": "extension", "checkpoint": "2009-02-27",
            "proposed_day": "2009-04-10", "reason": "人员培训推迟"})
        self.assertEqual(page.status, 303, page.text[-300:])
        form = next(form for form in self.office.get(path).forms if "due-requests" in form["action"])
        page = self.office.post(form["action"], {**form["fields"], "event": "grant",
                                                 "granted_day": "2009-04-10", "answer": "同意"})
        self.assertEqual(page.status, 303, page.text[-300:])
        changed = self.read(url, **{"If-None-Match": tag})
        moved = self.events(changed)[str(row["UID"])]
        self.assertEqual(moved["DTSTART"].dt, datetime.date(2009, 4, 10))
        self.assertGreater(int(moved["SEQUENCE"]), int(row["SEQUENCE"]))
        self.assertGreater(moved["LAST-MODIFIED"].dt, row["LAST-MODIFIED"].dt)
        # One assignment as a file.
        page = self.liaison.get(path + "/calendar")
        self.assertEqual(len(self.events(page)), 1)
        self.assertIn("attachment", page.headers["Content-Disposition"])
        self.assertEqual(self.other.get(path + "/calendar").status, 404)

    def test_b_feeds_of_units_rights_and_revoking(self):
        unit = next(option for option in re.findall(r'<option value="(\w{13})"',
                                                    self.office.get("/account/feeds").html))
        url = self.make_feed(self.office, unit)
        self.assertTrue(self.events(self.read(url)))
        page = self.liaison.post("/account/feeds", {"csrf": self.liaison.csrf("/account/feeds"),
                                                    "unit": "0" * 12 + "1"})
        self.assertEqual(page.status, 400)
        foreign = self.at.sql("SELECT id FROM unit WHERE code = 'D05'")[0][0]
        text = self.id_text(foreign)
        page = self.liaison.post("/account/feeds", {"csrf": self.liaison.csrf("/account/feeds"),
                                                    "unit": text})
        self.assertEqual(page.status, 400, page.text[:300])
        self.assertEqual(self.client("system").get("/account/feeds").status, 403)
        # Stored is a hash; another may not revoke; revoked or of a disabled account it is gone.
        secret = url.partition("key=")[2]
        self.assertNotIn(secret, str(self.at.sql("SELECT * FROM calendar_feed")))
        self.assertNotIn(secret, self.at.server_log())
        feed = self.id_text(self.at.sql("SELECT MAX(id) FROM calendar_feed")[0][0])
        page = self.other.post(f"/account/feeds/{feed}/revoke", {"csrf": self.other.csrf("/account/feeds")})
        self.assertEqual(page.status, 404)
        self.assertEqual(self.read(url).status, 200)
        page = self.office.post(f"/account/feeds/{feed}/revoke",
                                {"csrf": self.office.csrf("/account/feeds")})
        self.assertEqual(page.status, 303)
        self.assertEqual(self.read(url).status, 404)
        url = self.make_feed(self.head)
        account = self.id_text(self.at.sql("SELECT id FROM account WHERE login = 'head-t01'")[0][0])
        security = self.client("security")
        form = next(form for form in security.get(f"/accounts/{account}").forms
                    if "disable" in str(form))
        page = security.post(form["action"], {**form["fields"], "event": "disable"})
        self.assertEqual(page.status, 303, page.text[-300:])
        self.assertEqual(self.read(url).status, 404)
        for wrong in ("", "?key=", "?key=lzc_" + "0" * 52, "?key=" + "%00" * 10, "?key=lzc_%F0%9F",
                      "?key=" + "x" * 5000):
            self.assertIn(self.read("/feed.ics" + wrong).status, (400, 404, 431), wrong[:20])
        # Too many wrong ones from a network have to wait; one that worked before does not.
        url = self.make_feed(self.liaison)
        self.assertEqual(self.read(url).status, 200)
        answers = [self.read(f"/feed.ics?key=lzc_{i:052}").status for i in range(40)]
        self.assertEqual(answers[-1], 429)
        self.assertEqual(self.read(url).status, 200)
        for _ in range(12):
            page = self.liaison.post("/account/feeds", {"csrf": self.liaison.csrf("/account/feeds")})
        self.assertEqual(page.status, 422)
        self.assertIn("at most 10", page.text)

    @staticmethod
    def id_text(number):
        digits, number, text = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", int(number), ""
        for _ in range(13):
            text, number = digits[number & 31] + text, number >> 5
        return text

    # A year without its calendar ----------------------------------------------------------------

    def test_z_without_a_calendar_nothing_is_made_and_it_is_said(self):
        for days in (3660, 2915):
            self.at.run("clock", "--advance", str(days))
        done = self.at.run("digest", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("2027 is not loaded", done.err)
        system = self.client("system")
        until(lambda: "2027 is not loaded" in system.get("/system").text)
        # On the day between the two steps the server may have made one.
        made = self.count("digest_run")
        time.sleep(3)
        self.assertEqual(self.count("digest_run"), made)


if __name__ == "__main__":
    harness.main()
