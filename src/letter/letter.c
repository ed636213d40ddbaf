/* letter.c - see letter.h. */
#include "letter/letter.h"

#include "base/hash.h"
#include "messages_common.h"
#include "messages_letter.h"
#include "people/person.h"
#include "people/post.h"
#include "people/rights.h"
#include "people/unit.h"
#include "process/rulebook.h"
#include "statements_letter.h"

#define CONTENT_MAXIMUM 200000
#define HASH_CHARACTERS (HASH_HEX_BYTES - 1)

const struct field_choice letter_states[] = {
	[LETTER_DRAFT] = { "draft", MESSAGE_LETTER_STATE_DRAFT },
	[LETTER_ISSUED] = { "issued", MESSAGE_LETTER_STATE_ISSUED },
	[LETTER_ACCEPTED] = { "accepted", MESSAGE_LETTER_STATE_ACCEPTED },
	[LETTER_SIGNED] = { "signed", MESSAGE_LETTER_STATE_SIGNED },
	[LETTER_COUNTERSIGNED] = { "countersigned", MESSAGE_LETTER_STATE_COUNTERSIGNED },
	[LETTER_SUPERSEDED] = { "superseded", MESSAGE_LETTER_STATE_SUPERSEDED },
	[LETTER_ENDED] = { "ended", MESSAGE_LETTER_STATE_ENDED },
	[LETTER_WITHDRAWN] = { "withdrawn", MESSAGE_LETTER_STATE_WITHDRAWN },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice letter_events[] = {
	[LETTER_ISSUE] = { "issue", MESSAGE_LETTER_EVENT_ISSUE },
	[LETTER_ACCEPT] = { "accept", MESSAGE_LETTER_EVENT_ACCEPT },
	[LETTER_SIGN] = { "sign", MESSAGE_LETTER_EVENT_SIGN },
	[LETTER_COUNTERSIGN] = { "countersign", MESSAGE_LETTER_EVENT_COUNTERSIGN },
	[LETTER_SUPERSEDE] = { "supersede", MESSAGE_LETTER_EVENT_SUPERSEDE },
	[LETTER_END] = { "end", MESSAGE_LETTER_EVENT_END },
	[LETTER_WITHDRAW] = { "withdraw", MESSAGE_LETTER_EVENT_WITHDRAW },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice letter_signers[] = {
	[LETTER_PERSON] = { "person", MESSAGE_LETTER_SIGNER_PERSON },
	[LETTER_SUPERIOR] = { "superior", MESSAGE_LETTER_SIGNER_SUPERIOR },
	[LETTER_COUNTERSIGNER] = { "countersigner", MESSAGE_LETTER_SIGNER_COUNTERSIGNER },
	{ NULL, MESSAGE_NONE },
};

/* Records ------------------------------------------------------------------------------------------ */

#define AT(member, message)                                                                        \
	.name = #member, .offset = offsetof(struct letter, member), .label = (message), .since = 1

static const struct field fields[] = {
	{ AT(person_id, MESSAGE_LETTER_PERSON_ID), .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED, .reference = &person_record },
	{ AT(unit_id, MESSAGE_LETTER_UNIT_ID), .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED, .reference = &unit_record },
	{ AT(year, MESSAGE_COMMON_YEAR), .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .minimum = CIVIL_FIRST_YEAR, .maximum = CIVIL_LAST_YEAR },
	{ AT(number, MESSAGE_LETTER_NUMBER), .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED, .minimum = 1,
	  .maximum = 999 },
	{ AT(post_id, MESSAGE_LETTER_POST_ID), .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_FIXED, .reference = &post_record },
	{ AT(state, MESSAGE_COMMON_STATE), .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER, .choices = letter_states },
	{ AT(plan_version, MESSAGE_LETTER_PLAN_VERSION), .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED, .minimum = 1, .maximum = 9999 },
	{ AT(rulebook_id, MESSAGE_LETTER_RULEBOOK_ID), .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_FIXED, .reference = &rulebook_record },
	{ AT(superior_id, MESSAGE_LETTER_SUPERIOR_ID), .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_FIXED, .reference = &person_record },
	{ AT(countersigner_id, MESSAGE_LETTER_COUNTERSIGNER_ID), .type = FIELD_REFERENCE,
	  .flags = FIELD_FIXED, .reference = &person_record },
	{ AT(replaces_id, MESSAGE_LETTER_REPLACES_ID), .type = FIELD_REFERENCE,
	  .flags = FIELD_FIXED, .reference = &letter_record },
	{ AT(text_id, MESSAGE_LETTER_TEXT_LABEL), .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_FIXED, .reference = &letter_text_record },
	{ AT(made_day, MESSAGE_LETTER_MADE_DAY), .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED },
	{ AT(issued_day, MESSAGE_LETTER_ISSUED_DAY), .type = FIELD_DAY, .flags = FIELD_LIST },
	{ AT(closed_day, MESSAGE_LETTER_CLOSED_DAY), .type = FIELD_DAY, .flags = FIELD_LIST },
	{ AT(content_hash, MESSAGE_LETTER_CONTENT_HASH), .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED, .minimum = HASH_CHARACTERS,
	  .maximum = HASH_CHARACTERS },
	{ AT(basis_hash, MESSAGE_LETTER_BASIS_HASH), .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_FIXED, .minimum = HASH_CHARACTERS,
	  .maximum = HASH_CHARACTERS },
	{ AT(proof_code, MESSAGE_LETTER_PROOF_CODE), .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_FIXED, .minimum = 16, .maximum = 40 },
	{ AT(note, MESSAGE_LETTER_NOTE), .type = FIELD_TEXT, .flags = FIELD_FORM, .maximum = 500 },
};

#undef AT
#define AT(member, message)                                                                        \
	.name = #member, .offset = offsetof(struct letter_signature, member), .label = (message),  \
	.since = 1

static const struct field signature_fields[] = {
	{ AT(letter_id, MESSAGE_LETTER_LABEL), .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED, .reference = &letter_record },
	{ AT(signer, MESSAGE_LETTER_SIGNER), .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .choices = letter_signers },
	{ AT(person_id, MESSAGE_LETTER_SIGNED_BY), .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_FIXED, .reference = &person_record },
	{ AT(day, MESSAGE_LETTER_SIGNED_DAY), .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED },
	{ AT(content_hash, MESSAGE_LETTER_CONTENT_HASH), .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_FIXED, .minimum = HASH_CHARACTERS,
	  .maximum = HASH_CHARACTERS },
};

static const struct field text_fields[] = {
	{ .name = "content",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_FIXED | FIELD_LINES,
	  .offset = offsetof(struct letter_text, content),
	  .label = MESSAGE_LETTER_CONTENT,
	  .minimum = 1,
	  .maximum = CONTENT_MAXIMUM,
	  .since = 1 },
};

const struct record_type letter_text_record = {
	.name = "letter_text",
	.label = MESSAGE_LETTER_TEXT_LABEL,
	.size = sizeof(struct letter_text),
	.fields = text_fields,
	.field_count = ARRAY_LENGTH(text_fields),
	.encoding = 1,
	.insert = STATEMENT_LETTER_TEXT_INSERT,
	.update = STATEMENT_LETTER_TEXT_UPDATE,
	.remove = -1,
	.get = STATEMENT_LETTER_TEXT_GET,
	.all = STATEMENT_LETTER_TEXT_ALL,
};

const struct record_type letter_record = {
	.name = "letter",
	.label = MESSAGE_LETTER_LABEL,
	.size = sizeof(struct letter),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_LETTER_INSERT,
	.update = STATEMENT_LETTER_UPDATE,
	.remove = -1,
	.get = STATEMENT_LETTER_GET,
	.all = STATEMENT_LETTER_ALL,
};

const struct record_type letter_signature_record = {
	.name = "letter_signature",
	.label = MESSAGE_LETTER_SIGNATURE_LABEL,
	.size = sizeof(struct letter_signature),
	.fields = signature_fields,
	.field_count = ARRAY_LENGTH(signature_fields),
	.encoding = 1,
	.insert = STATEMENT_LETTER_SIGNATURE_INSERT,
	.update = STATEMENT_LETTER_SIGNATURE_UPDATE,
	.remove = -1,
	.get = STATEMENT_LETTER_SIGNATURE_GET,
	.all = STATEMENT_LETTER_SIGNATURE_ALL,
};

/* Life --------------------------------------------------------------------------------------------- */

static int check_signer(const struct letter *letter, enum letter_signer signer,
			const void *context, struct error *err)
{
	const int64_t *person_id = context;
	int64_t wanted = letter_signer_id(letter, signer);

	if (!wanted)
		return error_set(err, ERR_RULE, "This letter is not countersigned.",
				 "本责任书无须会签。");
	if (*person_id && *person_id == wanted)
		return 0;
	return error_set(err, ERR_DENIED, message_text(MESSAGE_LETTER_NOT_YOURS, LANGUAGE_EN),
			 message_text(MESSAGE_LETTER_NOT_YOURS, LANGUAGE_ZH));
}

static int guard_accept(const void *record, const void *context, struct error *err)
{
	return check_signer(record, LETTER_PERSON, context, err);
}

static int guard_sign(const void *record, const void *context, struct error *err)
{
	return check_signer(record, LETTER_SUPERIOR, context, err);
}

static int guard_countersign(const void *record, const void *context, struct error *err)
{
	return check_signer(record, LETTER_COUNTERSIGNER, context, err);
}

static int guard_withdraw(const void *record, const void *context, struct error *err)
{
	const struct letter *letter = record;

	(void)context;
	if (str_trim(letter->note).length)
		return 0;
	return error_invalid(err, "note", "", "why it is withdrawn", "撤回的理由");
}

#define CLOSES (PERMISSION_LETTER_MANAGE | PERMISSION_PERSON_WRITE)
#define SUPERSEDES(from)                                                                           \
	{                                                                                          \
		LETTER_SUPERSEDE, from, LETTER_SUPERSEDED, PERMISSION_LETTER_MANAGE, NULL,         \
			MESSAGE_LETTER_EVENT_SUPERSEDE, MESSAGE_LETTER_OFFICE_ONLY                 \
	}
#define ENDS(from)                                                                                 \
	{                                                                                          \
		LETTER_END, from, LETTER_ENDED, CLOSES, NULL, MESSAGE_LETTER_EVENT_END,            \
			MESSAGE_LETTER_OFFICE_ONLY                                                 \
	}
#define WITHDRAWS(from)                                                                            \
	{                                                                                          \
		LETTER_WITHDRAW, from, LETTER_WITHDRAWN, PERMISSION_LETTER_MANAGE, guard_withdraw, \
			MESSAGE_LETTER_EVENT_WITHDRAW, MESSAGE_LETTER_OFFICE_ONLY                  \
	}

/* Whoever signs may hold no role at all, so any account may try; the guard asks whose part it is. */
static const struct transition rows[] = {
	{ LETTER_ISSUE, LETTER_DRAFT, LETTER_ISSUED, PERMISSION_LETTER_MANAGE, NULL,
	  MESSAGE_LETTER_EVENT_ISSUE, MESSAGE_LETTER_OFFICE_ONLY },
	{ LETTER_ACCEPT, LETTER_ISSUED, LETTER_ACCEPTED, PERMISSION_LOGGED_IN, guard_accept,
	  MESSAGE_LETTER_EVENT_ACCEPT, MESSAGE_LETTER_NOT_YOURS },
	{ LETTER_SIGN, LETTER_ACCEPTED, LETTER_SIGNED, PERMISSION_LOGGED_IN, guard_sign,
	  MESSAGE_LETTER_EVENT_SIGN, MESSAGE_LETTER_NOT_YOURS },
	{ LETTER_COUNTERSIGN, LETTER_SIGNED, LETTER_COUNTERSIGNED, PERMISSION_LOGGED_IN,
	  guard_countersign, MESSAGE_LETTER_EVENT_COUNTERSIGN, MESSAGE_LETTER_NOT_YOURS },
	SUPERSEDES(LETTER_DRAFT),
	SUPERSEDES(LETTER_ISSUED),
	SUPERSEDES(LETTER_ACCEPTED),
	SUPERSEDES(LETTER_SIGNED),
	SUPERSEDES(LETTER_COUNTERSIGNED),
	ENDS(LETTER_DRAFT),
	ENDS(LETTER_ISSUED),
	ENDS(LETTER_ACCEPTED),
	ENDS(LETTER_SIGNED),
	ENDS(LETTER_COUNTERSIGNED),
	WITHDRAWS(LETTER_DRAFT),
	WITHDRAWS(LETTER_ISSUED),
	WITHDRAWS(LETTER_ACCEPTED),
};

const struct state_table letter_life = { "letter", rows, ARRAY_LENGTH(rows), letter_states,
					 letter_events };

int letter_apply(struct letter *letter, enum letter_event event, permission_set permissions,
		 int64_t person_id, struct error *err)
{
	const struct transition_request request = { .from = letter->state,
						    .event = (int)event,
						    .permissions = permissions,
						    .record = letter,
						    .context = &person_id };

	return transition_apply(&letter_life, &request, &letter->state, err);
}

/* Questions ---------------------------------------------------------------------------------------- */

bool letter_stands(int state)
{
	return state <= LETTER_COUNTERSIGNED;
}

bool letter_is_complete(const struct letter *letter)
{
	return letter->state == LETTER_COUNTERSIGNED ||
	       (letter->state == LETTER_SIGNED && !letter->countersigner_id);
}

enum letter_signer letter_next_signer(const struct letter *letter)
{
	if (letter->state == LETTER_ISSUED)
		return LETTER_PERSON;
	if (letter->state == LETTER_ACCEPTED)
		return LETTER_SUPERIOR;
	if (letter->state == LETTER_SIGNED && letter->countersigner_id)
		return LETTER_COUNTERSIGNER;
	return LETTER_SIGNER_COUNT;
}

int64_t letter_signer_id(const struct letter *letter, enum letter_signer signer)
{
	const int64_t ids[LETTER_SIGNER_COUNT] = { letter->person_id, letter->superior_id,
						   letter->countersigner_id };

	return signer < LETTER_SIGNER_COUNT ? ids[signer] : 0;
}

enum letter_event letter_signer_event(enum letter_signer signer)
{
	static const enum letter_event events[LETTER_SIGNER_COUNT] = { LETTER_ACCEPT, LETTER_SIGN,
								       LETTER_COUNTERSIGN };

	return signer < LETTER_SIGNER_COUNT ? events[signer] : LETTER_EVENT_COUNT;
}
