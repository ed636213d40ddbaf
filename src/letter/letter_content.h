/*
 * letter_content.h - what a letter says: the text that is frozen, signed and hashed.
 *
 * Layer:  letter (pure).
 * Owner:  everything lives in the arena passed in.
 *
 * A content is UTF-8 text, one thing a line, its values separated by tabs; in a value "\" is written "\\",
 * a tab "\t", a line end "\n". Both languages stand side by side: both are signed.
 *     lianze-letter 1
 *     year <year>
 *     title <zh> <en>
 *     person <code> <name>
 *     unit <code> <name>
 *     post <title> <level> <principal: yes, no>
 *     superior <name> <post>
 *     countersigner <name> <post>        left out when nobody countersigns
 *     plan <version>
 *     template <code> <version> <zh> <en>
 *     opening|closing|text <zh> <en>     a paragraph
 *     part|head <name> <zh> <en>         a heading: study, performance, integrity; duty, self
 *     items                              where the list of items is shown
 *     item <item_id> <code> <role> <due> <confidential: yes, no> <title> <measure>
 * Whoever has the text can hash it: the SHA-256 of its bytes is what the signatures name.
 */
#ifndef LIANZE_LETTER_LETTER_CONTENT_H
#define LIANZE_LETTER_LETTER_CONTENT_H

#include "base/hash.h"
#include "base/error.h"

/* What the person is to an item; of several the first counts. */
enum letter_role { LETTER_LEADS, LETTER_NAMED, LETTER_UNIT_LEADS, LETTER_ROLE_COUNT };
extern const char *const letter_role_names[]; /* ended by NULL */

enum letter_block_kind {
	LETTER_OPENING,
	LETTER_PART,
	LETTER_HEAD,
	LETTER_TEXT,
	LETTER_ITEMS,
	LETTER_CLOSING,
	LETTER_BLOCK_KIND_COUNT
};

struct letter_block {
	int kind;	 /* enum letter_block_kind */
	struct str name; /* of a part or head */
	struct str zh, en;
};

struct letter_item {
	int64_t item_id;
	int role; /* enum letter_role */
	struct str code, title, measure;
	struct str due; /* plan_due.h, canonical; may be empty */
	bool confidential;
};

struct letter_content {
	int year;
	struct str title, title_en;
	struct str person_code, person_name;
	struct str unit_code, unit_name;
	struct str post, level; /* level: its stored name */
	bool principal;
	struct str superior, superior_post;
	struct str countersigner, countersigner_post; /* empty: nobody */
	int64_t plan_version;
	struct str template_code, template_title, template_title_en;
	int template_version;
	struct letter_block *blocks;
	size_t block_count;
	struct letter_item *items;
	size_t item_count;
};

/* The text; -ERR_MEMORY. */
MUST_USE int letter_content_write(const struct letter_content *content, struct arena *arena,
				  struct str *out, struct error *err);
/* Its inverse; -ERR_CORRUPT when the text is not one that letter_content_write() makes. */
MUST_USE int letter_content_read(struct str text, struct arena *arena, struct letter_content *out,
				 struct error *err);

/* SHA-256 as hex of the text, and of what a material change would change of it: the post and the items. */
void letter_content_hash(struct str text, char hex[HASH_HEX_BYTES]);
MUST_USE int letter_basis_hash(const struct letter_content *content, struct arena *arena,
			       char hex[HASH_HEX_BYTES], struct error *err);

/* A difference of two contents, as a reader calls it. */
enum letter_change_kind {
	LETTER_ITEM_ADDED,
	LETTER_ITEM_REMOVED,
	LETTER_ITEM_TITLE,
	LETTER_ITEM_MEASURE,
	LETTER_ITEM_DUE,
	LETTER_ITEM_ROLE,
	LETTER_POST_CHANGED,
	LETTER_UNIT_RENAMED,
	LETTER_SUPERIOR_CHANGED,
	LETTER_COUNTERSIGNER_CHANGED,
	LETTER_TEXT_CHANGED,
	LETTER_CHANGE_KIND_COUNT
};

struct letter_change {
	int kind; /* enum letter_change_kind */
	struct str code, title;	 /* of the item; empty otherwise */
	struct str before, after; /* empty where there is none; a role by its name */
	bool confidential;
};

struct letter_changes {
	struct letter_change *items;
	size_t count;
};

/* From `before` to `after`: the items in their order, then the rest. Texts are borrowed. -ERR_MEMORY. */
MUST_USE int letter_difference(const struct letter_content *before,
			       const struct letter_content *after, struct arena *arena,
			       struct letter_changes *out, struct error *err);
/* Whether a change of that kind demands a new signature. */
bool letter_change_is_material(int kind);

#endif
