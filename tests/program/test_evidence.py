"""Evidence and its files: uploads that survive a killed server, what is refused, who sees what, files in
backups and in the ledger's check, texts that have much in common."""
import hashlib
import http.client
import io
import json
import os
import random
import re
import signal
import socket
import socketserver
import struct
import subprocess
import threading
import unittest
import urllib.parse
import zipfile
from pathlib import Path

import harness

PIECE = 1 << 20
STEP = 256 * 1024
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000"
                    "1f15c4890000000d49444154789c626001000000ffff0300000600"
                    "0557bfabd40000000049454e44ae426082")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def docx(text):
    """A document as an office program writes it, as far as anybody looks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml",
                         '<?xml version="1.0"?><w:document xmlns:w="w"><w:body>'
                         + "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"
                                   for line in text.split("\n")) + "</w:body></w:document>")
    return out.getvalue()


def essay(seed, length=600):
    letters = random.Random(seed)
    return "".join(chr(letters.randrange(0x4e00, 0x9fa0)) for _ in range(length))


class Sender:
    """A browser with upload.js."""

    def __init__(self, client):
        self.client, self.csrf = client, client.csrf("/evidence/new")

    def post(self, path, body=b"", kind="application/octet-stream"):
        page = self.client.request("POST", path, body, {
            "Accept": "application/json", "Content-Type": kind, "X-CSRF-Token": self.csrf})
        page.json = json.loads(page.body) if page.body else {}
        return page

    def begin(self, name, content, fingerprint=""):
        fields = urllib.parse.urlencode({"name": name, "bytes": len(content),
                                         "fingerprint": fingerprint})
        return self.post("/evidence/uploads", fields.encode(), "application/x-www-form-urlencoded")

    def piece(self, upload, content, offset, length=PIECE):
        return self.post(f"/evidence/uploads/{upload}/piece?offset={offset}",
                         content[offset:offset + length])

    def finish(self, upload):
        return self.post(f"/evidence/uploads/{upload}/finish", b"", "application/x-www-form-urlencoded")

    def send(self, name, content):
        """The whole way; the answer of the last step."""
        page = self.begin(name, content)
        if page.status != 200:
            return page
        upload = page.json["upload"]
        for offset in range(upload["received"], len(content), PIECE):
            page = self.piece(upload["id"], content, offset)
            if page.status != 200:
                return page
        return self.finish(upload["id"])


def described(client, location, title, unit="T04", **more):
    """Describe an uploaded file; the answer."""
    upload = urllib.parse.parse_qs(location.partition("?")[2])["upload"][0]
    return client.post("/evidence/new/file", {
        "csrf": client.csrf("/evidence/new"), "upload": upload, "unit": unit, "title": title,
        "shows_from": "2008-01-01", "shows_to": "2008-12-31", "visibility": "unit", "remark": "",
        **more})


class Evidence(harness.ProgramTest):
    @classmethod
    def client(cls, login):
        client = harness.Client(cls.at.port, "en")
        client.login(login, cls.at.logins()[login])
        return client

    def add(self, client, name, content, title, **more):
        page = Sender(client).send(name, content)
        self.assertEqual(page.status, 200, page.body)
        page = described(client, page.json["location"], title, **more)
        self.assertEqual(page.status, 303, page.text[:600])
        return page.headers["Location"]


@harness.both_engines
class Files(Evidence):
    @classmethod
    def prepare(cls):
        cls.at.demo("--drafts")
        # what the sanitizer keeps of freed memory is not the server's
        os.environ["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=4"
        cls.at.serve()
        cls.liaison, cls.office = cls.client("liaison"), cls.client("office")

    # Coming in ------------------------------------------------------------------------------------

    def test_plain_form_without_javascript(self):
        page = self.liaison.upload("/evidence/new", {"csrf": self.liaison.csrf("/evidence/new")},
                                   "file", "工作总结.txt", "全年工作总结\n".encode() * 20)
        self.assertEqual(page.status, 303, page.text[:500])
        form = self.liaison.get(page.headers["Location"])
        self.assertIn("工作总结.txt", form.text)
        self.assertIn('value="T04"', form.html)  # the unit is not asked for again
        page = described(self.liaison, page.headers["Location"], "全年工作总结")
        self.assertEqual(page.status, 303, page.text[:500])
        page = self.liaison.get(page.headers["Location"])
        self.assertIn("工作总结.txt", page.text)
        self.assertIn(hashlib.sha256("全年工作总结\n".encode() * 20).hexdigest(), page.text)

    def test_a_refused_description_keeps_the_file(self):
        page = Sender(self.liaison).send("a.pdf", PDF + b"refused")
        location = page.json["location"]
        page = described(self.liaison, location, "")
        self.assertEqual(page.status, 400)
        self.assertIn("a.pdf", page.text)
        page = described(self.liaison, location, "题目", shows_to="2007-01-01")
        self.assertEqual(page.status, 400)
        self.assertIn("Shows the time to", page.text)
        self.assertEqual(described(self.liaison, location, "题目").status, 303)
        self.assertEqual(described(self.liaison, location, "题目").status, 404)  # it is used up

    def test_goes_on_after_a_killed_server(self):
        content = random.Random(1).randbytes(3 * PIECE + 777)
        content = PDF + content
        sender = Sender(self.liaison)
        upload = sender.begin("大.pdf", content, "fingerprint-1").json["upload"]
        self.assertEqual(sender.piece(upload["id"], content, 0).json["upload"]["received"], PIECE)
        # a connection that breaks in the middle of a piece
        raw = socket.create_connection(("127.0.0.1", self.at.port))
        raw.sendall((f"POST /evidence/uploads/{upload['id']}/piece?offset={PIECE} HTTP/1.1\r\n"
                     f"Host: 127.0.0.1:{self.at.port}\r\nContent-Length: {PIECE}\r\nCookie: "
                     + "; ".join(f"{k}={v}" for k, v in self.liaison.cookies.items())
                     + "\r\n\r\n").encode() + content[PIECE:PIECE + 5000])
        self.at.stop(signal.SIGKILL)
        raw.close()
        self.at.serve()
        for client in (self.liaison, self.office):
            client.port = self.at.port
        sender = Sender(self.liaison)
        again = sender.begin("大.pdf", content, "fingerprint-1").json["upload"]
        self.assertEqual((again["id"], again["received"]), (upload["id"], PIECE))
        for offset in range(PIECE, len(content), PIECE):
            self.assertEqual(sender.piece(again["id"], content, offset).status, 200)
        page = sender.finish(again["id"])
        self.assertEqual(page.status, 200, page.body)
        location = described(self.liaison, page.json["location"], "大文件").headers["Location"]
        got = self.liaison.get(location + "/file")
        self.assertEqual(hashlib.sha256(got.body).digest(), hashlib.sha256(content).digest())

    def test_wrong_pieces(self):
        sender = Sender(self.liaison)
        content = b"x" * (2 * STEP + 10)
        upload = sender.begin("a.txt", content).json["upload"]["id"]
        for offset, body, status in ((STEP, b"y" * STEP, 409), (0, b"y" * 100, 400),
                                     (0, b"y" * (3 * STEP), 400), (0, b"", 400)):
            page = sender.post(f"/evidence/uploads/{upload}/piece?offset={offset}", body)
            self.assertEqual(page.status, status, page.body)
            self.assertEqual(page.json["upload"]["received"], 0)  # a refusal says where it stands
        self.assertEqual(sender.post(f"/evidence/uploads/{upload}/piece?offset=x", b"1").status, 400)
        self.assertEqual(sender.finish(upload).status, 409)
        self.assertEqual(sender.piece(upload, content, 0, STEP).status, 200)
        self.assertEqual(sender.piece(upload, content, 0, STEP).status, 409)  # sent twice
        other = Sender(self.office)
        for page in (other.piece(upload, content, STEP), other.finish(upload),
                     self.office.get(f"/evidence/uploads/{upload}.json")):
            self.assertEqual(page.status, 404)
        self.assertEqual(self.liaison.post(f"/evidence/uploads/{upload}/discard",
                                           {"csrf": sender.csrf}).status, 303)
        self.assertEqual(sender.finish(upload).status, 404)

    def test_a_piece_needs_the_token_of_the_session(self):
        sender = Sender(self.liaison)
        upload = sender.begin("a.txt", b"abc").json["upload"]["id"]
        sender.csrf = "0" * 64
        self.assertEqual(sender.piece(upload, b"abc", 0).status, 403)

    def test_types_are_told_by_content(self):
        sender = Sender(self.liaison)
        for name, content, accepted in (
                ("a.pdf", PDF, True), ("b.docx", docx("文件"), True), ("c.png", PNG, True),
                ("d.pdf", b"\x7fELF\x02\x01\x01" + bytes(60), False),
                ("e.pdf", b"MZ" + bytes(200), False), ("f.html", b"<html><script>1</script>", False),
                ("g.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', False),
                ("h.txt", "总结".encode("gb18030") * 9, True), ("i.zip", zip_of("a.txt"), False)):
            with self.subTest(name):
                page = sender.send(name, content + b" " * 3 if name == "h.txt" else content)
                self.assertEqual(page.status, 200 if accepted else 400, page.body)
                if not accepted:
                    self.assertIn("docx", page.json["accepted"])
        self.assertNotIn("i.zip", self.liaison.get("/evidence/new").text)  # it went

    def test_hostile_names(self):
        for sent, kept in (("../../etc/passwd.pdf", "passwd.pdf"),
                           ("C:\\\\x\\\\报告.pdf", "报告.pdf"), ("\u202efdp.exe", "fdp.exe.pdf"),
                           ("a<script>'.pdf", "ascript'.pdf"), (".htaccess", "htaccess.pdf"),
                           ("长" * 300 + ".pdf", None)):
            with self.subTest(sent):
                page = self.liaison.upload("/evidence/new", {"csrf": self.liaison.csrf("/evidence/new")},
                                           "file", sent, PDF + sent.encode())
                self.assertEqual(page.status, 303, page.text[:300])
                location = described(self.liaison, page.headers["Location"], "名称").headers["Location"]
                name = json.loads(self.liaison.get(location + ".json").body)["file_name"]
                if kept:
                    self.assertEqual(name, kept)
                self.assertLessEqual(len(name.encode()), 204)
                header = self.liaison.get(location + "/file").headers["Content-Disposition"]
                self.assertRegex(header, r"^inline; filename=\"[\w.-]+\"; filename\*=UTF-8''[\w.%-]+$")
                self.assertIn(urllib.parse.quote(name, safe="-_."), header)

    def test_limits(self):
        sender = Sender(self.liaison)
        page = sender.begin("a.pdf", range(201 << 20))
        self.assertEqual(page.status, 413)
        self.assertIn("at most 200 MB", page.json["detail"])
        self.assertEqual(sender.begin("a.pdf", b"").status, 400)
        nobody = harness.Client(self.at.port, "en")
        page = nobody.upload("/evidence/new", {"csrf": "x"}, "file", "a.pdf", PDF)
        self.assertEqual(page.status, 403)

    def test_two_hundred_megabytes_within_bounded_memory(self):
        content = PDF + bytes(200 * PIECE - len(PDF))
        before = self.memory()
        peak = {"kb": 0}
        done = threading.Event()

        def watch():
            while not done.wait(0.05):
                peak["kb"] = max(peak["kb"], self.memory())
        thread = threading.Thread(target=watch)
        thread.start()
        try:
            page = self.liaison.upload("/evidence/new", {"csrf": self.liaison.csrf("/evidence/new")},
                                       "file", "big.pdf", content)
        finally:
            done.set()
            thread.join()
        self.assertEqual(page.status, 303, page.text[:300])
        self.assertLess(peak["kb"] - before, 60_000)  # its own memory; the kernel's cache is not the server's
        location = described(self.liaison, page.headers["Location"], "很大").headers["Location"]
        part = self.liaison.get(location + "/file", Range="bytes=209715190-")
        self.assertEqual((part.status, part.body), (206, bytes(10)))
        self.assertEqual(part.headers["Content-Range"], "bytes 209715190-209715199/209715200")

    def memory(self):
        status = Path(f"/proc/{self.at.server.pid}/status").read_text()
        return int(re.search(r"RssAnon:\s+(\d+) kB", status).group(1))

    # Going out ------------------------------------------------------------------------------------

    def test_served_in_a_cage(self):
        location = self.add(self.liaison, "a.png", PNG, "图片")
        page = self.liaison.get(location + "/file")
        self.assertEqual(page.headers["Content-Type"], "image/png")
        self.assertIn("sandbox", page.headers["Content-Security-Policy"])
        self.assertIn("default-src 'none'", page.headers["Content-Security-Policy"])
        self.assertEqual(page.headers["X-Content-Type-Options"], "nosniff")
        self.assertTrue(page.headers["Content-Disposition"].startswith("inline"))
        page = self.liaison.get(location + "/file?download=1")
        self.assertTrue(page.headers["Content-Disposition"].startswith("attachment"))
        text = self.add(self.liaison, "b.csv", b"a,b\n1,2\n", "表格")
        self.assertTrue(self.liaison.get(text + "/file").headers["Content-Disposition"]
                        .startswith("attachment"))

    def test_ranges_and_validators(self):
        content = bytes(range(256)) * 3000
        location = self.add(self.liaison, "r.pdf", PDF + content, "范围") + "/file"
        whole = PDF + content
        for asked, start, end in (("bytes=0-9", 0, 10), ("bytes=-5", -5, None),
                                  ("bytes=700000-", 700000, None),
                                  ("bytes=262143-262145", 262143, 262146)):
            page = self.liaison.get(location, Range=asked)
            self.assertEqual((page.status, page.body), (206, whole[start:end]), asked)
        self.assertEqual(self.liaison.get(location, Range="bytes=9999999-").status, 416)
        self.assertEqual(self.liaison.get(location, Range="bytes=0-1,5-6").body, whole)
        etag = self.liaison.get(location).headers["ETag"]
        self.assertEqual(self.liaison.get(location, **{"If-None-Match": etag}).status, 304)
        page = self.liaison.get(location, **{"If-Range": '"other"', "Range": "bytes=0-9"})
        self.assertEqual((page.status, page.body), (200, whole))

    # The record -------------------------------------------------------------------------------------

    def test_the_same_again_is_not_asked_for_twice(self):
        first = self.add(self.liaison, "same.pdf", PDF + b"same", "一份")
        page = Sender(self.liaison).send("other name.pdf", PDF + b"same")
        form = self.liaison.get(page.json["location"])
        self.assertIn(first, form.links)
        page = described(self.liaison, page.json["location"], "又一份")
        self.assertEqual(page.headers["Location"], first)
        # another unit's is a piece of its own; the file is stored once, and the two know each other
        other = self.add(self.office, "third.pdf", PDF + b"same", "他单位", unit="T05", visibility="all")
        self.assertNotEqual(other, first)
        self.assertIn(first, self.office.get(other).links)
        self.assertIn(other, self.liaison.get(first).links)
        count = self.at.sql("SELECT COUNT(*) FROM blob WHERE sha256 IN (SELECT sha256 FROM evidence "
                            "WHERE title = '一份')")[0][0]
        self.assertEqual(int(count), 1)

    def test_record_and_document_number(self):
        entry = next(link for link in self.office.get("/entries").links
                     if re.fullmatch(r"/entries/[0-9A-Z]{13}", link))
        fields = {"csrf": self.office.csrf("/evidence/new"), "unit": "T04", "title": "依据",
                  "shows_from": "2008-03-01", "shows_to": "2008-03-01", "visibility": "all"}
        page = self.office.post("/evidence/new/record", {**fields, "record": f"http://x{entry}?a=1"})
        self.assertEqual(page.status, 303, page.text[:400])
        self.assertIn(entry, self.office.get(page.headers["Location"]).links)
        for wrong in ("", "/entries/0000000000001", "/units/0000000000001", "x"):
            self.assertEqual(self.office.post("/evidence/new/record",
                                              {**fields, "record": wrong}).status, 400, wrong)
        page = self.office.post("/evidence/new/document", {**fields, "document_number": "示例办〔2008〕12号"})
        self.assertEqual(page.status, 303, page.text[:400])
        self.assertIn("示例办〔2008〕12号", self.office.get(page.headers["Location"]).text)
        self.assertEqual(self.office.post("/evidence/new/document",
                                          {**fields, "document_number": " "}).status, 400)

    def test_withdrawn_by_a_counter_act_only(self):
        location = self.add(self.liaison, "w.pdf", PDF + b"w", "撤回")
        csrf = self.liaison.csrf("/evidence/new")
        self.assertEqual(self.liaison.post(location + "/withdraw", {"csrf": csrf, "reason": ""}).status,
                         400)
        self.assertEqual(self.liaison.post(location + "/withdraw",
                                           {"csrf": csrf, "reason": "传错了", "revision": 1}).status, 303)
        page = self.liaison.get(location)
        self.assertIn("传错了", page.text)
        self.assertIn("Withdrawn", page.text)
        self.assertEqual(self.liaison.get(location + "/file").status, 200)
        self.assertEqual(self.liaison.post(location + "/withdraw",
                                           {"csrf": csrf, "reason": "再次"}).status, 422)
        self.assertEqual(self.liaison.post(location + "/restore",
                                           {"csrf": csrf, "reason": "没错", "revision": 1}).status, 409)
        self.assertEqual(self.liaison.post(location + "/restore",
                                           {"csrf": csrf, "reason": "没错"}).status, 303)

    def test_who_sees_what(self):
        """A unit's own, its group's, everybody's and confidential pieces, asked by each way in."""
        cadre, leader = self.client("cadre"), self.client("leader")
        places = {}
        for kind in ("unit", "group", "all", "confidential"):
            places["own", kind] = self.add(self.liaison, f"{kind}.pdf", PDF + b"own" + kind.encode(),
                                           f"own-{kind}", visibility=kind)
            for unit in ("T05", "D05"):
                places[unit, kind] = self.add(self.office, f"{kind}.pdf", PDF + (unit + kind).encode(),
                                              f"{unit}-{kind}", unit=unit, visibility=kind)
        seen = {"unit": {"own"}, "group": {"own", "T05"}, "all": {"own", "T05", "D05"},
                "confidential": {"own"}}
        for (unit, kind), location in places.items():
            for client, sees in ((self.liaison, unit in seen[kind]), (leader, True),
                                 (cadre, unit in seen[kind] and kind != "confidential")):
                with self.subTest(unit=unit, kind=kind, sees=sees):
                    for tail in ("", ".json", "/file", "/sameness"):
                        self.assertEqual(client.get(location + tail).status, 200 if sees else 404)
                    title = f"{unit}-{kind}"
                    listed = client.get(f"/evidence?title={title}").text
                    self.assertEqual(title in listed.replace(f'value="{title}"', ""), sees)
        csrf = self.liaison.csrf("/evidence/new")
        for location in (places["T05", "all"], places["D05", "all"]):
            self.assertEqual(self.liaison.post(location + "/withdraw",
                                               {"csrf": csrf, "reason": "别人的"}).status, 404)
            self.assertEqual(self.liaison.get(location + "/edit").status, 404)
        page = Sender(self.liaison).send("x.pdf", PDF + b"foreign")
        page = described(self.liaison, page.json["location"], "外单位", unit="T05")
        self.assertEqual(page.status, 400)
        for login in ("system", "security", "audit", "organisation"):
            self.assertEqual(self.client(login).get("/evidence").status, 403, login)

    def test_search(self):
        self.add(self.liaison, "检索.pdf", PDF + b"search", "廉洁谈话记录汇编", visibility="confidential")
        found = json.loads(self.liaison.get("/search.json?q=" + urllib.parse.quote("谈话")).body)
        self.assertIn("廉洁谈话记录汇编", json.dumps(found, ensure_ascii=False))
        cadre = self.client("cadre")
        found = json.loads(cadre.get("/search.json?q=" + urllib.parse.quote("谈话")).body)
        self.assertNotIn("廉洁谈话记录汇编", json.dumps(found, ensure_ascii=False))

    def test_list_filters_and_exports(self):
        self.add(self.liaison, "l.pdf", PDF + b"list", "清单材料", shows_from="2007-02-01",
                 shows_to="2007-03-01")
        page = self.liaison.get("/evidence?year=2007&title=" + urllib.parse.quote("清单"))
        self.assertIn("清单材料", page.text)
        self.assertNotIn("清单材料", self.liaison.get("/evidence?from=2007-03-02&title="
                                                  + urllib.parse.quote("清单")).text)
        self.assertIn("清单材料", self.liaison.get("/evidence.csv?limit=500").body.decode("utf-8-sig"))
        self.assertEqual(self.liaison.get("/evidence.xlsx").status, 200)
        items = json.loads(self.liaison.get("/evidence.json?year=2007").body)["items"]
        self.assertTrue(all(item["year"] == 2007 for item in items if "year" in item))

    def test_a_program_adds_evidence(self):
        program = harness.Program(self.at.port, self.office.make_token("evidence"))
        content = PDF + b"program"
        made = program.send("/evidence/uploads", {"name": "p.pdf", "bytes": len(content)})
        upload = made.json["upload"]["id"]
        page = program.request("POST", f"/evidence/uploads/{upload}/piece?offset=0", content,
                               {"Content-Type": "application/octet-stream",
                                "Authorization": f"Bearer {program.token}"})
        self.assertEqual(page.status, 200, page.body)
        self.assertEqual(program.send(f"/evidence/uploads/{upload}/finish", {}).status, 200)
        page = program.send("/evidence/new/file", {
            "upload": upload, "unit": "T04", "title": "程序添加", "shows_from": "2008-01-01",
            "shows_to": "2008-02-01", "visibility": "all"})
        self.assertEqual(page.status, 201, page.body)
        self.assertEqual(program.get(page.json["location"] + ".json").json["title"], "程序添加")

    # Texts ------------------------------------------------------------------------------------------

    def test_near_duplicates(self):
        text = essay(7)
        changed = text[:40] + essay(8, 30) + text[70:]
        own = self.add(self.liaison, "心得.docx", docx(text), "心得一", visibility="all")
        near = self.add(self.office, "心得.txt", changed.encode(), "心得二", unit="T05", visibility="all")
        hidden = self.add(self.office, "密.txt", (changed + "密").encode(), "心得三", unit="D05",
                          visibility="confidential")
        far = self.add(self.office, "远.txt", essay(9).encode(), "心得四", unit="T05", visibility="all")
        page = self.liaison.get(own + "/sameness")
        self.assertIn("心得二", page.text)
        self.assertIn("no score", page.text)
        self.assertNotIn("心得三", page.text)
        self.assertNotIn("心得四", page.text)
        self.assertIn("心得三", self.office.get(own + "/sameness").text)
        pair = self.liaison.get(f"{own}/sameness?with={near.rsplit('/', 1)[1]}")
        share = float(re.search(r"(\d+\.\d)%", pair.text).group(1))
        a, b = ({s[i:i + 5] for i in range(len(s) - 4)} for s in (text, changed))
        self.assertAlmostEqual(share, 100 * len(a & b) / len(a | b), delta=0.1)
        self.assertIn(f"<mark>{text[:40]}</mark>", pair.html)
        self.assertEqual(self.liaison.get(f"{own}/sameness?with={hidden.rsplit('/', 1)[1]}").status, 404)
        self.assertEqual(self.office.get(far + "/sameness").status, 200)


