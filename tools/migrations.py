"""Numbered migrations as single statements in both dialects; statements.py writes them out."""

import hashlib
import re
from dataclasses import dataclass

import output
import sql_text
from output import Refusal

FOLDER = 'src/store/migrations/'
ENGINE = re.compile(r'^--\s*engine:\s*(.*?)\s*$')
ENGINES = ('sqlite', 'postgres', 'sqlite only', 'postgres only')


@dataclass
class Migration:
    """One numbered file, its single statements in both dialects."""

    number: int
    name: str
    sha256: str
    sqlite: list
    postgres: list


def read_migrations(root):
    """All migrations in order; numbers run from 1 without a gap."""
    migrations = []
    for path, shown in output.find_inputs(root, FOLDER, '*.sql'):
        match = re.match(r'^(\d{4})_([a-z0-9_]+)\.sql$', path.name)
        if not match:
            raise Refusal(shown, 1, 'a migration is called NNNN_name.sql')
        if int(match[1]) != len(migrations) + 1:
            raise Refusal(shown, 1, f'expected number {len(migrations) + 1:04}')
        pairs = split_migration(shown, output.read_text(path, shown))
        migrations.append(Migration(int(match[1]), match[2],
                                    hashlib.sha256(path.read_bytes()).hexdigest(),
                                    [one for one, _ in pairs], [two for _, two in pairs]))
    return migrations


def split_migration(shown, text):
    """(sqlite, postgres) pairs of single statements; None where an engine has nothing to do."""
    pairs, waiting = [], None
    for engine, line, parsed in single_statements(shown, text):
        written = sql_text.sqlite_text(parsed, [])
        if waiting and engine == 'postgres':
            pairs.append((waiting, written))
            waiting = None
        elif waiting or engine == 'postgres':
            raise Refusal(shown, line,
                          'variants come as `-- engine: sqlite`, then `-- engine: postgres`')
        elif engine == 'sqlite':
            waiting = written
        elif engine == 'sqlite only':
            pairs.append((written, None))
        elif engine == 'postgres only':
            pairs.append((None, written))
        else:
            pairs.append((written, sql_text.postgres_schema(parsed)))
    if waiting:
        raise Refusal(shown, line, 'this statement has a text for one engine only')
    return pairs


def single_statements(shown, text):
    """Yields (engine or '', line, tokens) of each statement."""
    body, start, engine = [], 0, ''
    for line, content in enumerate(text.split('\n'), 1):
        directive = ENGINE.match(content)
        if directive:
            engine = directive[1]
            if engine not in ENGINES:
                raise Refusal(shown, line, f'unknown engine `{engine}`; known: {", ".join(ENGINES)}')
        if not body and (not content.strip() or content.startswith('--')):
            continue
        start = start if body else line
        body.append(content)
        if ends_here(body):
            yield engine, start, parse(shown, start, body)
            body, engine = [], ''
    if body:
        raise Refusal(shown, start, 'this statement does not end with `;`')


def parse(shown, line, body):
    """Tokens of one statement."""
    parsed = sql_text.tokens('\n'.join(body), shown, line)
    if sql_text.parameters(parsed):
        raise Refusal(shown, line, 'a migration has no parameters')
    return parsed


def ends_here(body):
    """At `;`, but a trigger only at `END;` and a quoted function only behind its closing $$."""
    text, last = '\n'.join(body), body[-1]
    if re.match(r'\s*CREATE TRIGGER\b', text):
        return last.strip() == 'END;' or 'EXECUTE FUNCTION' in text and last.endswith(';')
    return text.count('$$') % 2 == 0 and sql_text.ends_statement(last)
