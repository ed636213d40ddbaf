/*
 * import_upload.h - a file on its way in: between choosing it and importing it.
 *
 * Layer: process. Not a record: nothing of it is committed to the ledger, and it goes away by itself.
 *
 * The bytes wait in the database, so that a person who maps columns or looks at the preview is not
 * asked for the file again, and so that what is imported is what was shown. An upload belongs to
 * one account and is seen by nobody else; it ends when it is imported or thrown away, a day after it
 * came, or when the account has IMPORT_UPLOADS_KEPT newer ones.
 */
#ifndef LIANZE_PROCESS_IMPORT_UPLOAD_H
#define LIANZE_PROCESS_IMPORT_UPLOAD_H

#include "ledger/act.h"
#include "process/import.h"

#define IMPORT_UPLOADS_KEPT 3
#define IMPORT_UPLOAD_MS    ((int64_t)24 * 3600 * 1000)

struct import_upload {
	int64_t jurisdiction_id, id, account_id;
	enum import_profile_kind profile;
	struct str file_name;
	struct str sheet; /* empty: the first */
	struct str rules; /* import_rules_format(); empty: by the headings */
	struct str content;
};

/* Keep a file; gives it an id and ends those that are over. */
MUST_USE int import_upload_keep(struct act *act, struct import_upload *upload, struct error *err);
/*
 * Read the account's own upload: jurisdiction_id, id and account_id are set; content in the arena.
 * -ERR_NOT_FOUND: another's, or over.
 */
MUST_USE int import_upload_get(struct db *db, struct import_upload *upload, struct arena *arena,
			       struct error *err);
/* Store sheet and rules. */
MUST_USE int import_upload_set(struct db *db, const struct import_upload *upload,
			       struct error *err);
MUST_USE int import_upload_end(struct db *db, const struct import_upload *upload,
			       struct error *err);

#endif
