/*
 * archive_export.h - entries of earlier archives as rows, in the columns of the import profile
 * (archive/import_archive.c): what leaves here can come back in without a change.
 *
 * Layer: archive. The header is the caller's. Whoever may read the archive was the caller's question.
 */
#ifndef LIANZE_ARCHIVE_ARCHIVE_EXPORT_H
#define LIANZE_ARCHIVE_ARCHIVE_EXPORT_H

#include "export/csv.h"
#include "process/import.h"

/* What to write: of one person, or (0) of all. */
struct archive_export_request {
	int64_t jurisdiction_id, person_id;
	int32_t today; /* kinds are called as in the rule in force then; codes it does not have stay */
	enum language language;
};

MUST_USE int archive_entries_write(struct db *db, const struct archive_export_request *request,
				   struct csv_writer *csv, struct error *err);
/* The same for import_export(), of all persons: for the operator on the command line. */
MUST_USE int archive_export(struct db *db, const struct import_export_request *request,
			    struct csv_writer *csv, struct error *err);

#endif
