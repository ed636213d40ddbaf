"""statements.py: SQL text and migrations become tables; all else is refused by file and line."""

import hashlib
import subprocess
import sys
from pathlib import Path

import harness

import statements

FILE = 'src/people/unit.sql'
GOOD = '''\
-- Units. This line is for people; so is what's here:
-- nouns: group

-- name: unit_by_code
-- columns: id name
SELECT id, name -- :not a parameter
FROM unit WHERE a = :a AND b = 'it''s :b' /* :c */ AND c = CAST(:code AS INTEGER) AND d = :a;

-- name: group_touch
-- engine: sqlite
UPDATE x SET a = :first WHERE c = :second;
-- engine: postgres
UPDATE x SET c = :second WHERE a = :first;

-- name: unit_only
-- engine: postgres only
DELETE FROM x WHERE a = :a;

-- list: unit
-- column: id = u.id integer
-- column: name = COALESCE(u.name, '') text required
-- column: parent = p.name text
SELECT {columns} FROM unit u
WHERE u.jurisdiction_id = :jurisdiction_id;
'''

# (what the file contains, line, sentence)
REFUSED = [
    ('-- columns: a\n', 1, '`-- columns:` before any `-- name:`'),
    ('SELECT 1;\n', 1, 'SQL before any `-- name:`'),
    ('\n-- name: Unit\n', 2, '`Unit` is not a name: lower-case letters, digits and _'),
    ('-- name: town_all\n', 1,
     '`town_all` does not start with a noun of this file (unit); see `-- nouns:`'),
    ('-- name: unit_a\n-- engine: mysql\n', 2,
     'unknown engine `mysql`; known: sqlite, postgres, each may be followed by `only`'),
    ('-- name: unit_a\n-- engine: sqlite only\nDELETE FROM a;\n'
     '-- engine: postgres\nDELETE FROM a;\n', 1,
     '`unit_a` is for sqlite only: one text, and no list'),
    ('-- list: unit\n-- column: id = a.id integer\n-- engine: postgres only\n'
     'SELECT {columns} FROM a;\n', 1, '`unit` is for postgres only: one text, and no list'),
    ('-- name: unit_a\nDELETE FROM a', 2, 'the statement of line 2 does not end with `;`'),
    ('-- name: unit_a\nDELETE FROM a\n-- name: unit_b\n', 3,
     'the statement of line 2 does not end with `;`'),
    ('-- name: unit_a\n-- column: id = a.id integer\n', 2,
     '`-- column:` belongs to a list, `-- columns:` to a statement'),
    ('-- list: unit\n-- columns: id\n', 2,
     '`-- column:` belongs to a list, `-- columns:` to a statement'),
    ('-- list: unit\n-- column: id is a.id\n', 2,
     'write `-- column: name = expression text|integer|blob [required]`'),
    ('-- list: unit\n-- column: id = :a integer\n', 2, 'a list column has no parameters'),
    ('-- list: unit\n-- column: id = CAST(a AS INTEGER) integer\n', 2,
     'a list column has one text for both engines; no such cast here'),
    ('-- name: unit_a\nDELETE FROM a;\nDELETE FROM b;\n', 3, '`unit_a` has a text already'),
    ('-- name: unit_a\nDELETE FROM a;\n-- engine: sqlite\nDELETE FROM b;\n', 4,
     '`unit_a` has a text already'),
    ('-- name: unit_a\n', 1, '`unit_a` has no text'),
    ('-- name: unit_a\n-- engine: sqlite\nDELETE FROM a;\n', 1,
     '`unit_a` has a text for one engine only'),
    ('-- name: unit_a\n-- engine: sqlite\nDELETE FROM a WHERE b = :b;\n'
     '-- engine: postgres\nDELETE FROM a;\n', 1,
     'the two texts of `unit_a` have different parameters'),
    ('-- name: unit_a\nDELETE FROM a; DELETE FROM b;\n', 2, 'two statements under one name'),
    ('-- name: unit_a\n-- columns: id id\nSELECT id, id FROM a;\n', 1,
     '`unit_a` names a column twice'),
    ('-- name: unit_a\nSELECT id FROM a;\n', 1, '`unit_a` returns rows but has no `-- columns:`'),
    ('-- name: unit_a\nWITH b AS (SELECT 1) SELECT id FROM b;\n', 1,
     '`unit_a` returns rows but has no `-- columns:`'),
    ('-- name: unit_a\nDELETE FROM a RETURNING id;\n', 1,
     '`unit_a` returns rows but has no `-- columns:`'),
    ('-- name: unit_a\n-- columns: id\nINSERT INTO a SELECT id FROM b;\n', 1,
     '`unit_a` has `-- columns:` but returns no rows'),
    ('-- list: unit\nSELECT {columns} FROM a;\n', 1,
     'list `unit` has no `-- column: id = … integer`'),
    ('-- list: unit\n-- column: id = a.id integer\nSELECT id FROM a;\n', 1,
     'list `unit` must contain {columns} once'),
    ('-- name: unit_a\nDELETE FROM a;\n-- name: unit_a\nDELETE FROM a;\n', 3,
     f'`unit_a` is already in {FILE}:1'),
    ('-- name: unit_a\nDELETE FROM a\nWHERE b = :b::text;\n', 3,
     '`::` is not portable; write CAST(… AS …)'),
    ('-- name: unit_a\nDELETE FROM a\nWHERE b = ?1;\n', 3, '`?1` is not a parameter; write :name'),
    ('-- name: unit_a\nDELETE FROM a WHERE b = $1;\n', 2, '`$1` is not a parameter; write :name'),
    ("-- name: unit_a\nDELETE FROM a\nWHERE b = 'c;\n", 3,
     "' opens a quotation that never ends"),
    (b'-- name: unit_a\n-- \xff\nDELETE FROM a;\n', 2, 'this is not UTF-8'),
]

