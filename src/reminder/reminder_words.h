/* reminder_words.h - messages with values, without a page. Layer: reminder. */
#ifndef LIANZE_REMINDER_REMINDER_WORDS_H
#define LIANZE_REMINDER_REMINDER_WORDS_H

#include "base/arena.h"
#include "messages.h"

/* The message with its {names} filled, in the arena; bytes NULL when memory is out. */
struct str reminder_words(struct arena *arena, enum language language, enum message message,
			  const struct message_value *values, size_t count);

#endif
