/*
 * archive_entry.h - one entry of a person's earlier integrity archive, as it was imported: an award, a
 * talk, a decision … of the years before this system. What the system itself knows is never typed here a
 * second time.
 *
 * Layer: archive.
 *
 * The natural key is person, kind, day, title and document number. Kinds are codes of the rule in force
 * (archive/archive_rule.h). Written by imports only (archive/import_archive.c), undone with them.
 */
#ifndef LIANZE_ARCHIVE_ARCHIVE_ENTRY_H
#define LIANZE_ARCHIVE_ARCHIVE_ENTRY_H

#include "ledger/act.h"

struct archive_entry {
	struct record_head head;
	int64_t person_id;
	struct str kind; /* code of the rule */
	int32_t day;
	struct str title, document_number, issuing_unit;
	struct str content;   /* may have several lines */
	int32_t valid_until;  /* the last day on which it has effect; CIVIL_NO_DAY: no end, or none */
	int32_t added_day;
};

extern const struct record_type archive_entry_record;

/* Pure: nothing is dated behind `today`, and it does not end before its day. -ERR_INVALID names the
 * field. */
MUST_USE int archive_entry_check(const struct archive_entry *entry, int32_t today, struct error *err);

#endif
