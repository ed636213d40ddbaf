/*
 * text_store.h - texts of files and their signatures: kept once for each file, searched by bands.
 *
 * Layer: evidence.
 */
#ifndef LIANZE_EVIDENCE_TEXT_STORE_H
#define LIANZE_EVIDENCE_TEXT_STORE_H

#include "base/minhash.h"
#include "evidence/evidence.h"
#include "evidence/upload.h"
#include "ledger/act.h"

#define TEXT_CANDIDATES_MAXIMUM 200
/* Below this share nothing is shown: forms and formulas are alike. In thousandths. */
#define TEXT_SHARE_SHOWN 500

struct evidence_text {
	struct str text;
	struct minhash minhash;
};

/* On a worker: the text of a ready upload, with its signature. *out NULL: there is none to compare. */
MUST_USE int evidence_text_read(const struct blobs *blobs, struct db *db,
				const struct upload *upload, struct arena *arena,
				struct evidence_text **out, struct error *err);
/* Keep it for evidence->sha256, if there is one and it is not kept already. */
MUST_USE int evidence_text_put(struct act *act, const struct evidence_text *text,
			       const struct evidence *evidence, struct error *err);
/* The same without an act, for measurements. */
MUST_USE int evidence_text_insert(struct db *db, int64_t jurisdiction_id, struct str sha256,
				  const struct evidence_text *text, struct error *err);
/* The kept text of a file; -ERR_NOT_FOUND. */
MUST_USE int evidence_text_get(struct db *db, int64_t jurisdiction_id, struct str sha256,
			       struct arena *arena, struct str *out, struct error *err);

/* A file whose text has much in common with another's. */
struct text_match {
	struct str sha256;
	struct resemblance resemblance;
};
struct text_matches {
	struct text_match *items; /* the most alike first */
	size_t count;
	size_t candidates; /* compared */
};
/* Files whose texts resemble that of `sha256` by at least TEXT_SHARE_SHOWN; exact. */
MUST_USE int evidence_text_matches(struct db *db, int64_t jurisdiction_id, struct str sha256,
				   struct arena *arena, struct text_matches *out,
				   struct error *err);

#endif
