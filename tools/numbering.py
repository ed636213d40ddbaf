"""Numbers of generated constants that stay when other files change.

A constant of input file F is `crc32(F) % 2**20 << 10 | position in F`, so that a new message or
statement changes one generated header only, and only what includes it is compiled again.
"""

import itertools
import zlib

from output import Refusal

FILE_BITS, POSITION_BITS = 20, 10
HIGHEST = (1 << FILE_BITS + POSITION_BITS) - 1


def number_files(names):
    """name → its number; refuses two names with one number."""
    numbers, taken = {}, {}
    for name in names:
        number = zlib.crc32(name.encode()) % (1 << FILE_BITS)
        if taken.setdefault(number, name) != name:
            raise Refusal(name, 1, f'gets the number of {taken[number]}: give it another name')
        numbers[name] = number
    return numbers


def constants(number, shown, names):
    """[(C name, value)] of one file; positions are counted from 1."""
    names = list(names)
    if len(names) >= 1 << POSITION_BITS:
        raise Refusal(shown, 1, f'more than {(1 << POSITION_BITS) - 1} entries: split the file')
    return [(name, number << POSITION_BITS | position) for position, name in enumerate(names, 1)]


def header(name, base, rows):
    """The header of one input file; rows: (enum, C name, value); `base` declares the enums."""
    guard = 'LIANZE_' + name.replace('.', '_').upper()
    body = ''.join(f'#define {constant} ((enum {enum}){value:#x})\n'
                   for enum, constant, value in rows)
    return f'#ifndef {guard}\n#define {guard}\n\n#include "{base}"\n\n{body}\n#endif\n'


PLACE = '''
/* The place of a constant in its table; -1 when there is no such constant. */
static int {name}(unsigned constant)
{{
	/* values without a gap: the first, its place, how many */
	static const struct {{
		unsigned first, place, count;
	}} runs[] = {{
{runs}		{{ {behind:#x}, 0, 0 }},
	}};
	size_t low = 0, high = sizeof(runs) / sizeof(runs[0]) - 1;

	while (low < high) {{
		size_t middle = (low + high) / 2;
		if (runs[middle].first + runs[middle].count <= constant)
			low = middle + 1;
		else
			high = middle;
	}}
	if (constant < runs[low].first || constant - runs[low].first >= runs[low].count)
		return -1;
	return (int)(runs[low].place + constant - runs[low].first);
}}
'''


def place_source(name, values):
    """C of `static int <name>(unsigned constant)` for the values of a table, in its order."""
    runs = []
    for _, run in itertools.groupby(enumerate(values), lambda pair: pair[1] - pair[0]):
        run = list(run)
        runs.append((run[0][1], run[0][0], len(run)))
    text = ''.join(f'\t\t{{ {first:#x}, {place}, {count} }},\n' for first, place, count in sorted(runs))
    return PLACE.format(name=name, runs=text, behind=HIGHEST + 1)
