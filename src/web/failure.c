/* failure.c - what people read when a page cannot be shown: one row per status. */
#include "messages_web.h"
#include "web/failure_view.h"

static const struct sentence {
	int status;
	enum message title, advice;
} sentences[] = {
	{ 400, MESSAGE_FAILURE_INVALID, MESSAGE_FAILURE_INVALID_ADVICE },
	{ 401, MESSAGE_FAILURE_LOGIN, MESSAGE_FAILURE_LOGIN_ADVICE },
	{ 403, MESSAGE_FAILURE_DENIED, MESSAGE_FAILURE_DENIED_ADVICE },
	{ 404, MESSAGE_FAILURE_NOT_FOUND, MESSAGE_FAILURE_NOT_FOUND_ADVICE },
	{ 405, MESSAGE_FAILURE_METHOD, MESSAGE_FAILURE_NOT_FOUND_ADVICE },
	{ 409, MESSAGE_FAILURE_CONFLICT, MESSAGE_FAILURE_CONFLICT_ADVICE },
	{ 413, MESSAGE_FAILURE_TOO_LARGE, MESSAGE_FAILURE_TOO_LARGE_ADVICE },
	{ 422, MESSAGE_FAILURE_REFUSED, MESSAGE_FAILURE_REFUSED_ADVICE },
	{ 503, MESSAGE_FAILURE_BUSY, MESSAGE_FAILURE_BUSY_ADVICE },
	{ 500, MESSAGE_FAILURE_BROKEN, MESSAGE_FAILURE_BROKEN_ADVICE },
};

#define SENTENCE_COUNT (sizeof(sentences) / sizeof(sentences[0]))

static const struct sentence *sentence_of(int status)
{
	for (size_t i = 0; i < SENTENCE_COUNT; i++)
		if (sentences[i].status == status)
			return &sentences[i];
	return &sentences[SENTENCE_COUNT - 1];
}

enum message failure_title(int status)
{
	return sentence_of(status)->title;
}

enum message failure_advice(int status)
{
	return sentence_of(status)->advice;
}
