"""check_unused.py: what nothing names is refused, what C or a template names passes."""

import subprocess
import sys

import harness

SQL = '-- name: unit_get\n-- columns: id\nSELECT id FROM unit;\n'
LIST = '-- list: unit\n-- column: id = id integer\nSELECT {columns} FROM unit;\n'
PO = 'msgid "unit.title"\nmsgstr "x"\n'
MESSAGE = 'locale/zh.po:1: nothing shows the message `unit.title`'
STATEMENT = 'src/people/unit.sql:1: nothing runs `unit_get`'

# (what names it: path, text; locale/*.po; unit.sql; refusals)
CASES = [
    ('src/a.c', '', PO, SQL, [MESSAGE, STATEMENT]),
    ('src/a.c', '', '', LIST, ['src/people/unit.sql:1: nothing runs `unit`']),
    ('src/a.c', 'x = STATEMENT_UNIT;\n', '', LIST, ['src/people/unit.sql:1: nothing runs `unit`']),
    ('src/a.c', '/* MESSAGE_UNIT_TITLE */\nx = "STATEMENT_UNIT_GET";\n', PO, SQL,
     [MESSAGE, STATEMENT]),
    ('tests/a.c', 'x = MESSAGE_UNIT_TITLE + STATEMENT_UNIT_GET;\n', PO, SQL, [MESSAGE, STATEMENT]),
    ('src/a.html', '{{t unit.titles}}', PO, '', [MESSAGE]),
    ('src/a.c', 'x = MESSAGE_UNIT_TITLE + STATEMENT_UNIT_GET;\n', PO, SQL, []),
    ('src/a.h', '#define X LISTING_UNIT\n', '', LIST, []),
    ('src/a.html', '<p>{{t unit.title name=a.b}}</p>', PO, '', []),
    ('src/a.c', '', '', '-- Rows.\n-- lint: the tests read it\n' + SQL, []),
    ('src/a.c', '', '', '-- lint: of another\n\n' + SQL,
     ['src/people/unit.sql:3: nothing runs `unit_get`']),
]


class CheckUnused(harness.Case):
    def check(self, *arguments):
        tool = str(harness.TOOLS / 'check_unused.py')
        done = subprocess.run([sys.executable, '-B', tool, '--root', str(self.root), *arguments],
                              capture_output=True, text=True)
        self.assertEqual(done.stderr, '')
        return done.returncode, done.stdout.splitlines()

    def write_all(self, po, sql):
        self.write('locale/zh.po', po)
        self.write('locale/en.po', po)
        self.write('src/people/unit.sql', sql)

    def test_cases(self):
        for path, text, po, sql, refusals in CASES:
            with self.subTest(path + text):
                self.write_all(po, sql)
                self.write(path, text)
                self.assertEqual(self.check(), (1 if refusals else 0, refusals))
                (self.root / path).unlink()

    def test_tap(self):
        self.write_all('', SQL)
        self.assertEqual(self.check('--tap'), (1, ['ok 1 - every message is shown',
                                                   'not ok 2 - every statement is run',
                                                   '# ' + STATEMENT]))


if __name__ == '__main__':
    harness.main()
