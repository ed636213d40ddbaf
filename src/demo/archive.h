/*
 * archive.h - the demonstration's earlier archives, as an import file: what fictional cadres got before
 * the system began, in the columns of the import profile (archive/import_archive.c).
 *
 * Layer: demo.
 */
#ifndef LIANZE_DEMO_ARCHIVE_H
#define LIANZE_DEMO_ARCHIVE_H

#include "base/buf.h"

#define DEMO_ARCHIVE_FIRST 61 /* persons P0061 … P0100, the cadre with the log-in among them */
#define DEMO_ARCHIVE_LAST  100
/* Whose archive is closed to themself, and the case that came in after that. */
#define DEMO_PERSON_CLOSED "P0088"

/* Failure sticks in the buffer. */
void demo_write_archive(struct buf *out);
void demo_write_archive_case(struct buf *out);

#endif
