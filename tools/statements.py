"""statements.py: *.sql files → statements.h, statements_<file>.h, statements.c (contract: README.md).

usage: statements.py SOURCE_ROOT OUTPUT_FOLDER [OUTPUT …]
       statements.py --outputs SOURCE_ROOT
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import migrations
import numbering
import output
import sql_text
from output import Refusal, c_string

ENGINES = ('sqlite', 'postgres')
DIRECTIVE = re.compile(r'^--\s*(name|columns|engine|list|column|nouns):\s*(.*?)\s*$')
NAME = re.compile(r'^[a-z][a-z0-9_]*$')
COLUMN = re.compile(r'^([a-z][a-z0-9_]*)\s*=\s*(.+?)\s+(text|integer|blob)(\s+required)?$')


@dataclass
class Statement:
    """One `-- name:` or `-- list:` of a file, first as written, then parsed."""

    kind: str                 # 'name' or 'list'
    name: str
    file: str
    line: int
    columns: list = field(default_factory=list)  # names; of a list (name, expression, type, bool)
    bodies: dict = field(default_factory=dict)   # engine or '' → (line, text)
    params: list = field(default_factory=list)
    texts: dict = field(default_factory=dict)    # engine → text, or (head, tail) for a list
    value: int = 0            # of its constant
    only: str = ''                               # the one engine that has it; elsewhere it is NULL


class FileReader:
    """Reads one .sql file line by line into statements."""

    def __init__(self, shown):
        self.shown = shown
        self.nouns = [Path(shown).stem]
        self.statements = []
        self.engine = ''
        self.body, self.body_line = [], 0

    def read(self, text):
        """All statements of the file."""
        line = 0
        for line, content in enumerate(text.split('\n'), 1):
            directive = DIRECTIVE.match(content)
            if directive:
                self.directive(line, *directive.groups())
            elif content.strip() and (self.body or not content.lstrip().startswith('--')):
                self.sql(line, content)
        self.refuse_open_body(line)
        for statement in self.statements:
            finish(statement)
        return self.statements

    def refuse(self, line, sentence):
        raise Refusal(self.shown, line, sentence)

    def refuse_open_body(self, line):
        if self.body:
            self.refuse(line, f'the statement of line {self.body_line} does not end with `;`')

    def directive(self, line, keyword, value):
        """One `-- keyword: value` line."""
        self.refuse_open_body(line)
        if keyword == 'nouns':
            self.nouns += value.split()
        elif keyword in ('name', 'list'):
            self.begin(line, keyword, value)
        elif not self.statements:
            self.refuse(line, f'`-- {keyword}:` before any `-- name:`')
        elif keyword == 'engine':
            self.choose_engine(line, value)
        else:
            self.add_columns(line, keyword, value)

    def begin(self, line, keyword, name):
        """A new statement or list."""
        if not NAME.match(name):
            self.refuse(line, f'`{name}` is not a name: lower-case letters, digits and _')
        if not any(name == noun or name.startswith(noun + '_') for noun in self.nouns):
            self.refuse(line, f'`{name}` does not start with a noun of this file '
                              f'({", ".join(self.nouns)}); see `-- nouns:`')
        self.engine = ''
        self.statements.append(Statement(keyword, name, self.shown, line))

    def choose_engine(self, line, value):
        engine, _, only = value.partition(' ')
        if engine not in ENGINES or only not in ('', 'only'):
            self.refuse(line, f'unknown engine `{value}`; known: {", ".join(ENGINES)}, each may be '
                              'followed by `only`')
        self.engine = engine
        if only:
            self.statements[-1].only = engine

    def add_columns(self, line, keyword, value):
        """`-- columns: a b` of a statement, `-- column: a = x type` of a list."""
        statement = self.statements[-1]
        if (keyword == 'column') != (statement.kind == 'list'):
            self.refuse(line, '`-- column:` belongs to a list, `-- columns:` to a statement')
        if keyword == 'columns':
            statement.columns += value.split()
            return
        match = COLUMN.match(value)
        if not match:
            self.refuse(line, 'write `-- column: name = expression text|integer|blob [required]`')
        name, expression, kind, required = match.groups()
        parsed = sql_text.tokens(expression, self.shown, line)
        if sql_text.parameters(parsed):
            self.refuse(line, 'a list column has no parameters')
        if sql_text.postgres_text(parsed, []) != sql_text.sqlite_text(parsed, []):
            self.refuse(line, 'a list column has one text for both engines; no such cast here')
        statement.columns.append((name, expression, kind[0], bool(required) or name == 'id'))

    def sql(self, line, content):
        """A line of SQL."""
        if not self.statements:
            self.refuse(line, 'SQL before any `-- name:`')
        if not self.body:
            self.body_line = line
        self.body.append(content)
        if not sql_text.ends_statement(content):
            return
        bodies = self.statements[-1].bodies
        if self.engine in bodies or (bodies and (self.engine == '' or '' in bodies)):
            self.refuse(self.body_line, f'`{self.statements[-1].name}` has a text already')
        bodies[self.engine] = (self.body_line, '\n'.join(self.body))
        self.body = []


def finish(statement):
    """Parse the texts of a statement, number its parameters, check its columns."""
    check_bodies(statement)
    parsed = {engine: parse_body(statement, statement.only or engine) for engine in ENGINES}
    statement.params = sql_text.parameters(parsed['sqlite'])
    if set(statement.params) != set(sql_text.parameters(parsed['postgres'])):
        raise Refusal(statement.file, statement.line,
                      f'the two texts of `{statement.name}` have different parameters')
    if len(set(statement.columns)) < len(statement.columns):
        raise Refusal(statement.file, statement.line, f'`{statement.name}` names a column twice')
    statement.texts = {
        'sqlite': sql_text.sqlite_text(parsed['sqlite'], statement.params),
        'postgres': sql_text.postgres_text(parsed['postgres'], statement.params)}
    if statement.kind == 'list':
        finish_list(statement)
    else:
        check_columns(statement)


def check_bodies(statement):
    """One text for both engines, one for each, or one marked `only`."""
    if not statement.bodies:
        raise Refusal(statement.file, statement.line, f'`{statement.name}` has no text')
    if statement.only and (statement.kind == 'list' or list(statement.bodies) != [statement.only]):
        raise Refusal(statement.file, statement.line,
                      f'`{statement.name}` is for {statement.only} only: one text, and no list')
    if not statement.only and '' not in statement.bodies and len(statement.bodies) < len(ENGINES):
        raise Refusal(statement.file, statement.line,
                      f'`{statement.name}` has a text for one engine only')


def parse_body(statement, engine):
    """Tokens of the text for an engine; refuses a second statement inside."""
    line, text = statement.bodies.get(engine) or statement.bodies['']
    parsed = sql_text.tokens(text, statement.file, line)
    if any(token == ';' for _, token in parsed):
        raise Refusal(statement.file, line, 'two statements under one name')
    return parsed


def check_columns(statement):
    """A statement declares columns exactly when it returns rows."""
    words = re.findall(r'[A-Z]+', re.sub(r"'[^']*'", '', statement.texts['sqlite']).upper())
    changes = any(word in ('INSERT', 'UPDATE', 'DELETE') for word in words)
    selects = not changes and words[:1] in (['SELECT'], ['WITH'], ['VALUES'])
    returns = 'RETURNING' in words or selects
    if returns and not statement.columns:
        raise Refusal(statement.file, statement.line,
                      f'`{statement.name}` returns rows but has no `-- columns:`')
    if statement.columns and not returns:
        raise Refusal(statement.file, statement.line,
                      f'`{statement.name}` has `-- columns:` but returns no rows')


def finish_list(statement):
    """Split the texts of a list around {columns}."""
    if ('id', 'i') not in [(name, kind) for name, _, kind, _ in statement.columns]:
        raise Refusal(statement.file, statement.line,
                      f'list `{statement.name}` has no `-- column: id = … integer`')
    for engine, text in statement.texts.items():
        parts = text.split('{columns}')
        if len(parts) != 2:
            raise Refusal(statement.file, statement.line,
                          f'list `{statement.name}` must contain {{columns}} once')
        statement.texts[engine] = parts


def read_statements(root):
    """All statements and lists below src/, by file; names are unique over all files."""
    statements, seen = [], {}
    for path, shown in output.find_inputs(root, 'src', '*.sql', [migrations.FOLDER]):
        for statement in FileReader(shown).read(output.read_text(path, shown)):
            key = (statement.kind, statement.name)
            if key in seen:
                raise Refusal(shown, statement.line,
                              f'`{statement.name}` is already in {seen[key]}')
            seen[key] = f'{shown}:{statement.line}'
            statements.append(statement)
    return statements


# Output --------------------------------------------------------------------------------------

HEADER = '''\
#ifndef LIANZE_STATEMENTS_H
#define LIANZE_STATEMENTS_H

/* Their values are in statements_<file>.h, one for each src/<room>/<file>.sql. */
enum statement {{ STATEMENT_HIGHEST = {highest:#x} }};
enum listing {{ LISTING_HIGHEST = {highest:#x} }};

struct statement_text {{
	enum statement statement;
	const char *name, *file;
	int line;
	const char *sqlite, *postgres;	/* text with ?N / $N; NULL when for the other engine only */
	const char *const *params;	/* in order of N */
	int param_count;
	const char *const *columns;
	int column_count;
}};
/* Ends with an entry that is all NULL. */
extern const struct statement_text statement_texts[];
extern const int statement_count;
/* Its place in statement_texts; -1 when there is no such statement. */
int statement_place(enum statement statement);
/* Its entry; the one that is all NULL when there is no such statement. */
const struct statement_text *statement_text_of(enum statement statement);

struct listing_column {{
	const char *name, *expression;
	char type;     /* 't' text, 'i' integer, 'b' blob */
	char required; /* 1: never NULL, so that an index may give the order */
}};
struct listing_text {{
	enum listing listing;
	const char *name, *file;
	int line;
	const char *sqlite_head, *sqlite_tail, *postgres_head, *postgres_tail;
	const char *const *params;
	int param_count;
	const struct listing_column *columns;
	int column_count;
}};
/* Ends with an entry that is all NULL. */
extern const struct listing_text listing_texts[];
extern const int listing_count;
/* Its entry; the one that is all NULL when there is no such list. */
const struct listing_text *listing_text_of(enum listing listing);

struct migration_text {{
	int number;
	const char *name;
	const char *sha256; /* of the source file */
	const char *const *sqlite;
	const char *const *postgres;
	int count; /* single statements; NULL where one is for the other engine only */
}};
extern const struct migration_text migration_texts[];
extern const int migration_count;

#endif
'''


FUNCTIONS = '''
int statement_place(enum statement statement)
{
	return place_of_statement(statement);
}

const struct statement_text *statement_text_of(enum statement statement)
{
	int place = place_of_statement(statement);

	return &statement_texts[place < 0 ? statement_count : place];
}

const struct listing_text *listing_text_of(enum listing listing)
{
	int place = place_of_listing(listing);

	return &listing_texts[place < 0 ? listing_count : place];
}
'''


def enum_name(one):
    """unit_by_code → STATEMENT_UNIT_BY_CODE; of a list LISTING_…"""
    return ('LISTING_' if one.kind == 'list' else 'STATEMENT_') + one.name.upper()


def files_of(root):
    """plan_item → src/plan/plan_item.sql for each file; names are unique over all rooms."""
    files = {}
    for _, shown in output.find_inputs(root, 'src', '*.sql', [migrations.FOLDER]):
        earlier = files.setdefault(Path(shown).stem, shown)
        if earlier != shown:
            raise Refusal(shown, 1, f'has the name of {earlier}: the generated header needs its own')
    return files


def outputs(root):
    """Names of what is generated."""
    return ['statements.h', 'statements.c'] + [f'statements_{name}.h' for name in files_of(root)]


def number(root, statements):
    """Give each statement its value; file name → its statements."""
    files = files_of(root)
    by_file = {}
    for name, value in numbering.number_files(files).items():
        by_file[name] = [one for one in statements if one.file == files[name]]
        constants = numbering.constants(value, files[name], map(enum_name, by_file[name]))
        for one, (_, constant) in zip(by_file[name], constants):
            one.value = constant
    return by_file


def header():
    """statements.h"""
    return output.BANNER.format(tool='statements.py') + HEADER.format(highest=numbering.HIGHEST)


def file_header(name, statements):
    """statements_<file>.h"""
    rows = [('listing' if one.kind == 'list' else 'statement', enum_name(one), one.value)
            for one in statements]
    return output.BANNER.format(tool='statements.py') + numbering.header(
        f'statements_{name}.h', 'statements.h', rows)


def text_array(name, texts):
    """A static array of texts; nothing when there are none."""
    if not texts:
        return ''
    lines = ''.join(f'\t{"NULL" if text is None else c_string(text)},\n' for text in texts)
    return f'static const char *const {name}[] = {{\n{lines}}};\n'


def array_or_null(name, texts):
    return name if texts else 'NULL'


def statement_entry(one):
    """One initializer of statement_texts[]."""
    sqlite, postgres = (c_string(one.texts[engine]) if one.only in ('', engine) else 'NULL'
                        for engine in ENGINES)
    return (f'\t{{ {one.value:#x}, {c_string(one.name)}, {c_string(one.file)}, {one.line},\n'
            f'\t  {sqlite},\n\t  {postgres},\n'
            f'\t  {array_or_null("params_" + one.name, one.params)}, {len(one.params)},\n'
            f'\t  {array_or_null("columns_" + one.name, one.columns)}, {len(one.columns)} }},\n')


def listing_entry(one):
    """One initializer of listing_texts[]."""
    texts = [c_string(text) for engine in ENGINES for text in one.texts[engine]]
    joined = ',\n\t  '.join(texts)
    return (f'\t{{ {one.value:#x}, {c_string(one.name)}, {c_string(one.file)}, {one.line},\n\t  {joined},\n'
            f'\t  {array_or_null("list_params_" + one.name, one.params)}, {len(one.params)},\n'
            f'\t  list_columns_{one.name}, {len(one.columns)} }},\n')


def listing_columns(one):
    """The static column array of a list."""
    rows = ''.join(f"\t{{ {c_string(name)}, {c_string(expression)}, '{kind}', {int(required)} }},\n"
                   for name, expression, kind, required in one.columns)
    return f'static const struct listing_column list_columns_{one.name}[] = {{\n{rows}}};\n'


def source(statements, steps):
    """statements.c"""
    names = [one for one in statements if one.kind == 'name']
    lists = [one for one in statements if one.kind == 'list']
    out = [output.BANNER.format(tool='statements.py'), '#include <stddef.h>\n\n',
           '#include "statements.h"\n\n',
           '#pragma GCC diagnostic ignored "-Woverlength-strings"\n\n']
    for one in names:
        out += [text_array('params_' + one.name, one.params),
                text_array('columns_' + one.name, one.columns)]
    for one in lists:
        out += [text_array('list_params_' + one.name, one.params), listing_columns(one)]
    for one in steps:
        out += [text_array(f'sqlite_{one.number:04}', one.sqlite),
                text_array(f'postgres_{one.number:04}', one.postgres)]
    null_entry = '\t{ 0 },\n};\n'
    out += ['\nconst struct statement_text statement_texts[] = {\n',
            *map(statement_entry, names), null_entry,
            '\nconst struct listing_text listing_texts[] = {\n',
            *map(listing_entry, lists), null_entry,
            '\nconst struct migration_text migration_texts[] = {\n',
            *map(migration_entry, steps), null_entry,
            f'const int migration_count = {len(steps)};\n',
            f'const int statement_count = {len(names)}, listing_count = {len(lists)};\n',
            numbering.place_source('place_of_statement', [one.value for one in names]),
            numbering.place_source('place_of_listing', [one.value for one in lists]), FUNCTIONS]
    return ''.join(out)


def migration_entry(one):
    """One initializer of migration_texts[]."""
    return (f'\t{{ {one.number}, {c_string(one.name)},\n\t  "{one.sha256}",\n'
            f'\t  {array_or_null(f"sqlite_{one.number:04}", one.sqlite)}, '
            f'{array_or_null(f"postgres_{one.number:04}", one.postgres)}, {len(one.sqlite)} }},\n')


def contents(root):
    """(name, text) of what is generated."""
    statements, steps = read_statements(root), migrations.read_migrations(root)
    yield 'statements.h', header()
    for name, own in number(root, statements).items():
        yield f'statements_{name}.h', file_header(name, own)
    yield 'statements.c', source(statements, steps)


def main(arguments):
    """Generate the files, or print their names."""
    output.generate(arguments, outputs, contents)


if __name__ == '__main__':
    output.run(main)
