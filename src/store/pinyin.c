/*
 * pinyin.c - see pinyin.h.
 */
#include "store/pinyin.h"

#include <pthread.h>
#include <stdio.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#define FIRST_HAN     0x3400
#define LAST_HAN      0x9fff
#define DIAERESIS     0x0308
#define SYLLABLE_ROOM 16

/* Further readings that names use. `surname` stands first when the character begins a person's name. */
static const struct other_reading {
	const char *character, *surname, *also;
} other_readings[] = {
	{ "单", "shan", "dan" },   { "曾", "zeng", "ceng" }, { "解", "xie", "jie" },
	{ "区", "ou", "qu" },	   { "仇", "qiu", "chou" },  { "查", "zha", "cha" },
	{ "盖", "ge", "gai" },	   { "朴", "piao", "pu" },   { "覃", "qin", "tan" },
	{ "尉", "wei", "yu" },	   { "种", "chong", "zhong" }, { "折", "she", "zhe" },
	{ "缪", "miao", "mou" },   { "翟", "zhai", "di" },   { "乜", "nie", "mie" },
	{ "员", "yun", "yuan" },   { "冼", "xian", "xian" }, { "洗", "xian", "xi" },
	{ "秘", "bi", "mi" },	   { "召", "shao", "zhao" }, { "黑", "he", "hei" },
	{ "繁", "po", "fan" },	   { "盛", "sheng", "cheng" }, { "那", "na", "nuo" },
	{ "华", "hua", "hua" },	   { "逄", "pang", "feng" }, { "令", "ling", "ling" },
	{ "万", "wan", "mo" },	   { "俟", "qi", "si" },     { "澹", "tan", "dan" },
	{ "长", "zhang", "chang" }, { "乐", "yue", "le" },   { "重", "chong", "zhong" },
	{ "行", "xing", "hang" },  { "都", "du", "dou" },    { "会", "kuai", "hui" },
	{ "朝", "chao", "zhao" },  { "厦", "xia", "sha" },   { "校", "jiao", "xiao" },
	{ "调", "diao", "tiao" },  { "石", "shi", "dan" },   { "贾", "jia", "gu" },
	{ "祭", "zhai", "ji" },	   { "过", "guo", "guo" },   { "宓", "mi", "fu" },
	{ "车", "che", "ju" },	   { "阿", "a", "e" },	     { "埔", "pu", "bu" },
	{ "六", "liu", "lu" },	   { "台", "tai", "tai" },   { "尧", "yao", "yao" },
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static UTransliterator *transform;
static const UNormalizer2 *decompose;
static char usual[LAST_HAN - FIRST_HAN + 1][PINYIN_BYTES]; /* "": not asked yet; "?": none */

static int icu_failed(UErrorCode status, struct error *err)
{
	return error_broken(err, ERR_BROKEN, "ICU Han-Latin: %s", u_errorName(status));
}

static int transform_open(struct error *err)
{
	static const UChar id[] = u"Han-Latin";
	UErrorCode status = U_ZERO_ERROR;

	if (transform)
		return 0;
	decompose = unorm2_getNFDInstance(&status);
	transform = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
	if (U_FAILURE(status))
		transform = NULL;
	return U_FAILURE(status) ? icu_failed(status, err) : 0;
}

/* "lǚ" decomposed becomes "lv"; false when anything is no letter. */
static bool plain_letters(const UChar *wide, int32_t length, char out[PINYIN_BYTES])
{
	size_t count = 0;

	for (int32_t i = 0; i < length; i++) {
		if (wide[i] == DIAERESIS && count && out[count - 1] == 'u')
			out[count - 1] = 'v';
		else if (wide[i] >= 'a' && wide[i] <= 'z' && count < PINYIN_BYTES - 1)
			out[count++] = (char)wide[i];
		else if (wide[i] < 0x300 || wide[i] > 0x36f)
			return false;
	}
	out[count] = '\0';
	return count > 0;
}

static int transform_one(int32_t character, char out[PINYIN_BYTES], struct error *err)
{
	UChar text[SYLLABLE_ROOM] = { (UChar)character }, wide[SYLLABLE_ROOM];
	UErrorCode status = U_ZERO_ERROR;
	int32_t length = 1, limit = 1;

	utrans_transUChars(transform, text, &length, SYLLABLE_ROOM, 0, &limit, &status);
	length = unorm2_normalize(decompose, text, length, wide, SYLLABLE_ROOM, &status);
	if (U_FAILURE(status))
		return icu_failed(status, err);
	if (!plain_letters(wide, length, out))
		(void)snprintf(out, PINYIN_BYTES, "?");
	return 0;
}

static int usual_reading(int32_t character, char out[PINYIN_BYTES], struct error *err)
{
	char *known = usual[character - FIRST_HAN];
	int rc = 0;

	(void)pthread_mutex_lock(&lock);
	if (!known[0])
		rc = transform_open(err);
	if (rc == 0 && !known[0])
		rc = transform_one(character, known, err);
	memcpy(out, known, PINYIN_BYTES);
	(void)pthread_mutex_unlock(&lock);
	return rc;
}

static void reading_add(struct pinyin *pinyin, const char *reading)
{
	for (int i = 0; i < pinyin->count; i++)
		if (strcmp(pinyin->readings[i], reading) == 0)
			return;
	if (pinyin->count < PINYIN_READINGS)
		(void)snprintf(pinyin->readings[pinyin->count++], PINYIN_BYTES, "%s", reading);
}

static const struct other_reading *other_find(int32_t character)
{
	for (size_t i = 0; i < sizeof(other_readings) / sizeof(other_readings[0]); i++) {
		size_t position = 0;

		if (utf8_next(str_from(other_readings[i].character), &position) == character)
			return &other_readings[i];
	}
	return NULL;
}

int pinyin_read(int32_t character, bool surname, struct pinyin *out, struct error *err)
{
	char reading[PINYIN_BYTES];

	out->count = 0;
	if (character < FIRST_HAN || character > LAST_HAN)
		return 0;
	int rc = usual_reading(character, reading, err);
	if (rc < 0 || reading[0] == '?')
		return rc;
	const struct other_reading *other = other_find(character);
	if (other && surname)
		reading_add(out, other->surname);
	reading_add(out, reading);
	if (other) {
		reading_add(out, other->surname);
		reading_add(out, other->also);
	}
	/* 吕: typed "lv", written "lu" in passports. */
	char *v = strchr(reading, 'v');
	if (v) {
		*v = 'u';
		reading_add(out, reading);
	}
	return 0;
}
