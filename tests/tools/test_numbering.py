"""numbering.py: constants stay, tables are found, what cannot be numbered is refused."""

import subprocess

import harness

import numbering


def colliding():
    """Two names with one number."""
    seen = {}
    for i in range(100000):
        name = f'name{i}'
        number = numbering.number_files([name])[name]
        if number in seen:
            return seen[number], name
        seen[number] = name
    raise AssertionError('no two names collide')


class Numbering(harness.Case):
    def test_two_names_with_one_number(self):
        first, second = colliding()
        with self.assertRaises(numbering.Refusal) as caught:
            numbering.number_files([first, second])
        self.assertIn(f'gets the number of {first}', str(caught.exception))

    def test_too_many_entries(self):
        self.assertEqual(len(numbering.constants(1, 'a.sql', ['X'] * 1023)), 1023)
        with self.assertRaises(numbering.Refusal) as caught:
            numbering.constants(1, 'a.sql', ['X'] * 1024)
        self.assertEqual(str(caught.exception),
                         'a.sql:1: error: more than 1023 entries: split the file')

    def test_places(self):
        """Every value of a table is found at its place, its neighbours outside are not."""
        values = [2049, 2050, 2052, 1025, 1026, numbering.HIGHEST]
        wanted = {value: place for place, value in enumerate(values)}
        asked = sorted({0, 1, 2**32 - 1, *(value + step for value in values for step in (-1, 0, 1))})
        self.write('program.c', '#include <stdio.h>\n#include <stddef.h>\n' +
                   numbering.place_source('place', values) + 'int main(void)\n{\n' +
                   ''.join(f'\tprintf("%d\\n", place({one}u));\n' for one in asked) + '}\n')
        program = self.out / 'program'
        subprocess.run(['gcc', '-std=gnu11', '-Wall', '-Wextra', '-Werror',
                        str(self.root / 'program.c'), '-o', str(program)], check=True)
        done = subprocess.run([program], capture_output=True, text=True, check=True)
        self.assertEqual(list(map(int, done.stdout.split())),
                         [wanted.get(one, -1) for one in asked])


if __name__ == '__main__':
    harness.main(['numbering.py'])
