/*
 * evidence.h - the demonstration's files: what a unit wrote on its work of a year.
 *
 * Layer: demo. Each is a text of its own, but for what is planted so that sameness can be found:
 *   DEMO_SAME_A, _B       two units hand in the very same file in 2008
 *   DEMO_COPIED, _COPIER  the second handed in the first's text with the name changed
 *   DEMO_REPEATED         handed in its text of 2007 again in 2008, with the year changed
 */
#ifndef LIANZE_DEMO_EVIDENCE_H
#define LIANZE_DEMO_EVIDENCE_H

#include "demo/county.h"

#define DEMO_SAME_A "D08"
#define DEMO_SAME_B "D09"
#define DEMO_COPIED "T10"
#define DEMO_COPIER "T11"
#define DEMO_REPEATED "D23"

/* Whether a unit (by its place in the county) has a file in that year. */
bool demo_has_file(const struct demo_unit units[DEMO_UNITS], int unit, int year);
/* Its text, UTF-8; failure sticks in the buffer. */
void demo_write_file(const struct demo_unit units[DEMO_UNITS], int unit, int year, struct buf *out);

#endif