def zip_of(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


class FakeScanner(socketserver.BaseRequestHandler):
    """clamd's INSTREAM, as far as a scan needs it."""

    def read(self, count):
        data = b""
        while len(data) < count:
            more = self.request.recv(count - len(data))
            if not more:
                raise ConnectionError
            data += more
        return data

    def handle(self):
        if self.read(10) != b"zINSTREAM\0":
            return
        content = b""
        while True:
            (length,) = struct.unpack(">I", self.read(4))
            if not length:
                break
            content += self.read(length)
        self.server.seen.append(content)
        found = b"EICAR" in content
        self.request.sendall(b"stream: Eicar-Test FOUND\0" if found else b"stream: OK\0")


@harness.both_engines
class Scanned(Evidence):
    @classmethod
    def prepare(cls):
        cls.at.demo("--drafts")
        cls.place = str(cls.at.folder / "clamd.sock")
        cls.at.serve("--scanner", cls.place)
        cls.liaison = cls.client("liaison")

    def test_infected_clean_and_silent(self):
        sender = Sender(self.liaison)
        page = sender.send("a.txt", b"nobody listens")
        self.assertEqual(page.status, 503)
        self.assertIn("scanner does not answer", page.json["detail"])
        with socketserver.ThreadingUnixStreamServer(self.place, FakeScanner) as server:
            server.seen = []
            threading.Thread(target=server.serve_forever, daemon=True).start()
            page = sender.send("b.txt", b"x" * 300000 + b"EICAR")
            self.assertEqual(page.status, 422)
            self.assertIn("Eicar-Test", page.json["detail"])
            self.assertNotIn("b.txt", self.liaison.get("/evidence/new").text)
            self.assertEqual(sender.send("c.txt", b"clean").status, 200)
            self.assertEqual([len(content) for content in server.seen], [300005, 5])
            server.shutdown()


@harness.both_engines
class Kept(Evidence):
    """Files in backups, in the other engine, in the ledger's check; what a crash leaves behind."""

    @classmethod
    def prepare(cls):
        cls.at.demo("--drafts")
        cls.at.serve()
        cls.liaison = cls.client("liaison")

    def test_backup_to_the_other_engine(self):
        content = PDF + random.Random(3).randbytes(700_000)
        location = self.add(self.liaison, "b.pdf", content, "备份")
        self.at.run("backup", "one.backup")
        shown = re.search(r" (\d+ files)", self.at.run("backup", "verify", "one.backup").out).group(1)
        self.assertGreater(int(shown.split()[0]), 1)
        target = harness.Installation("postgres" if self.engine == "sqlite" and harness.POSTGRES
                                      else "sqlite")
        try:
            target.run("restore", str(self.at.folder / "one.backup"), "--db", target.db)
            done = target.run("ledger", "verify", check=False)
            self.assertIn(f" {shown}", done.err)
            self.assertNotIn("file_", done.out)
            target.run("backup", "two.backup")
            self.assertIn(f" {shown}", target.run("backup", "verify", "two.backup").out)
        finally:
            target.remove()
        self.damage_is_found(content)
        self.assertEqual(self.liaison.get(location).status, 200)

    def damage_is_found(self, content):
        """A byte of a stored file, changed by hand."""
        digest = hashlib.sha256(content).hexdigest()
        if self.engine == "sqlite":
            path = self.at.folder / "lianze.db.files" / digest[:2] / digest
            path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        else:
            self.at.sql("UPDATE blob_chunk SET bytes = set_byte(bytes, 0, 0) WHERE number = 1")
        done = self.at.verify()
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("file_changed", done.out)
        self.assertIn("备份", done.out)
        self.assertNotEqual(self.at.run("backup", "bad.backup", check=False).returncode, 0)
        self.assertFalse((self.at.folder / "bad.backup").exists())
        if self.engine == "sqlite":
            path.write_bytes(content)
        else:
            self.at.sql("UPDATE blob_chunk SET bytes = set_byte(bytes, 0, "
                        f"{content[256 * 1024]}) WHERE number = 1")

    def test_full_disk(self):
        """Nothing is half stored, and it is said what is wrong."""
        folder = str(self.at.folder / "lianze.db.files")
        if self.engine != "sqlite" or os.geteuid() != 0:
            raise unittest.SkipTest("a folder, and the right to mount a small disk on it")
        self.at.stop()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder],
                          capture_output=True).returncode:
            self.at.serve()
            self.liaison.port = self.at.port
            raise unittest.SkipTest("no right to mount a small disk here")
        try:
            self.at.serve()
            self.liaison.port = self.at.port
            sender = Sender(self.liaison)
            page = sender.send("full.pdf", PDF + bytes(5 * PIECE))
            self.assertEqual(page.status, 500)
            self.assertIn("disk is full", page.json["detail"])
            upload = json.loads(self.liaison.get(
                f"/evidence/uploads/{page.json['upload']['id']}.json").body)
            self.assertEqual(upload["received"] % PIECE, 0)
            page = self.liaison.upload("/evidence/new", {"csrf": sender.csrf}, "file", "f.pdf",
                                       PDF + bytes(5 * PIECE))
            self.assertEqual(page.status, 507)
            self.assertEqual(json.loads(self.liaison.get("/evidence.json?title=full").body)["items"], [])
        finally:
            self.at.stop()
            subprocess.run(["umount", folder], check=True)
            self.at.sql("DELETE FROM upload")
            self.at.serve()
            self.liaison.port = self.at.port

    def test_what_a_crash_leaves_goes(self):
        sender = Sender(self.liaison)
        content = b"orphan" * 100_000
        upload = sender.begin("o.txt", content).json["upload"]["id"]
        sender.piece(upload, content, 0)
        self.at.sql("UPDATE upload SET touched_ms = 0")
        self.at.stop(signal.SIGKILL)
        if self.engine == "sqlite":
            staged = list((self.at.folder / "lianze.db.files" / "incoming").glob("*"))
            self.assertEqual(len(staged), 1)
            os.utime(staged[0], (1, 1))
            stray = self.at.folder / "lianze.db.files" / "incoming" / "note.txt"
            stray.write_text("not ours")
        self.at.serve()
        self.liaison.port = self.at.port
        self.assertEqual(int(self.at.sql("SELECT COUNT(*) FROM upload")[0][0]), 0)
        if self.engine == "sqlite":
            self.assertFalse(staged[0].exists())
            self.assertTrue(stray.exists())
        else:
            self.assertEqual(int(self.at.sql("SELECT COUNT(*) FROM blob_chunk WHERE blob_id NOT IN "
                                             "(SELECT id FROM blob)")[0][0]), 0)


if __name__ == "__main__":
    harness.main()
