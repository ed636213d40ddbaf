/*
 * backup_run.h - the one backup or check that the running server does at a time.
 *
 * Layer:   web.
 * Threads: a thread of its own does the work with its own connection, so neither the writer nor pages
 *          wait for it; every function may be called from any thread.
 *
 * A backup is read whole and compared right after it was made; only then it counts as verified.
 */
#ifndef LIANZE_WEB_BACKUP_RUN_H
#define LIANZE_WEB_BACKUP_RUN_H

#include "backup/shelf.h"

#define BACKUP_PASSPHRASE_MINIMUM 12 /* bytes, as `lianze backup` asks for */
#define BACKUP_PASSPHRASE_MAXIMUM 256

enum backup_run_kind { BACKUP_RUN_NONE, BACKUP_RUN_MAKE, BACKUP_RUN_VERIFY };

struct backup_run_status {
	enum backup_run_kind running;
	char stem[SHELF_STEM_BYTES]; /* of what runs */
	int64_t started_ms;
	enum backup_run_kind last; /* what ended last since the start of the server */
	char last_stem[SHELF_STEM_BYTES];
	int64_t took_ms, ended_ms, rows, leaves, bytes;
	struct error error; /* code 0: it went well */
};

struct backup_runner;

/* `folder` NULL: there is none, every start is refused. Both are borrowed. */
MUST_USE int backup_runner_new(const char *where, const char *folder, struct backup_runner **out,
			       struct error *err);
/* Waits for what runs. NULL is allowed. */
void backup_runner_free(struct backup_runner *runner);
/* NULL: no folder is set. */
const char *backup_runner_folder(const struct backup_runner *runner);
/* Start to make a backup of now, encrypted when `passphrase` is not empty. -ERR_STATE when one runs or no
 * folder is set; -ERR_IO. */
MUST_USE int backup_runner_make(struct backup_runner *runner, struct str passphrase,
				struct error *err);
/* Start to read one whole. -ERR_NOT_FOUND and as above. */
MUST_USE int backup_runner_verify(struct backup_runner *runner, struct str stem,
				  struct str passphrase, struct error *err);
struct backup_run_status backup_runner_status(struct backup_runner *runner);

#endif
