/*
 * checkpoint.c - the texts of checkpoints and proof files. What needs the database:
 * checkpoint_store.c.
 */
#include "ledger/checkpoint.h"

#include <inttypes.h>

#include "base/buf.h"

#define PROOF_LINE "c2sp.org/tlog-proof@v1"
#define TEXT_MAXIMUM 65536

static int malformed(struct error *err)
{
	return error_set(err, ERR_INVALID,
			 "This is not a checkpoint: origin, size and root in three lines.",
			 "这不是检查点：应为来源、规模、根三行。");
}

struct str checkpoint_format(const struct checkpoint *checkpoint, struct arena *arena)
{
	struct str root = base64_encode(arena, hash_str(&checkpoint->root));

	if (!root.bytes)
		return STR_EMPTY;
	return arena_format(arena, "%.*s\n%" PRIu64 "\n%.*s\n", STR_ARG(checkpoint->origin),
			    checkpoint->size, STR_ARG(root));
}

/* Decimal without leading zeros or sign. */
static bool number_parse(struct str text, uint64_t *out)
{
	int64_t number;

	if (text.length == 0 || text.bytes[0] == '+' || text.bytes[0] == '-' ||
	    (text.bytes[0] == '0' && text.length > 1) ||
	    !str_parse_int(text, 0, INT64_MAX, &number))
		return false;
	*out = (uint64_t)number;
	return true;
}

static bool hash_parse(struct str text, struct hash *out)
{
	return base64_decode_exact(text, out->bytes, HASH_BYTES);
}

int checkpoint_parse(struct str text, struct checkpoint *out, struct error *err)
{
	struct checkpoint checkpoint;
	struct str rest = text;

	if (!str_ends_with(text, STR("\n")))
		return malformed(err);
	checkpoint.origin = str_split(&rest, '\n');
	if (checkpoint.origin.length == 0 ||
	    !number_parse(str_split(&rest, '\n'), &checkpoint.size) ||
	    !hash_parse(str_split(&rest, '\n'), &checkpoint.root))
		return malformed(err);
	*out = checkpoint;
	return 0;
}

int checkpoint_open(struct str note, const struct note_verifier *verifier, struct checkpoint *out,
		    struct error *err)
{
	struct checkpoint checkpoint;
	struct str text;
	int rc = note_open(note, verifier, &text, err);

	if (!rc)
		rc = checkpoint_parse(text, &checkpoint, err);
	if (rc)
		return rc;
	if (!str_equal(checkpoint.origin, str_from(verifier->name)))
		return error_set(err, ERR_RULE, "The checkpoint is of another ledger.",
				 "该检查点属于另一本账本。");
	*out = checkpoint;
	return 0;
}

/* Proof files ---------------------------------------------------------------------------------- */

static int not_a_proof(struct error *err)
{
	return error_set(err, ERR_INVALID, "This is not a proof file (" PROOF_LINE ").",
			 "这不是证明文件（" PROOF_LINE "）。");
}

struct str proof_file_format(const struct proof_file *file, struct arena *arena)
{
	struct buf out;
	struct str text = STR_EMPTY;

	buf_init(&out, TEXT_MAXIMUM);
	buf_add_text(&out, PROOF_LINE "\n");
	if (file->leaf.length) {
		buf_add_text(&out, "extra ");
		buf_add_str(&out, base64_encode(arena, file->leaf));
		buf_add_byte(&out, '\n');
	}
	buf_add_format(&out, "index %" PRIu64 "\n", file->index);
	for (size_t i = 0; i < file->proof.count; i++) {
		buf_add_str(&out, base64_encode(arena, hash_str(&file->proof.hashes[i])));
		buf_add_byte(&out, '\n');
	}
	buf_add_byte(&out, '\n');
	buf_add_str(&out, file->checkpoint);
	if (!buf_failed(&out))
		text = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return text;
}

/* The hashes up to the empty line. */
static bool hashes_parse(struct str *rest, struct merkle_proof *out)
{
	out->count = 0;
	while (rest->length) {
		struct str line = str_split(rest, '\n');

		if (line.length == 0)
			return true;
		if (out->count == MERKLE_DEPTH || !hash_parse(line, &out->hashes[out->count++]))
			return false;
	}
	return false;
}

int proof_file_parse(struct str text, struct arena *arena, struct proof_file *out,
		     struct error *err)
{
	struct proof_file file = { .index = 0 };
	struct str rest = text, line;

	if (!str_equal(str_split(&rest, '\n'), STR(PROOF_LINE)))
		return not_a_proof(err);
	line = str_split(&rest, '\n');
	if (str_starts_with(line, STR("extra "))) {
		if (!base64_decode(arena, str_slice(line, 6, line.length), &file.leaf))
			return not_a_proof(err);
		line = str_split(&rest, '\n');
	}
	if (!str_starts_with(line, STR("index ")) ||
	    !number_parse(str_slice(line, 6, line.length), &file.index) ||
	    !hashes_parse(&rest, &file.proof) || rest.length == 0)
		return not_a_proof(err);
	file.checkpoint = rest;
	*out = file;
	return 0;
}

int proof_file_verify(const struct proof_file *file, const struct hash *leaf_hash,
		      const struct note_verifier *verifier, struct checkpoint *out,
		      struct error *err)
{
	struct checkpoint checkpoint;
	int rc = checkpoint_open(file->checkpoint, verifier, &checkpoint, err);

	if (rc)
		return rc;
	if (!merkle_verify_inclusion(leaf_hash, file->index, checkpoint.size, file->proof.hashes,
				     file->proof.count, &checkpoint.root))
		return error_set(err, ERR_CORRUPT,
				 "The proof does not lead from this leaf to the signed root.",
				 "证明不能由该叶子推出已签名的根。");
	*out = checkpoint;
	return 0;
}
