"""messages.py: locale/*.po → messages.h, messages.c (contract: README.md).

usage: messages.py SOURCE_ROOT OUTPUT_FOLDER
"""

import re
from dataclasses import dataclass
from pathlib import Path

import output
from output import Refusal, c_string

LANGUAGES = ('zh', 'en')
KEY = re.compile(r'^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$')
VALUE = re.compile(r'\{([a-z][a-z0-9_]*)\}')
QUOTED = re.compile(r'^"((?:[^"\\]|\\.)*)"$')
PO_ESCAPES = {'n': '\n', 't': '\t', '"': '"', '\\': '\\'}


@dataclass
class Entry:
    """One msgid with its msgstr."""

    key: str
    text: str
    file: str
    line: int

    def values(self):
        """The set of {names} in the text."""
        return set(VALUE.findall(self.text))


def unquote(content, shown, line):
    """The text inside a PO string."""
    match = QUOTED.match(content.strip())
    if not match:
        raise Refusal(shown, line, 'expected a text in double quotes')

    def replace(escape):
        if escape[1] not in PO_ESCAPES:
            raise Refusal(shown, line, f'unknown escape `{escape[0]}`')
        return PO_ESCAPES[escape[1]]
    return re.sub(r'\\(.)', replace, match[1])


def parse_po(text, shown):
    """Entries of one PO file in order; the header entry (empty msgid) is left out."""
    entries, part = [], ''
    for line, content in enumerate(text.split('\n'), 1):
        if re.match(r'^#,.*\bfuzzy\b', content):
            raise Refusal(shown, line, 'a fuzzy entry: check the text, then remove the mark')
        if not content.strip() or content.startswith('#'):
            continue
        word, _, rest = content.partition(' ')
        if word == 'msgid':
            entries.append(Entry(unquote(rest, shown, line), '', shown, line))
        elif word == 'msgstr' and part == 'msgid':
            entries[-1].text = unquote(rest, shown, line)
        elif content.startswith('"') and part == 'msgid':
            entries[-1].key += unquote(content, shown, line)
        elif content.startswith('"') and part == 'msgstr':
            entries[-1].text += unquote(content, shown, line)
        else:
            raise Refusal(shown, line, f'unexpected `{word}`; an entry is msgid, then msgstr')
        part = word if word in ('msgid', 'msgstr') else part
    return [entry for entry in entries if entry.key]


def check_entry(entry):
    """Refuse a malformed key or text."""
    def refuse(sentence):
        raise Refusal(entry.file, entry.line, sentence)
    if not KEY.match(entry.key):
        refuse(f'`{entry.key}` is not a dotted key of lower-case letters, digits and _')
    if entry.key in ('none', 'count'):
        refuse(f'`{entry.key}` is taken by the program')
    if not entry.text:
        refuse(f'`{entry.key}` has an empty msgstr')
    if re.search(r'[{}]', VALUE.sub('', entry.text)):
        refuse(f'`{entry.key}` has a brace that is not part of a {{name}}')


def language_of(path):
    """zh.po and room.zh.po → zh."""
    return path.name.split('.')[-2]


def read_language(root, language):
    """key → Entry over all files of a language."""
    entries = {}
    for path, shown in output.find_inputs(root, 'locale', '*.po'):
        if language_of(path) not in LANGUAGES:
            raise Refusal(shown, 1, f'called <language>.po or <room>.<language>.po, '
                                    f'language one of {", ".join(LANGUAGES)}')
        if language_of(path) != language:
            continue
        for entry in parse_po(output.read_text(path, shown), shown):
            check_entry(entry)
            earlier = entries.setdefault(entry.key, entry)
            if earlier is not entry:
                raise Refusal(shown, entry.line,
                              f'`{entry.key}` is already in {earlier.file}:{earlier.line}')
    return entries


def read_messages(root):
    """language → key → Entry; refuses what differs between the languages."""
    tables = {language: read_language(root, language) for language in LANGUAGES}
    for language, other in (LANGUAGES, LANGUAGES[::-1]):
        for key, entry in tables[language].items():
            if key not in tables[other]:
                raise Refusal(entry.file, entry.line, f'`{key}` is missing in language {other}')
            if entry.values() != tables[other][key].values():
                raise Refusal(entry.file, entry.line,
                              f'`{key}` has other {{names}} than in language {other}')
    check_enum_names(tables[LANGUAGES[0]])
    return tables


def enum_name(key):
    """ranking.title → MESSAGE_RANKING_TITLE"""
    return 'MESSAGE_' + key.replace('.', '_').upper()


def check_enum_names(entries):
    """Two keys must not become one constant."""
    seen = {}
    for key, entry in entries.items():
        earlier = seen.setdefault(enum_name(key), key)
        if earlier != key:
            raise Refusal(entry.file, entry.line, f'`{key}` and `{earlier}` are one constant in C')


HEADER = '''\
#ifndef LIANZE_MESSAGES_H
#define LIANZE_MESSAGES_H

#include "base/str.h"

enum language {{ {languages}, LANGUAGE_COUNT }};
enum message {{
	MESSAGE_NONE,
{messages}	MESSAGE_COUNT
}};
/* What replaces {{name}} in a message. */
struct message_value {{
	const char *name;
	struct str text;
}};
/* The text with its {{names}}; "" for MESSAGE_NONE. */
const char *message_text(enum message message, enum language language);
/* "ranking.title"; "" for MESSAGE_NONE. */
const char *message_key(enum message message);

#endif
'''

FUNCTIONS = '''
const char *message_text(enum message message, enum language language)
{
	return texts[message < MESSAGE_COUNT ? message : MESSAGE_NONE]
		    [language < LANGUAGE_COUNT ? language : LANGUAGE_ZH];
}

const char *message_key(enum message message)
{
	return keys[message < MESSAGE_COUNT ? message : MESSAGE_NONE];
}
'''


def header(keys):
    """messages.h"""
    return output.BANNER.format(tool='messages.py') + HEADER.format(
        languages=', '.join('LANGUAGE_' + language.upper() for language in LANGUAGES),
        messages=''.join(f'\t{enum_name(key)},\n' for key in keys))


def source(tables, keys):
    """messages.c"""
    out = [output.BANNER.format(tool='messages.py'), '#include "messages.h"\n\n',
           '#pragma GCC diagnostic ignored "-Woverlength-strings"\n\n',
           'static const char *const keys[MESSAGE_COUNT] = {\n\t"",\n']
    out += [f'\t{c_string(key)},\n' for key in keys]
    out += ['};\n\nstatic const char *const texts[MESSAGE_COUNT][LANGUAGE_COUNT] = {\n',
            '\t{ ' + ', '.join('""' for _ in LANGUAGES) + ' },\n']
    for key in keys:
        texts = ', '.join(c_string(tables[language][key].text) for language in LANGUAGES)
        out.append(f'\t{{ {texts} }},\n')
    return ''.join(out) + '};\n' + FUNCTIONS


def main(arguments):
    """Generate both files."""
    root, folder = map(Path, arguments)
    tables = read_messages(root)
    keys = sorted(tables[LANGUAGES[0]])
    output.write_if_changed(folder / 'messages.h', header(keys))
    output.write_if_changed(folder / 'messages.c', source(tables, keys))


if __name__ == '__main__':
    output.run(main)
