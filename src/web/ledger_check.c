/*
 * ledger_check.c - is this proof file right? Three questions, answered apart: do the hashes lead from
 * the leaf to the root, is the root signed by this ledger's key, and does this ledger still contain
 * the tree that was signed.
 */
#include "web/ledger_check.h"

#include "ledger/checkpoint.h"
#include "messages_web.h"
#include "templates_web.h"
#include "web/app.h"
#include "web/form_error.h"
#include "web/ledger_view.h"
#include "web/route.h"

int ledger_check_vkey(struct page *page, struct str *out_vkey, struct error *err)
{
	int rc;

	*out_vkey = STR_EMPTY;
	if (page->app->has_key)
		return ledger_key_public(&page->app->key, page->jurisdiction_id, page->arena,
					 out_vkey, err);
	if (!page->app->options.key_path)
		return 0;
	rc = ledger_public_load(page->app->options.key_path, page->jurisdiction_id, page->arena,
				out_vkey, err);
	return rc == -ERR_NOT_FOUND ? 0 : rc;
}

static int render(struct page *page, struct ledger_check_view *view, struct error *err)
{
	view->csrf = page_csrf(page);
	view->class_proof = view->error.length ? "field bad" : "field";
	return page_render(page, str_from(page_text(page, MESSAGE_LEDGER_PAGE_CHECK)),
			   template_ledger_check_slot(view), err);
}

static const struct form_label labels[] = {
	{ "proof", MESSAGE_LEDGER_PAGE_PROOF },
	{ NULL, MESSAGE_NONE },
};

int ledger_check_form(struct page *page, struct error *err)
{
	struct ledger_check_view view = {
		.error = form_error_text(page, labels),
		.typed = form_value(page->form, "proof"),
	};

	return render(page, &view, err);
}

/* The uploaded file, else what was pasted. A browser sends CR LF; the format has LF. */
static struct str sent_proof(struct page *page)
{
	const struct form_field *file = form_find(page->form, "file");
	struct str text = file && file->value.length ? file->value
						     : form_value(page->form, "proof");
	char *bytes = arena_alloc(page->arena, text.length + 1);
	size_t length = 0;

	if (!bytes)
		return STR_EMPTY;
	for (size_t i = 0; i < text.length; i++)
		if (text.bytes[i] != '\r')
			bytes[length++] = text.bytes[i];
	return (struct str){ bytes, length };
}

static struct str place_text(struct page *page, const struct proof_file *file,
			     const struct checkpoint *checkpoint)
{
	struct message_value values[] = {
		{ "index",
		  arena_format(page->arena, "%llu", (unsigned long long)file->index) },
		{ "size",
		  arena_format(page->arena, "%llu", (unsigned long long)checkpoint->size) },
		{ "origin", checkpoint->origin },
	};

	return page_message(page, MESSAGE_LEDGER_PAGE_PLACE, values, 3);
}

/* A valid proof of a tree that this ledger no longer contains means that the ledger was changed. */
static int check_history(struct page *page, const struct checkpoint *checkpoint,
			 struct ledger_check_view *view, struct error *err)
{
	enum message message = MESSAGE_LEDGER_PAGE_HISTORY_KEPT;
	struct hash root;
	int rc = ledger_root_at(page->db, page->jurisdiction_id, checkpoint->size, &root, err);

	if (rc < 0 && rc != -ERR_INVALID)
		return rc;
	view->history_light = "light ok";
	if (rc < 0 || !hash_equal(&root, &checkpoint->root)) {
		view->history_light = "light late";
		message = MESSAGE_LEDGER_PAGE_HISTORY_BROKEN;
	}
	view->history = str_from(page_text(page, message));
	return 0;
}

static int check(struct page *page, struct str text, const struct note_verifier *verifier,
		 struct ledger_check_view *view, struct error *err)
{
	struct checkpoint checkpoint;
	struct proof_file file;
	struct hash leaf_hash;
	int rc = proof_file_parse(text, page->arena, &file, err);

	if (rc == 0) {
		leaf_hash = merkle_leaf_hash(file.leaf);
		rc = proof_file_verify(&file, &leaf_hash, verifier, &checkpoint, err);
	}
	view->checked = true;
	if (rc == -ERR_MEMORY)
		return rc;
	if (rc < 0) {
		view->verdict = arena_str(page->arena, str_from(page_error_text(page, err)));
		return 0;
	}
	view->valid = true;
	view->verdict = str_from(page_text(page, MESSAGE_LEDGER_PAGE_VALID));
	view->leaf = file.leaf;
	view->place = place_text(page, &file, &checkpoint);
	return check_history(page, &checkpoint, view, err);
}

int ledger_check_answer(struct page *page, struct error *err)
{
	struct ledger_check_view view = { .valid = false };
	struct str text = sent_proof(page), vkey;
	struct note_verifier verifier;
	int rc = ledger_check_vkey(page, &vkey, err);

	if (rc < 0)
		return rc;
	if (!str_trim(text).length)
		return error_invalid(err, "proof", "", "the text of a proof file",
				     "证明文件的内容");
	if (!vkey.length)
		return error_set(err, ERR_STATE,
				 "This ledger's public key is not here; the proof can be checked "
				 "wherever it is.",
				 "本机没有存证公钥，无法核验；可在有公钥的地方核验。");
	rc = note_verifier_parse(vkey, &verifier, err);
	if (rc == 0)
		rc = check(page, text, &verifier, &view, err);
	if (rc < 0)
		return rc;
	view.typed = text;
	return render(page, &view, err);
}
