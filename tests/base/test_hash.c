/* SHA-256, hex and base64 against published vectors; random bytes and texts. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/hash.h"

static void hashes_known_vectors(void **state)
{
	static const struct {
		const char *text, *hex;
	} cases[] = { /* FIPS 180-4 examples */
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	};
	char hex[HASH_HEX_BYTES];

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct hash hash = hash_of(str_from(cases[i].text));

		hex_encode(hash_str(&hash), hex);
		assert_string_equal(hex, cases[i].hex);
	}
}

static void hashes_parts_as_their_concatenation(void **state)
{
	const struct str parts[] = { STR("a"), STR_EMPTY, STR("bc") };
	struct hash joined = hash_parts(parts, 3), whole = hash_of(STR("abc"));
	struct hash other = hash_of(STR("abd"));
	struct hash none = hash_parts(NULL, 0), empty = hash_of(STR(""));

	(void)state;
	assert_true(hash_equal(&joined, &whole));
	assert_true(hash_equal(&none, &empty));
	assert_false(hash_equal(&joined, &other));
}

static void compares_bytes(void **state)
{
	(void)state;
	assert_true(bytes_equal_constant_time(STR("secret"), STR("secret")));
	assert_false(bytes_equal_constant_time(STR("secret"), STR("secreT")));
	assert_false(bytes_equal_constant_time(STR("secret"), STR("secre")));
	assert_true(bytes_equal_constant_time(STR_EMPTY, STR("")));
}

static void decodes_only_well_formed_hex(void **state)
{
	unsigned char out[3] = { 1, 2, 3 };
	char hex[7];

	(void)state;
	assert_true(hex_decode(STR("00fFa5"), out, 3));
	assert_memory_equal(out, "\x00\xff\xa5", 3);
	hex_encode((struct str){ (const char *)out, 3 }, hex);
	assert_string_equal(hex, "00ffa5");
	assert_false(hex_decode(STR("00ff"), out, 3));
	assert_false(hex_decode(STR("00ffa55"), out, 3));
	assert_false(hex_decode(STR("00ffag"), out, 3));
	assert_false(hex_decode(STR("0 ffa5"), out, 3));
	assert_memory_equal(out, "\x00\xff\xa5", 3);
	hex_encode(STR_EMPTY, hex);
	assert_string_equal(hex, "");
}

static void codes_base64_as_rfc_4648_says(void **state)
{
	static const struct {
		struct str plain;
		const char *coded;
	} cases[] = {
		{ STR_INIT(""), "" },		  { STR_INIT("f"), "Zg==" },
		{ STR_INIT("fo"), "Zm8=" },	  { STR_INIT("foo"), "Zm9v" },
		{ STR_INIT("foob"), "Zm9vYg==" }, { STR_INIT("fooba"), "Zm9vYmE=" },
		{ STR_INIT("foobar"), "Zm9vYmFy" }, { STR_INIT("\xfb\xff\x00"), "+/8A" },
	};
	struct arena *arena = arena_new(4096);

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct str decoded;
		unsigned char exact[8];

		assert_string_equal(base64_encode(arena, cases[i].plain).bytes, cases[i].coded);
		assert_true(base64_decode(arena, str_from(cases[i].coded), &decoded));
		assert_true(str_equal(decoded, cases[i].plain));
		assert_true(base64_decode_exact(str_from(cases[i].coded), exact, decoded.length));
		assert_memory_equal(exact, decoded.bytes, decoded.length);
		assert_false(base64_decode_exact(str_from(cases[i].coded), exact,
						 decoded.length + 1));
	}
	arena_free(arena);
}

static void refuses_loose_base64(void **state)
{
	static const char *const cases[] = {
		"Zg",	 "Zg=",	    "Zg= =",	"Z===",	    "====",	      "=",
		"Zm9=",	 "Zm9v\n",  "Zm 9v",	"Zg==Zm9v", "Zm9v====",	      "Zm9-_w==",
		"Zh==", /* stray bits */ "Z\xc3\xa9==",
	};
	struct arena *arena = arena_new(4096);
	struct str decoded = STR("kept");

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		if (base64_decode(arena, str_from(cases[i]), &decoded))
			fail_msg("\"%s\" was accepted", cases[i]);
	assert_true(str_equal(decoded, STR("kept")));
	arena_free(arena);
}

static void draws_different_secrets(void **state)
{
	unsigned char a[32] = { 0 }, b[32] = { 0 };
	char text[53], other[53];

	(void)state;
	random_bytes(a, sizeof(a));
	random_bytes(b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
	random_text(text, 52);
	random_text(other, 52);
	assert_int_equal(strlen(text), 52);
	assert_int_equal(strspn(text, "0123456789abcdefghjkmnpqrstvwxyz"), 52);
	assert_string_not_equal(text, other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes_known_vectors),
		cmocka_unit_test(hashes_parts_as_their_concatenation),
		cmocka_unit_test(compares_bytes),
		cmocka_unit_test(decodes_only_well_formed_hex),
		cmocka_unit_test(codes_base64_as_rfc_4648_says),
		cmocka_unit_test(refuses_loose_base64),
		cmocka_unit_test(draws_different_secrets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
