/*
 * test_note.c - signed notes against the specification's example, and against every changed byte.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "ledger/note.h"

/* The example of the C2SP signed-note specification. */
#define EXAMPLE_VKEY "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define EXAMPLE_TEXT "This is an example message.\n"
#define EXAMPLE_SIGNATURE                                                                          \
	"— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYj"       \
	"OBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
#define OTHER_SIGNATURE "— witness.example/w1 AAAAAAAAAAAAAAAA\n"

static struct arena *arena;

static int group_setup(void **state)
{
	(void)state;
	arena = arena_new(1 << 20);
	return arena ? 0 : -1;
}

static int group_teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void test_example(void **state)
{
	struct note_verifier verifier;
	struct str text = STR_EMPTY;
	struct error err;

	(void)state;
	assert_int_equal(note_verifier_parse(STR(EXAMPLE_VKEY), &verifier, &err), 0);
	assert_string_equal(verifier.name, "example.com/foo");
	assert_true(str_equal(note_verifier_format(&verifier, arena), STR(EXAMPLE_VKEY)));
	assert_int_equal(note_open(STR(EXAMPLE_TEXT "\n" EXAMPLE_SIGNATURE), &verifier, &text, &err),
			 0);
	assert_true(str_equal(text, STR(EXAMPLE_TEXT)));
}

static void test_open_outcomes(void **state)
{
	const struct {
		struct str note;
		int code;
	} rows[] = {
		{ STR(EXAMPLE_TEXT "\n" OTHER_SIGNATURE EXAMPLE_SIGNATURE), 0 },
		{ STR(EXAMPLE_TEXT "\n" EXAMPLE_SIGNATURE OTHER_SIGNATURE), 0 },
		{ STR("two\n\nparts\n\n" OTHER_SIGNATURE), -ERR_RULE },
		{ STR(EXAMPLE_TEXT "\n" OTHER_SIGNATURE), -ERR_RULE },
		{ STR("This is an example massage.\n\n" EXAMPLE_SIGNATURE), -ERR_CORRUPT },
		{ STR(EXAMPLE_TEXT EXAMPLE_SIGNATURE), -ERR_INVALID },
		{ STR(EXAMPLE_TEXT "\n"), -ERR_INVALID },
		{ STR(EXAMPLE_TEXT "\n" EXAMPLE_SIGNATURE "trailing\n"), -ERR_INVALID },
		{ STR(EXAMPLE_TEXT "\n— \n"), -ERR_INVALID },
		{ STR("tab\there\n\n" EXAMPLE_SIGNATURE), -ERR_INVALID },
		{ STR("\xff\n\n" EXAMPLE_SIGNATURE), -ERR_INVALID },
		{ STR(""), -ERR_INVALID },
		{ STR("\n\n"), -ERR_INVALID },
	};
	struct note_verifier verifier;
	struct str text;
	struct error err;

	(void)state;
	assert_int_equal(note_verifier_parse(STR(EXAMPLE_VKEY), &verifier, &err), 0);
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_int_equal(note_open(rows[i].note, &verifier, &text, &err), rows[i].code);
}

static void test_vkey_refusals(void **state)
{
	static const char *const rows[] = {
		"",
		"example.com/foo",
		"example.com/foo+530d903a",
		"example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		"example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		"example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		"example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
		"example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k ",
		"example com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
	};
	struct note_verifier verifier;
	struct error err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_int_equal(note_verifier_parse(str_from(rows[i]), &verifier, &err),
				 -ERR_INVALID);
}

/* A changed byte anywhere must never leave the note accepted with another text. */
static void test_every_changed_byte_is_noticed(void **state)
{
	static const unsigned char seed[NOTE_KEY_BYTES] = { 1, 2, 3 };
	struct note_signer signer;
	struct str note, text;
	struct error err;
	char *changed;

	(void)state;
	assert_int_equal(note_signer_init(STR("lianze.example/甲县"), seed, &signer, &err), 0);
	assert_int_equal(note_sign(STR("第一行\nsecond\n"), &signer, arena, &note, &err), 0);
	assert_int_equal(note_open(note, &signer.verifier, &text, &err), 0);
	assert_true(str_equal(text, STR("第一行\nsecond\n")));
	changed = arena_text(arena, note);
	assert_non_null(changed);
	for (size_t i = 0; i < note.length; i++) {
		changed[i] ^= 1;
		assert_true(note_open((struct str){ changed, note.length }, &signer.verifier, &text,
				      &err) < 0);
		changed[i] ^= 1;
	}
}

static void test_sign_refusals(void **state)
{
	static const unsigned char seed[NOTE_KEY_BYTES] = { 7 };
	struct note_signer signer;
	struct str note;
	struct error err;

	(void)state;
	assert_int_equal(note_signer_init(STR("a b"), seed, &signer, &err), -ERR_INVALID);
	assert_int_equal(note_signer_init(STR(""), seed, &signer, &err), -ERR_INVALID);
	assert_int_equal(note_signer_init(STR("a+b"), seed, &signer, &err), -ERR_INVALID);
	assert_int_equal(note_signer_init(STR("a\xe3\x80\x80" "b"), seed, &signer, &err),
			 -ERR_INVALID);
	assert_int_equal(note_signer_init(STR("a"), seed, &signer, &err), 0);
	assert_int_equal(note_sign(STR("no line feed"), &signer, arena, &note, &err), -ERR_INVALID);
	assert_int_equal(note_sign(STR("\r\n"), &signer, arena, &note, &err), -ERR_INVALID);
	note_signer_clear(&signer);
	for (size_t i = 0; i < sizeof(signer.seed); i++)
		assert_int_equal(signer.seed[i], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_example),
		cmocka_unit_test(test_open_outcomes),
		cmocka_unit_test(test_vkey_refusals),
		cmocka_unit_test(test_every_changed_byte_is_noticed),
		cmocka_unit_test(test_sign_refusals),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
