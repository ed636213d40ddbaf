/*
 * name_key.c - see name_key.h.
 */
#include "people/name_key.h"

#include <pthread.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

static pthread_once_t collator_once = PTHREAD_ONCE_INIT;
static UCollator *collator;
static UErrorCode collator_status = U_ZERO_ERROR;

static void open_collator(void)
{
	collator = ucol_open("zh@collation=pinyin", &collator_status);
}

int name_key(struct str name, struct arena *arena, struct str *out, struct error *err)
{
	pthread_once(&collator_once, open_collator);
	if (U_FAILURE(collator_status))
		return error_broken(err, ERR_BROKEN, "ICU collator: %s",
				    u_errorName(collator_status));

	UChar wide[NAME_KEY_NAME_BYTES]; /* UTF-16 has at most as many units as UTF-8 has bytes */
	struct str cut = utf8_cut(name, NAME_KEY_NAME_BYTES);
	UErrorCode status = U_ZERO_ERROR;
	int32_t length = 0;
	if (cut.length)
		u_strFromUTF8(wide, NAME_KEY_NAME_BYTES, &length, cut.bytes, (int32_t)cut.length,
			      &status);
	if (status != U_ZERO_ERROR && status != U_STRING_NOT_TERMINATED_WARNING)
		return error_broken(err, ERR_BROKEN, "name key: %s", u_errorName(status));

	int32_t bytes = ucol_getSortKey(collator, wide, length, NULL, 0);
	uint8_t *key = arena_alloc(arena, (size_t)bytes + 1);
	if (!key)
		return error_broken(err, ERR_MEMORY, "sort key of %d bytes", bytes);
	ucol_getSortKey(collator, wide, length, key, bytes);
	/* ICU ends each key with a zero byte; without it keys still compare alike and are shorter. */
	*out = (struct str){ (const char *)key, bytes ? (size_t)bytes - 1 : 0 };
	return 0;
}
