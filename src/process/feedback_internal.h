/* feedback_internal.h - what the files of the feedback letter share. Layer: process. */
#ifndef LIANZE_PROCESS_FEEDBACK_INTERNAL_H
#define LIANZE_PROCESS_FEEDBACK_INTERNAL_H

#include "export/pdf.h"
#include "process/derivation.h"
#include "process/feedback.h"

struct letter {
	const struct feedback_request *request;
	struct pdf *pdf;
	struct arena *arena;
	const struct derivation *derivation;
	const struct appraisal_result *result;
	const struct scheme *scheme;
	int member;
};

/* A message with its values; texts of the letter's language. */
struct str letter_message(const struct letter *letter, enum message message,
			  const struct message_value *values, size_t count);
struct str letter_word(const struct letter *letter, enum message message);
struct str letter_title(const struct letter *letter, const struct scheme_text *text);
/* As exact as a table has room for: "83.5", "≈83.3333". */
struct str letter_number(const struct letter *letter, struct rational number);

/* Sections with tables (feedback_table.c). */
void letter_lost(struct letter *letter);
void letter_entries(struct letter *letter);

#endif
