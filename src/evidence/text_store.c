/* text_store.c - see text_store.h. */
#include "evidence/text_store.h"

#include <stdlib.h>
#include <unistd.h>

#include "evidence/document_text.h"
#include "statements_text.h"

int evidence_text_read(const struct blobs *blobs, struct db *db, const struct upload *upload,
		       struct arena *arena, struct evidence_text **out, struct error *err)
{
	const struct blob staged = { .jurisdiction_id = upload->jurisdiction_id,
				     .id = upload->id,
				     .sha256 = upload->sha256,
				     .bytes = upload->bytes };
	struct evidence_text *text = ARENA_NEW(arena, struct evidence_text);
	struct shingles shingles;
	int fd, rc;

	*out = NULL;
	if (!text)
		return error_broken(err, ERR_MEMORY, "the text of a file");
	rc = blob_open_staged(blobs, db, &staged, &fd, err);
	if (rc)
		return rc;
	rc = document_text(fd, upload->bytes, upload->media_type, arena, &text->text, err);
	close(fd);
	if (!rc)
		rc = shingles_of(text->text, arena, &shingles, err);
	if (rc || shingles.count < MINHASH_LEAST_SHINGLES)
		return rc;
	minhash_of(&shingles, &text->minhash);
	*out = text;
	return 0;
}

static int put_bands(struct db *db, int64_t jurisdiction_id, struct str sha256,
		     const struct minhash *minhash, struct error *err)
{
	int64_t bands[MINHASH_BANDS];
	int rc = 0;

	minhash_bands(minhash, bands);
	for (size_t i = 0; !rc && i < MINHASH_BANDS; i++)
		rc = db_run(db, STATEMENT_EVIDENCE_TEXT_BAND,
			    DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
				    db_int("band", bands[i]), db_blob("sha256", sha256)),
			    NULL, err);
	return rc;
}

int evidence_text_insert(struct db *db, int64_t jurisdiction_id, struct str sha256,
			 const struct evidence_text *text, struct error *err)
{
	unsigned char signature[MINHASH_BYTES];
	int64_t changes = 0;
	int rc;

	minhash_encode(&text->minhash, signature);
	rc = db_run(db, STATEMENT_EVIDENCE_TEXT_INSERT,
		    DB_ARGS(db_int("jurisdiction_id", jurisdiction_id), db_blob("sha256", sha256),
			    db_int("characters", (int64_t)utf8_length(text->text)),
			    db_text("text", text->text),
			    db_blob("signature", (struct str){ (const char *)signature,
								sizeof(signature) })),
		    &changes, err);
	return rc || !changes ? rc : put_bands(db, jurisdiction_id, sha256, &text->minhash, err);
}

int evidence_text_put(struct act *act, const struct evidence_text *text,
		      const struct evidence *evidence, struct error *err)
{
	if (!text || !evidence->sha256.length)
		return 0;
	return evidence_text_insert(act->db, act->jurisdiction_id, evidence->sha256, text, err);
}

int evidence_text_get(struct db *db, int64_t jurisdiction_id, struct str sha256, struct arena *arena,
		      struct str *out, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_EVIDENCE_TEXT_GET,
			       DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
				       db_blob("sha256", sha256)),
			       &query, err);

	if (rc)
		return rc;
	rc = db_query_step(query, err);
	if (rc == 1)
		*out = db_query_copy(query, 0, arena);
	db_query_close(query);
	if (rc == 0)
		return error_set(err, ERR_NOT_FOUND, "This file has no text that could be compared.",
				 "该文件没有可比对的文本。");
	return rc < 0 ? rc : 0;
}

/* Matches ---------------------------------------------------------------------------------------- */

static int compare_matches(const void *a, const void *b)
{
	const struct text_match *left = a, *right = b;
	int order = resemblance_permille(right->resemblance) - resemblance_permille(left->resemblance);

	return order ? order : str_compare(left->sha256, right->sha256);
}

/* Texts are large: each candidate's is looked at and forgotten. */
static int take_candidate(struct db_query *query, const struct shingles *own, struct arena *arena,
			  struct text_matches *out, struct error *err)
{
	struct arena *scratch = arena_new((size_t)64 << 20);
	struct text_match match = { .sha256 = STR_EMPTY };
	struct shingles shingles;
	int rc = scratch ? shingles_of(db_query_bytes(query, 1), scratch, &shingles, err)
			 : error_broken(err, ERR_MEMORY, "a candidate");

	if (!rc) {
		match.resemblance = shingles_compare(own, &shingles);
		out->candidates++;
		if (resemblance_permille(match.resemblance) >= TEXT_SHARE_SHOWN) {
			match.sha256 = db_query_copy(query, 0, arena);
			out->items[out->count++] = match;
		}
	}
	arena_free(scratch);
	return rc;
}

int evidence_text_matches(struct db *db, int64_t jurisdiction_id, struct str sha256,
			  struct arena *arena, struct text_matches *out, struct error *err)
{
	struct db_query *query;
	struct shingles own;
	struct str text;
	int rc;

	*out = (struct text_matches){ ARENA_ARRAY(arena, struct text_match,
						  TEXT_CANDIDATES_MAXIMUM), 0, 0 };
	rc = out->items ? evidence_text_get(db, jurisdiction_id, sha256, arena, &text, err)
			: error_broken(err, ERR_MEMORY, "matches of a text");
	if (!rc)
		rc = shingles_of(text, arena, &own, err);
	if (!rc)
		rc = db_query_open(db, STATEMENT_EVIDENCE_TEXT_CANDIDATES,
				   DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
					   db_blob("sha256", sha256)),
				   &query, err);
	if (rc)
		return rc;
	while (out->count < TEXT_CANDIDATES_MAXIMUM && (rc = db_query_step(query, err)) == 1) {
		rc = take_candidate(query, &own, arena, out, err);
		if (rc)
			break;
	}
	db_query_close(query);
	qsort(out->items, out->count, sizeof(*out->items), compare_matches);
	return rc < 0 ? rc : 0;
}
