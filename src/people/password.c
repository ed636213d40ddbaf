/*
 * password.c - which passwords are acceptable under a policy, and their argon2id hashes (account.h).
 */
#include "people/account.h"

#include <pthread.h>
#include <sodium.h>

#define ARGON2_PASSES 2
#define ARGON2_BYTES ((size_t)64 * 1024 * 1024)
_Static_assert(ARGON2_BYTES >= (size_t)47 * 1024 * 1024, "OWASP: at least 46 MiB with one pass");
_Static_assert(ACCOUNT_HASH_BYTES >= crypto_pwhash_STRBYTES, "room for libsodium's text");

/* A name shorter than this may appear inside a password by chance. */
#define TELLING_NAME_BYTES 4

/* The passwords that people choose most, as any published survey has them, in lower case; those
 * that are too short anyway are left out. */
static const char *const commonest[] = {
	"00000000", "01234567", "10203040", "11111111", "11112222", "11223344", "12121212",
	"12300000", "123123123", "123321123", "12341234", "1234567", "12345678", "123456789",
	"1234567890", "123456789a", "12345678a", "1234qwer", "123654789", "123qweasd", "123qwe123",
	"12qwaszx", "13131313", "147258369", "1472583690", "159753159", "19801980", "19881988",
	"19901990", "1q2w3e4r", "1q2w3e4r5t", "1qaz2wsx", "1qaz2wsx3edc", "1qazxsw2", "20080808",
	"20082008", "22222222", "31415926", "33333333", "44444444", "5201314520", "55555555",
	"66666666", "77777777", "87654321", "88888888", "963852741", "987654321", "9876543210",
	"99999999", "a1234567", "a12345678", "a123456789", "aa123456", "aa12345678", "aaaaaaaa",
	"aaa12345", "aaaa1111", "abc12345", "abc123456", "abc123abc", "abcd1234", "abcd123456",
	"abcdefgh", "admin123", "admin1234", "admin888", "administrator", "adminadmin", "asd12345",
	"asdasdasd", "asdf1234", "asdfasdf", "asdfghjk", "asdfghjkl", "baseball", "changeme",
	"computer", "football", "iloveyou", "letmein123", "lianzheng", "lianzheng123", "lianze123",
	"login123", "mypassword", "p@ssw0rd", "pa55word", "passw0rd", "password", "password1",
	"password12", "password123", "princess", "q1w2e3r4", "q1w2e3r4t5", "qazwsxedc", "qq123456",
	"qq123456789", "qwe123456", "qweasdzxc", "qwer1234", "qwerasdf", "qwertyui", "qwerty12",
	"qwerty123", "qwertyuiop", "root1234", "sunshine", "superman", "test1234", "trustno1",
	"wang1234", "welcome1", "welcome123", "woaini123", "woaini1314", "woaini520", "wodemima",
	"zaq12wsx", "zhang123", "zxcvbnm1", "zxcvbnm123",
};

static int refuse(const char *accepted_en, const char *accepted_zh, struct error *err)
{
	return error_invalid(err, "password", "", accepted_en, accepted_zh);
}

static bool is_common(struct str password)
{
	for (size_t i = 0; i < ARRAY_LENGTH(commonest); i++)
		if (str_equal_ignore_case(password, str_from(commonest[i])))
			return true;
	return false;
}

static bool is_one_character(struct str password)
{
	size_t first_bytes = 0;
	utf8_next(password, &first_bytes);
	struct str first = str_slice(password, 0, first_bytes);
	for (size_t i = first_bytes; i < password.length; i += first_bytes)
		if (!str_equal(str_slice(password, i, first_bytes), first))
			return false;
	return true;
}

/* How many of the four kinds occur: capitals, small letters, digits, anything else. */
static int kinds_of(struct str password)
{
	bool capital = false, small = false, digit = false, other = false;
	for (size_t i = 0; i < password.length; i++) {
		char c = password.bytes[i];
		if (c >= 'A' && c <= 'Z')
			capital = true;
		else if (c >= 'a' && c <= 'z')
			small = true;
		else if (c >= '0' && c <= '9')
			digit = true;
		else
			other = true;
	}
	return capital + small + digit + other;
}

static int refuse_length(int64_t minimum, struct error *err)
{
	char en[64], zh[64];
	snprintf(en, sizeof(en), "%lld to %d characters", (long long)minimum,
		 ACCOUNT_PASSWORD_MAXIMUM);
	snprintf(zh, sizeof(zh), "%lld 至 %d 个字符", (long long)minimum, ACCOUNT_PASSWORD_MAXIMUM);
	return refuse(en, zh, err);
}

static bool contains_ignore_case(struct str text, struct str part)
{
	for (size_t i = 0; i + part.length <= text.length; i++)
		if (str_equal_ignore_case(str_slice(text, i, part.length), part))
			return true;
	return false;
}

static bool tells_name(struct str password, struct str name)
{
	return name.length >= TELLING_NAME_BYTES && contains_ignore_case(password, name);
}

int account_check_password(struct str password, const struct password_demand *demand,
			   struct error *err)
{
	const struct security_policy *policy = demand->policy;
	size_t length = utf8_is_valid(password) ? utf8_length(password) : 0;
	if ((int64_t)length < policy->minimum_length || length > ACCOUNT_PASSWORD_MAXIMUM)
		return refuse_length(policy->minimum_length, err);
	if (kinds_of(password) < password_profile_kinds((enum password_profile)policy->profile))
		return refuse("three of capitals, small letters, digits and other characters",
			      "含大写字母、小写字母、数字、其他字符中的至少三种", err);
	if (is_common(password) || is_one_character(password))
		return refuse("a password that is not among the most common ones",
			      "不属于最常见口令的口令", err);
	if (tells_name(password, demand->login) || tells_name(password, demand->display_name))
		return refuse("a password without the log-in name or the person's name",
			      "不含登录名或姓名的口令", err);
	return 0;
}

static int sodium_state;

static void start_sodium(void)
{
	sodium_state = sodium_init();
}

int account_hash_password(struct str password, char out[ACCOUNT_HASH_BYTES], struct error *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, start_sodium);
	if (sodium_state < 0)
		return error_broken(err, ERR_BROKEN, "libsodium does not start");
	char hash[crypto_pwhash_STRBYTES];
	if (crypto_pwhash_str_alg(hash, password.bytes, password.length, ARGON2_PASSES,
				  ARGON2_BYTES, crypto_pwhash_ALG_ARGON2ID13))
		return error_broken(err, ERR_MEMORY, "argon2id: no %zu bytes", ARGON2_BYTES);
	memcpy(out, hash, sizeof(hash));
	return 0;
}

bool account_hash_matches(const char *hash, struct str password)
{
	return password.length <= ACCOUNT_PASSWORD_MAXIMUM * 4 &&
	       crypto_pwhash_str_verify(hash, password.bytes ? password.bytes : "",
					password.length) == 0;
}
