/*
 * archive_reading.h - somebody opened another person's integrity archive: who, when, for which purpose,
 * until when it stands open to them.
 *
 * Layer: archive.
 *
 * Before anything is shown the reader chooses a purpose and writes it in a few words; that makes one
 * record and its leaf of the ledger, and opens the archive for that account for the minutes of the rule
 * in force. Pages and files alike need one. It never changes and is never removed: the person reads who
 * opened their archive.
 */
#ifndef LIANZE_ARCHIVE_ARCHIVE_READING_H
#define LIANZE_ARCHIVE_ARCHIVE_READING_H

#include "archive/archive_rule.h"

struct archive_reading {
	struct record_head head;
	int64_t person_id, account_id;
	struct str reader, reader_role; /* the account's name and role, as they were */
	struct str purpose;		/* code of the rule … */
	struct str purpose_title, purpose_title_en; /* … and what it was called */
	struct str note;
	int32_t day;
	int64_t opened_ms, until_ms; /* real time */
};

extern const struct record_type archive_reading_record;

/* What the reader states: filled by the page. */
struct archive_statement {
	int64_t person_id;
	struct str reader; /* the account's name */
	struct str purpose, note; /* as typed */
	int64_t opened_ms;	  /* 0: now; the demonstration tells of other days */
};

/*
 * Open the archive of a person for act->account_id. -ERR_INVALID: no such purpose ("purpose"), no note
 * ("note"); -ERR_NOT_FOUND: no such person, or no rule in force. *out is the record.
 */
MUST_USE int archive_reading_open(struct act *act, const struct archive_rule *rule,
				  const struct archive_statement *statement,
				  struct archive_reading *out, struct error *err);
/* The reading that stands open now for this account, the last one; -ERR_NOT_FOUND when there is none. */
struct archive_reader {
	int64_t jurisdiction_id, person_id, account_id;
	int64_t now_ms;
};
MUST_USE int archive_reading_find(struct db *db, const struct archive_reader *reader,
				  struct arena *arena, struct archive_reading *out,
				  struct error *err);

#endif
