/*
 * letter_proof_pages.c - the public page to which the QR code of a printed letter leads.
 *
 * Whoever holds the paper has its code, and learns here what the paper cannot show by itself: on which days
 * both sides signed a text with this hash, whether the letter still stands, and where the ledger has it. No
 * name, no unit and nothing of the text is shown. A signature's record is opened (its canonical bytes and
 * salt), because it holds identifiers, days and the hash only.
 */
#include "ledger/checkpoint.h"
#include "ledger/ledger.h"
#include "letter/letter_view.h"
#include "messages_common.h"
#include "messages_letter.h"
#include "people/rights.h"
#include "statements_letter.h"
#include "templates_letter.h"
#include "web/app.h"
#include "web/route.h"

#define CODE_CHARACTERS 24

struct proved {
	struct letter letter;
	struct letter_signature signatures[LETTER_SIGNER_COUNT];
	uint64_t size;	  /* of the ledger */
	uint64_t covered; /* leaves below this are under a checkpoint */
	struct hash root;
};

static int not_here(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, "No letter has this code.", "没有使用该核验码的责任书。");
}

static int find_letter(struct page *page, struct record_key *out, struct error *err)
{
	struct str code = page->parameters[0];
	struct db_query *query;
	int rc;

	if (code.length != CODE_CHARACTERS)
		return not_here(err);
	rc = db_query_open(page->db, STATEMENT_LETTER_BY_CODE, DB_ARGS(db_text("proof_code", code)),
			   &query, err);
	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0)
		*out = (struct record_key){ db_query_int(query, 0), db_query_int(query, 1) };
	db_query_close(query);
	return rc < 0 ? rc : rc > 0 ? 0 : not_here(err);
}

static int open_proof(struct page *page, struct proved *out, struct error *err)
{
	struct record_key key;
	struct str note;
	int rc = find_letter(page, &key, err);

	if (rc == 0)
		rc = record_get(page->db, &letter_record, key, page->arena, &out->letter, err);
	if (rc == 0)
		rc = letter_signatures_load(page->db, key, page->arena, out->signatures, err);
	if (rc == 0)
		rc = ledger_head(page->db, key.jurisdiction_id, &out->size, &out->root, err);
	if (rc < 0)
		return rc;
	out->covered = 0;
	rc = ledger_checkpoint_latest(page->db, key.jurisdiction_id, page->arena, &out->covered,
				      &note, err);
	if (rc == -ERR_NOT_FOUND) {
		error_clear(err);
		rc = 0;
	}
	return rc;
}

struct opening {
	int64_t leaf;
	struct str salt, record;
};

static int open_leaf(struct page *page, const struct letter_signature *signature,
		     struct opening *out, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_LETTERS_LEAF,
			       DB_ARGS(db_int("jurisdiction_id", signature->head.jurisdiction_id),
				       db_int("record_id", signature->head.id)),
			       &query, err);

	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0)
		*out = (struct opening){ db_query_int(query, 0),
					 db_query_copy(query, 1, page->arena),
					 db_query_copy(query, 2, page->arena) };
	db_query_close(query);
	return rc < 0 ? rc : rc > 0 ? 0 : not_here(err);
}

static struct str hex_of(struct page *page, struct str bytes)
{
	char *hex = arena_alloc(page->arena, 2 * bytes.length + 1);

	if (!hex)
		return STR_EMPTY;
	hex_encode(bytes, hex);
	return str_from(hex);
}

static int put_signature(struct page *page, const struct proved *it, int signer,
			 struct letter_proof_signatures *out, struct error *err)
{
	const struct letter_signature *signature = &it->signatures[signer];
	struct letter_proof_signature *view = &out->items[out->count];
	struct opening opening;
	int rc = open_leaf(page, signature, &opening, err);

	if (rc < 0)
		return rc;
	struct message_value index = { "index", page_number(page, opening.leaf) };
	struct message_value values[] = {
		{ "part", str_from(page_text(page, letter_signers[signer].label)) },
		{ "name", page_day(page, signature->day) },
	};
	view->heading = page_message(page, MESSAGE_LETTER_PAGE_SIGNED_AS, values, 2);
	view->leaf = page_message(page, MESSAGE_LETTER_PAGE_PROOF_LEAF, &index, 1);
	view->salt = hex_of(page, opening.salt);
	view->record = opening.record;
	if ((uint64_t)opening.leaf < it->covered)
		view->file = safe_url_format(page->arena, "/proofs/letters/%S/%s",
					     &it->letter.proof_code, letter_signers[signer].name);
	out->count++;
	return 0;
}