# (file name, text, line, sentence)
REFUSED_MIGRATIONS = [
    ('spine.sql', '', 1, 'a migration is called NNNN_name.sql'),
    ('0002_spine.sql', '', 1, 'expected number 0001'),
    ('0001_a.sql', 'CREATE TABLE a (b TEXT)\n', 1, 'this statement does not end with `;`'),
    ('0001_a.sql', '\n-- engine: sqlite\nDROP TABLE a;\n', 3,
     'this statement has a text for one engine only'),
    ('0001_a.sql', 'DELETE FROM a;\nDELETE FROM a\nWHERE b = :b;\n', 2,
     'a migration has no parameters'),
    ('0001_a.sql', '-- engine: mysql\n', 1,
     'unknown engine `mysql`; known: sqlite, postgres, sqlite only, postgres only'),
    ('0001_a.sql', '-- engine: postgres\nDROP TABLE a;\n', 2,
     'variants come as `-- engine: sqlite`, then `-- engine: postgres`'),
    ('0001_a.sql', '-- engine: sqlite\nDROP TABLE a;\nDROP TABLE a;\n', 3,
     'variants come as `-- engine: sqlite`, then `-- engine: postgres`'),
]

MIGRATION = '''\
-- A table.
CREATE TABLE unit (
	id INTEGER NOT NULL, -- the key; not a comma
	name TEXT NOT NULL,
	key BLOB,
	PRIMARY KEY (id)
) STRICT, WITHOUT ROWID;
-- engine: sqlite
CREATE TRIGGER unit_keep BEFORE DELETE ON unit BEGIN
	SELECT RAISE(ABORT, 'kept; always');
END;
-- engine: postgres
CREATE RULE unit_keep AS ON DELETE TO unit DO INSTEAD NOTHING;
INSERT INTO unit (name) VALUES ('TEXT');
-- engine: postgres only
CREATE ROLE reader;
'''


