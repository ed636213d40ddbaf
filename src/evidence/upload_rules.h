/*
 * upload_rules.h - what may be uploaded as evidence: sizes, days, types. Data (rules/uploads/), not C.
 *
 * Layer: evidence, rules. Owner: everything lives in the arena passed in.
 */
#ifndef LIANZE_EVIDENCE_UPLOAD_RULES_H
#define LIANZE_EVIDENCE_UPLOAD_RULES_H

#include "base/arena.h"
#include "base/error.h"

struct upload_type {
	struct str type;	 /* "application/pdf" */
	struct str extensions[8];/* without the dot, the usual one first */
	size_t extension_count;
	bool is_inline;		 /* may be shown in the browser */
};

struct upload_rules {
	int64_t maximum_bytes;	   /* of one file */
	int64_t unfinished_bytes;  /* of one account */
	int kept_days;		   /* of an unfinished upload */
	struct upload_type *types;
	size_t type_count;
};

/* Those that ship with the program. */
MUST_USE int upload_rules_load(struct arena *arena, const struct upload_rules **out,
			       struct error *err);
/* Read a file; every fault names its line. */
MUST_USE int upload_rules_parse(struct str text, struct arena *arena, struct upload_rules *out,
				struct error *err);
/* NULL when the type is not on the list. */
const struct upload_type *upload_rules_find(const struct upload_rules *rules, struct str type);
/* The extensions, "pdf, jpg, …": for the form's help and for refusals. */
struct str upload_rules_extensions(const struct upload_rules *rules, struct arena *arena);
/* The same as the `accept` of a file input: ".pdf,.jpg,…". */
struct str upload_rules_accept(const struct upload_rules *rules, struct arena *arena);

/*
 * A name to keep with a file of that type: without folders, control characters and characters that turn the
 * writing round, at most 200 bytes, ending in an extension of the type. Never empty.
 */
struct str upload_file_name(struct str name, const struct upload_type *type, struct arena *arena);

#endif
