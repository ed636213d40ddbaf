/*
 * feedback.h - the private feedback letter of one unit or person: its result of a year, every point lost with
 * scorer and reason, what would have changed its place, and how to object (mechanisms A3, A4).
 *
 * Layer: process. Reads only. The letter is plain: no red head, because it is no official document.
 *
 * It says nothing that the derivation page does not say: it is computed from the same derivation when it is
 * asked for and is not stored. Not to be confused with the responsibility letter (P2).
 */
#ifndef LIANZE_PROCESS_FEEDBACK_H
#define LIANZE_PROCESS_FEEDBACK_H

#include "base/buf.h"
#include "messages.h"
#include "process/appraisal_store.h"
#include "process/result.h"

/* What stands behind the figures. */
enum feedback_standing {
	FEEDBACK_DRAFT,
	FEEDBACK_PUBLIC,
	FEEDBACK_FINAL
};

struct feedback_request {
	int64_t jurisdiction_id;
	struct str jurisdiction_name; /* in the letter's language */
	bool demonstration;
	enum language language;
	int32_t today; /* the letter's date, and that of the file */
	const char *family; /* font; NULL: export/pdf.h chooses */
	const struct appraisal_year *year; /* loaded with detail */
	const int *members; /* who gets a letter, in this order */
	size_t member_count;
	enum feedback_standing standing;
	const struct result *result; /* of FEEDBACK_PUBLIC and FEEDBACK_FINAL */
};

/*
 * One PDF with a letter for each member, each with page numbers of its own, into the empty `out`.
 * -ERR_STATE: fonts are missing (export/pdf.h); -ERR_TOO_LARGE; -ERR_MEMORY; -ERR_DATABASE.
 */
MUST_USE int feedback_write(struct db *db, const struct feedback_request *request,
			    struct arena *arena, struct buf *out, struct error *err);

/* "letter-2008-T04.pdf", in the arena; bytes NULL when memory is out. */
struct str feedback_file_name(const struct appraisal_year *year, int member, struct arena *arena);

#endif
