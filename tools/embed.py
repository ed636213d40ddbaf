"""embed.py: static files and rulebooks → embedded.h, embedded.c (contract: README.md).

usage: embed.py SOURCE_ROOT OUTPUT_FOLDER [OUTPUT …]
       embed.py --outputs SOURCE_ROOT
"""

import gzip
import hashlib
import re
from dataclasses import dataclass

import output
from output import Refusal, c_string

STATIC = 'src/web/static/'
RULES = 'rules/'
TYPES = {
    '.css': 'text/css; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.json': 'application/json',
    '.svg': 'image/svg+xml',
    '.png': 'image/png',
    '.ico': 'image/x-icon',
    '.woff2': 'font/woff2',
    '.txt': 'text/plain; charset=utf-8',
    '.webmanifest': 'application/manifest+json',
}
BYTES_PER_LINE = 24

HEADER = '''\
#ifndef LIANZE_EMBEDDED_H
#define LIANZE_EMBEDDED_H

#include "base/str.h"

/* A file of src/web/static. Everything lives as long as the program. */
struct embedded_file {
	const char *path; /* "/static/look.css" */
	struct str bytes;
	struct str gzip;  /* empty when it would not be smaller */
	const char *type; /* Content-Type */
	const char *etag; /* first 16 hex digits of the SHA-256 of the bytes, without quotes */
};
extern const struct embedded_file embedded_files[];
extern const int embedded_file_count;

/* A file rules/<name>.yaml: a scheme, or in a folder another kind of rule ("calendar/2008"). */
struct embedded_rules {
	const char *name; /* without rules/ and .yaml */
	struct str text;
};
extern const struct embedded_rules embedded_rules[];
extern const int embedded_rules_count;

#endif
'''


@dataclass
class StaticFile:
    """One file below src/web/static."""

    path: str
    data: bytes
    packed: bytes
    type: str
    etag: str


def read_static(root):
    """All static files; refuses a name or type that no page could ask for."""
    files = []
    for path, shown in output.find_inputs(root, STATIC, '*'):
        if not path.is_file():
            continue
        if not re.match(r'^[A-Za-z0-9._/-]+$', shown):
            raise Refusal(shown, 1, 'a static file is named by letters, digits, `.`, `_` and `-`')
        if path.suffix not in TYPES:
            raise Refusal(shown, 1, f'no content type for `{path.suffix}`; known: '
                                    f'{" ".join(sorted(TYPES))}')
        data = path.read_bytes()
        packed = gzip.compress(data, 9, mtime=0)
        files.append(StaticFile('/static/' + shown.removeprefix(STATIC), data,
                                packed if len(packed) < len(data) else b'', TYPES[path.suffix],
                                hashlib.sha256(data).hexdigest()[:16]))
    return files


def read_rules(root):
    """(name, bytes) of all rulebooks; file names are unique over the folders."""
    rules, stems = {}, set()
    for path, shown in output.find_inputs(root, RULES, '*.yaml'):
        if path.stem in stems:
            raise Refusal(shown, 1, f'there are two rulebooks called `{path.stem}`')
        stems.add(path.stem)
        rules[shown.removeprefix(RULES).removesuffix('.yaml')] = output.read_text(path, shown).encode('utf-8')
    return list(rules.items())


def byte_array(name, data):
    """A static array as string literals of octal escapes: compiles far faster than numbers."""
    lines = (''.join(f'\\{byte:03o}' for byte in data[start:start + BYTES_PER_LINE])
             for start in range(0, len(data), BYTES_PER_LINE))
    body = '\n'.join(f'\t"{line}"' for line in lines)
    return f'static const char {name}[] =\n{body};\n'


def str_value(name, data):
    return f'{{ {name}, {len(data)} }}' if data else '{ NULL, 0 }'


def source(files, rules):
    """embedded.c"""
    out = [output.BANNER.format(tool='embed.py'), '#include "embedded.h"\n\n',
           '#pragma GCC diagnostic ignored "-Woverlength-strings"\n\n']
    for number, one in enumerate(files):
        out += [byte_array(f'{kind}_{number}', data)
                for kind, data in (('bytes', one.data), ('gzip', one.packed)) if data]
    out += [byte_array(f'rules_{number}', data) for number, (_, data) in enumerate(rules) if data]
    out.append('\nconst struct embedded_file embedded_files[] = {\n')
    out += [f'\t{{ {c_string(one.path)}, {str_value(f"bytes_{number}", one.data)}, '
            f'{str_value(f"gzip_{number}", one.packed)},\n'
            f'\t  {c_string(one.type)}, "{one.etag}" }},\n' for number, one in enumerate(files)]
    out += ['\t{ 0 },\n};\n', f'const int embedded_file_count = {len(files)};\n',
            '\nconst struct embedded_rules embedded_rules[] = {\n']
    out += [f'\t{{ {c_string(name)}, {str_value(f"rules_{number}", data)} }},\n'
            for number, (name, data) in enumerate(rules)]
    out += ['\t{ 0 },\n};\n', f'const int embedded_rules_count = {len(rules)};\n']
    return ''.join(out)


def outputs(_):
    """Names of what is generated."""
    return ['embedded.h', 'embedded.c']


def contents(root):
    """(name, text) of what is generated."""
    yield 'embedded.h', output.BANNER.format(tool='embed.py') + HEADER
    yield 'embedded.c', source(read_static(root), read_rules(root))


def main(arguments):
    """Generate the files, or print their names."""
    output.generate(arguments, outputs, contents)


if __name__ == '__main__':
    output.run(main)
