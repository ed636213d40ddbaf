"""SQL text as tokens: parameters, the two dialects, and where a statement ends.

SQLite is the written dialect; the PostgreSQL text differs only in what this file says.
"""

import re

from output import Refusal

TOKEN = re.compile(r"""
    (?P<quoted>'(?:[^']|'')*' | "(?:[^"]|"")*" | \$\$.*?\$\$)
  | (?P<comment>--[^\n]* | /\*.*?\*/)
  | (?P<space>\s+)
  | (?P<cast>::)
  | (?P<param>:[A-Za-z_][A-Za-z0-9_]*)
  | (?P<foreign>\?\d* | \$\d+ | @[A-Za-z_]\w* | :)
  | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<other>.)
""", re.VERBOSE | re.DOTALL)

CAST_TYPES = {'INTEGER': 'BIGINT', 'BLOB': 'BYTEA'}
COLUMN_TYPES = {'INTEGER': 'BIGINT', 'BLOB': 'BYTEA', 'TEXT': 'TEXT COLLATE "C"'}


def tokens(text, shown, line):
    """(kind, token) pairs without comments, white space as one blank; refuses unportable ones."""
    result = []
    for match in TOKEN.finditer(text):
        kind, token = match.lastgroup, match.group()
        at = line + text.count('\n', 0, match.start())
        if kind == 'cast':
            raise Refusal(shown, at, '`::` is not portable; write CAST(… AS …)')
        if kind == 'foreign':
            raise Refusal(shown, at, f'`{token}` is not a parameter; write :name')
        if kind == 'other' and token in '\'"':
            raise Refusal(shown, at, f'{token} opens a quotation that never ends')
        if kind in ('comment', 'space'):
            kind, token = 'space', ' '
        if kind == 'space' and (not result or result[-1][0] == 'space'):
            continue
        result.append((kind, token))
    while result and (result[-1][0] == 'space' or result[-1][1] == ';'):
        result.pop()
    return result


def parameters(parsed):
    """Names of the parameters in the order of their first appearance."""
    return list(dict.fromkeys(token[1:] for kind, token in parsed if kind == 'param'))


def sqlite_text(parsed, params):
    """Text with ?N for the Nth parameter."""
    return ''.join(f'?{params.index(token[1:]) + 1}' if kind == 'param' else token
                   for kind, token in parsed)


def postgres_text(parsed, params):
    """Text with $N for the Nth parameter and 64-bit types in casts."""
    out = []
    for position, (kind, token) in enumerate(parsed):
        if kind == 'param':
            token = f'${params.index(token[1:]) + 1}'
        elif kind == 'word' and _is_cast_type(parsed, position):
            token = CAST_TYPES.get(token.upper(), token)
        out.append(token)
    return ''.join(out)


def _is_cast_type(parsed, position):
    """True for INTEGER in `AS INTEGER)`."""
    before = [token for kind, token in parsed[:position] if kind != 'space'][-1:]
    after = [token for kind, token in parsed[position + 1:] if kind != 'space'][:1]
    return before != [] and before[0].upper() == 'AS' and after == [')']


def postgres_schema(parsed):
    """Text of a migration: column types, and without SQLite's table options."""
    out = []
    for position, (kind, token) in enumerate(parsed):
        if kind == 'word' and _is_cast_type(parsed, position):
            token = CAST_TYPES.get(token.upper(), token)
        elif kind == 'word':
            token = COLUMN_TYPES.get(token, token)
        out.append(token)
    return re.sub(r'\)\s*(STRICT|WITHOUT ROWID)(\s*,\s*(STRICT|WITHOUT ROWID))*\s*$', ')',
                  ''.join(out))


def ends_statement(line):
    """True when a line's SQL, its trailing comment aside, ends with `;`."""
    return re.sub(r"--[^'\n]*$", '', line).rstrip().endswith(';')