class Statements(harness.Case):
    def test_statement_texts(self):
        self.write(FILE, GOOD)
        self.run_tool(statements)
        source = self.generated('statements.c')
        for text in (
                "SELECT id, name FROM unit WHERE a = ?1 AND b = 'it''s :b' AND c = "
                "CAST(?2 AS INTEGER) AND d = ?1",
                "SELECT id, name FROM unit WHERE a = $1 AND b = 'it''s :b' AND c = "
                "CAST($2 AS BIGINT) AND d = $1",
                'UPDATE x SET a = ?1 WHERE c = ?2', 'UPDATE x SET c = $2 WHERE a = $1',
                f', "unit_by_code", "{FILE}", 4,', f', "group_touch", "{FILE}", 9,',
                f', "unit_only", "{FILE}", 15,\n\t  NULL,\n\t  "DELETE FROM x WHERE a = $1",'):
            self.assertIn(text, source)
        self.assertIn('params_unit_by_code[] = {\n\t"a",\n\t"code",\n}', source)
        self.assertIn('columns_unit_by_code[] = {\n\t"id",\n\t"name",\n}', source)

    def test_list_text(self):
        self.write(FILE, GOOD)
        self.run_tool(statements)
        source = self.generated('statements.c')
        self.assertIn('\t  "SELECT ",\n\t  " FROM unit u WHERE u.jurisdiction_id = ?1",\n'
                      '\t  "SELECT ",\n\t  " FROM unit u WHERE u.jurisdiction_id = $1",', source)
        self.assertIn('''{ "name", "COALESCE(u.name, '')", 't', 1 },''', source)
        self.assertIn('''{ "id", "u.id", 'i', 1 },''', source)
        self.assertIn('''{ "parent", "p.name", 't', 0 },''', source)

    def test_enums(self):
        self.write(FILE, GOOD)
        self.run_tool(statements)
        header = self.generated(f'statements_{Path(FILE).stem}.h')
        for member in ('#define STATEMENT_UNIT_BY_CODE ((enum statement)',
                       '#define STATEMENT_GROUP_TOUCH ((enum statement)',
                       '#define LISTING_UNIT ((enum listing)'):
            self.assertIn(member, header)

    def test_outputs(self):
        """A file that the build was not configured for is refused, not left out."""
        self.write(FILE, GOOD)
        self.assertEqual(statements.outputs(self.root),
                         ['statements.h', 'statements.c', 'statements_unit.h'])
        with self.assertRaises(statements.Refusal) as caught:
            statements.main([str(self.root), str(self.out), 'x/statements.h', 'x/statements.c'])
        self.assertIn('statements_unit.h:1: error: an input of the build came or went',
                      str(caught.exception))

    def test_two_files_of_one_name(self):
        self.write(FILE, GOOD)
        self.write('src/plan/unit.sql', '')
        self.assert_refused(statements, f'src/plan/unit.sql:1: error: has the name of {FILE}: '
                                        'the generated header needs its own')

    def test_without_inputs(self):
        self.run_tool(statements)
        self.assertIn('statement_count = 0, listing_count = 0;', self.generated('statements.c'))
        subprocess.run(['gcc', '-std=gnu11', '-fsyntax-only', '-Wall', '-Wextra', '-Wpedantic',
                        '-Werror', str(self.out / 'statements.c')], check=True)

    def test_refusals(self):
        for text, line, sentence in REFUSED:
            with self.subTest(sentence):
                self.write(FILE, text)
                self.assert_refused(statements, f'{FILE}:{line}: error: {sentence}')

    def test_refusal_on_the_command_line(self):
        self.write(FILE, 'SELECT 1;\n')
        done = subprocess.run([sys.executable, '-B', str(harness.TOOLS / 'statements.py'),
                               str(self.root), str(self.out)], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr),
                         (1, f'{FILE}:1: error: SQL before any `-- name:`\n'))

    def test_unchanged_outputs_keep_their_time(self):
        self.write(FILE, GOOD)
        self.run_tool(statements)
        before = (self.out / 'statements.c').stat().st_mtime_ns
        self.run_tool(statements)
        self.assertEqual((self.out / 'statements.c').stat().st_mtime_ns, before)


class Migrations(harness.Case):
    def test_both_dialects(self):
        self.write('src/store/migrations/0001_first_one.sql', MIGRATION)
        self.run_tool(statements)
        source = self.generated('statements.c')
        for text in ('CREATE TABLE unit ( id INTEGER NOT NULL, name TEXT NOT NULL, key BLOB, '
                     'PRIMARY KEY (id) ) STRICT, WITHOUT ROWID',
                     'CREATE TABLE unit ( id BIGINT NOT NULL, name TEXT COLLATE \\"C\\" NOT NULL, '
                     'key BYTEA, PRIMARY KEY (id) )"',
                     "BEGIN SELECT RAISE(ABORT, 'kept; always'); END",
                     'DO INSTEAD NOTHING', "VALUES ('TEXT')",
                     hashlib.sha256(MIGRATION.encode()).hexdigest(),
                     '{ 1, "first_one",', 'sqlite_0001, postgres_0001, 4 }',
                     '\tNULL,\n};\nstatic', '\t"CREATE ROLE reader",\n',
                     'const int migration_count = 1;'):
            self.assertIn(text, source)

    def test_refusals(self):
        for name, text, line, sentence in REFUSED_MIGRATIONS:
            with self.subTest(sentence):
                path = f'src/store/migrations/{name}'
                self.write(path, text)
                self.assert_refused(statements, f'{path}:{line}: error: {sentence}')
                (self.root / path).unlink()


if __name__ == '__main__':
    harness.main(['statements.py', 'migrations.py', 'sql_text.py', 'output.py'])
