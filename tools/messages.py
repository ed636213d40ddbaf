"""messages.py: locale/*.po → messages.h, messages_<topic>.h, messages.c (contract: README.md).

usage: messages.py SOURCE_ROOT OUTPUT_FOLDER [OUTPUT …]
       messages.py --outputs SOURCE_ROOT
"""

import re
from dataclasses import dataclass
from pathlib import Path

import numbering
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
    if entry.key in ('none', 'highest'):
        refuse(f'`{entry.key}` is taken by the program')
    if not entry.text:
        refuse(f'`{entry.key}` has an empty msgstr')
    if re.search(r'[{}]', VALUE.sub('', entry.text)):
        refuse(f'`{entry.key}` has a brace that is not part of a {{name}}')


def language_of(path):
    """zh.po and room.zh.po → zh."""
    return path.name.split('.')[-2]


def topic_of(shown):
    """locale/room.zh.po → room; locale/zh.po → common."""
    parts = Path(shown).name.split('.')
    return parts[0] if len(parts) == 3 else 'common'


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
/* The other values are in messages_<topic>.h, one for each locale/<topic>.*.po. */
enum message {{ MESSAGE_NONE, MESSAGE_HIGHEST = {highest:#x} }};
/* What replaces {{name}} in a message. */
struct message_value {{
	const char *name;
	struct str text;
}};
/* The text with its {{names}}; "" for MESSAGE_NONE. */
const char *message_text(enum message message, enum language language);
/* "ranking.title"; "" for MESSAGE_NONE. */
const char *message_key(enum message message);
/* The message with that key; MESSAGE_NONE when there is none. */
enum message message_find(struct str key);
/* The message at a place of the table of them all; MESSAGE_NONE behind the last. */
enum message message_at(size_t place);

#endif
'''

FUNCTIONS = '''
const char *message_text(enum message message, enum language language)
{
	int place = place_of_message(message);

	return place < 0 ? "" : texts[place][language < LANGUAGE_COUNT ? language : LANGUAGE_ZH];
}

const char *message_key(enum message message)
{
	int place = place_of_message(message);

	return place < 0 ? "" : keys[place];
}

enum message message_find(struct str key)
{
	for (size_t i = 0; keys[i]; i++)
		if (strlen(keys[i]) == key.length && memcmp(keys[i], key.bytes, key.length) == 0)
			return (enum message)numbers[i];
	return MESSAGE_NONE;
}

enum message message_at(size_t place)
{
	return place < count ? (enum message)numbers[place] : MESSAGE_NONE;
}
'''


def files_of(root):
    """topic → its file in the first language, by name."""
    return {topic_of(shown): shown for path, shown in output.find_inputs(root, 'locale', '*.po')
            if language_of(path) == LANGUAGES[0]}


def outputs(root):
    """Names of what is generated."""
    return ['messages.h', 'messages.c'] + [f'messages_{topic}.h' for topic in files_of(root)]


def number(root, entries):
    """topic → [(C name, value, key)], keys sorted."""
    files = files_of(root)
    keys = {topic: [] for topic in files}
    for key, entry in sorted(entries.items()):
        keys[topic_of(entry.file)].append(key)
    rows = {}
    for topic, value in numbering.number_files(files).items():
        constants = numbering.constants(value, files[topic], map(enum_name, keys[topic]))
        rows[topic] = [(*constant, key) for constant, key in zip(constants, keys[topic])]
    return rows


def header():
    """messages.h"""
    return output.BANNER.format(tool='messages.py') + HEADER.format(
        languages=', '.join('LANGUAGE_' + language.upper() for language in LANGUAGES),
        highest=numbering.HIGHEST)


def topic_header(topic, rows):
    """messages_<topic>.h"""
    return output.BANNER.format(tool='messages.py') + numbering.header(
        f'messages_{topic}.h', 'messages.h', [('message', name, value) for name, value, _ in rows])


def source(tables, rows):
    """messages.c"""
    out = [output.BANNER.format(tool='messages.py'),
           '#include <string.h>\n\n#include "messages.h"\n\n',
           '#pragma GCC diagnostic ignored "-Woverlength-strings"\n\n',
           'static const char *const keys[] = {\n']
    out += [f'\t{c_string(key)},\n' for _, _, key in rows]
    out += [f'\tNULL,\n}};\nstatic const size_t count = {len(rows)};\n',
            '\nstatic const unsigned numbers[] = {\n']
    out += [f'\t{value:#x},\n' for _, value, _ in rows]
    out += ['\t0,\n};\n\nstatic const char *const texts[][LANGUAGE_COUNT] = {\n']
    for _, _, key in rows:
        texts = ', '.join(c_string(tables[language][key].text) for language in LANGUAGES)
        out.append(f'\t{{ {texts} }},\n')
    out += ['\t{ ' + ', '.join('NULL' for _ in LANGUAGES) + ' },\n};\n',
            numbering.place_source('place_of_message', [value for _, value, _ in rows]), FUNCTIONS]
    return ''.join(out)


def contents(root):
    """(name, text) of what is generated."""
    tables = read_messages(root)
    topics = number(root, tables[LANGUAGES[0]])
    yield 'messages.h', header()
    for topic, rows in topics.items():
        yield f'messages_{topic}.h', topic_header(topic, rows)
    yield 'messages.c', source(tables, [row for rows in topics.values() for row in rows])


def main(arguments):
    """Generate the files, or print their names."""
    output.generate(arguments, outputs, contents)


if __name__ == '__main__':
    output.run(main)
