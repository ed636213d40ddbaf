/*
 * csv_encoding.h - the bytes of a table file as UTF-8. Layer: export; used by csv.c only.
 */
#ifndef LIANZE_EXPORT_CSV_ENCODING_H
#define LIANZE_EXPORT_CSV_ENCODING_H

#include "export/csv.h"

/*
 * Find the encoding and decode. *out_text has no byte order mark; it is part of `bytes` for UTF-8
 * and lives in the arena for GB18030. Codes as csv_open().
 */
MUST_USE int csv_decode(struct arena *arena, struct str bytes, enum csv_encoding *out_encoding,
			struct str *out_text, struct error *err);

#endif