static void proof_json(struct page *page, const struct proved *it, struct json *json)
{
	char hex[HASH_HEX_BYTES];

	page_begin_json(page, json);
	hex_encode(hash_str(&it->root), hex);
	json_object_begin(json);
	json_name(json, "year"), json_int(json, it->letter.year);
	json_name(json, "content_hash"), json_str(json, it->letter.content_hash);
	json_name(json, "state"), json_text(json, letter_states[it->letter.state].name);
	json_name(json, "complete"), json_bool(json, letter_is_complete(&it->letter));
	json_name(json, "signatures"), json_array_begin(json);
	for (int signer = 0; signer < LETTER_SIGNER_COUNT; signer++) {
		if (!it->signatures[signer].head.id)
			continue;
		json_object_begin(json);
		json_name(json, "signer"), json_text(json, letter_signers[signer].name);
		json_name(json, "day"), json_day(json, it->signatures[signer].day);
		json_object_end(json);
	}
	json_array_end(json);
	json_name(json, "ledger_size"), json_int(json, (int64_t)it->size);
	json_name(json, "ledger_root"), json_text(json, hex);
	json_object_end(json);
}

static int show_proof(struct page *page, struct error *err)
{
	struct letter_proof_view view = { .hash = STR_EMPTY };
	struct app_jurisdiction jurisdiction;
	struct proved it;
	struct json json;
	int rc = open_proof(page, &it, err);

	if (rc == 0)
		rc = app_jurisdiction_get(page->app, page->db, it.letter.head.jurisdiction_id,
					  &jurisdiction, err);
	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON) {
		proof_json(page, &it, &json);
		return 0;
	}
	bool english = page->language == LANGUAGE_EN && jurisdiction.name_en[0];
	struct message_value values[] = {
		{ "jurisdiction", str_from(english ? jurisdiction.name_en : jurisdiction.name) },
		{ "year", arena_format(page->arena, "%lld", (long long)it.letter.year) },
	};
	view.title = page_message(page, MESSAGE_LETTER_PAGE_PROOF_OF, values, 2);
	view.hash = it.letter.content_hash;
	view.light = letter_state_light(it.letter.state);
	view.state = letter_states[it.letter.state].label;
	view.tree = page_number(page, (int64_t)it.size);
	view.root = hex_of(page, hash_str(&it.root));
	view.signatures.items =
		ARENA_ARRAY(page->arena, struct letter_proof_signature, LETTER_SIGNER_COUNT);
	if (!view.signatures.items)
		return error_broken(err, ERR_MEMORY, "signatures");
	for (int signer = 0; rc == 0 && signer < LETTER_SIGNER_COUNT; signer++)
		if (it.signatures[signer].head.id)
			rc = put_signature(page, &it, signer, &view.signatures, err);
	return rc < 0 ? rc
		      : page_render(page, str_from(page_text(page, MESSAGE_LETTER_PAGE_PROOF_TITLE)),
				    template_letter_proof_slot(&view), err);
}

/* The inclusion proof of one signature, as on /ledger/proofs. */
static int show_file(struct page *page, struct error *err)
{
	const struct field field = { .name = "signer", .type = FIELD_CHOICE,
				     .choices = letter_signers };
	int signer = field_choice_value(&field, page->parameters[1]);
	struct opening opening;
	struct proved it;
	struct str text;
	int rc = open_proof(page, &it, err);

	if (rc == 0 && (signer < 0 || !it.signatures[signer].head.id))
		rc = not_here(err);
	if (rc == 0)
		rc = open_leaf(page, &it.signatures[signer], &opening, err);
	if (rc == 0)
		rc = ledger_proof_make(page->db, it.letter.head.jurisdiction_id, opening.leaf,
				       page->arena, &text, err);
	if (rc < 0)
		return rc;
	page_begin_file(page, "text/plain; charset=utf-8", "letter.tlog-proof");
	buf_add_str(&page->http->out, text);
	return 0;
}

const struct route letter_proof_routes[] = {
	{ .method = HTTP_GET, .path = "/proofs/letters/{code}", .access = PERMISSION_PUBLIC,
	  .flags = ROUTE_JSON, .title = MESSAGE_LETTER_PAGE_PROOF_TITLE, .show = show_proof },
	{ .method = HTTP_GET, .path = "/proofs/letters/{code}/{signer}", .access = PERMISSION_PUBLIC,
	  .title = MESSAGE_LETTER_PAGE_PROOF_FILE, .show = show_file },
	{ .path = NULL },
};
