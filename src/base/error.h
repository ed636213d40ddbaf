/*
 * error.h - the one list of failure codes, and the sentence that goes with one.
 *
 * Layer:   base.
 * Owner:   struct error is a plain value in the caller's storage; its texts are copied in.
 * Threads: one owner at a time.
 *
 * A function that can fail returns 0 or one of the codes below, negated, and fills a struct
 * error. Four outcomes stay apart: refused (a rule said no), invalid (bad input), conflict
 * (retry may help), broken (our fault or the machine's). error_http_status() and
 * error_exit_code() are the only places that map codes to the outside.
 *
 * User sentences carry both languages, because the layer that fails does not know who reads.
 */
#ifndef LIANZE_BASE_ERROR_H
#define LIANZE_BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

enum error_code {
	ERR_NONE = 0,
	ERR_STATE,	/* refused: no transition from the present state */
	ERR_RULE,	/* refused: a rule or guard said no */
	ERR_DENIED,	/* refused: this person may not do this here */
	ERR_LOGIN,	/* refused: nobody is logged in */
	ERR_INVALID,	/* invalid: bad input; field, found and accepted are filled */
	ERR_TOO_LARGE,	/* invalid: over a declared limit */
	ERR_NOT_FOUND,	/* invalid: no such record (also: not visible to the asker) */
	ERR_CONFLICT,	/* conflict: changed by another; reload and try again */
	ERR_BUSY,	/* conflict: queue full or database locked; retry later */
	ERR_MEMORY,	/* broken: allocation failed or an arena's maximum was hit */
	ERR_DATABASE,	/* broken: the database engine reported a failure */
	ERR_IO,		/* broken: file or network */
	ERR_CORRUPT,	/* broken: stored data contradicts itself */
	ERR_BROKEN,	/* broken: a program error; never expected */
	ERR_COUNT
};

enum error_class { ERROR_REFUSED, ERROR_INVALID_INPUT, ERROR_CONFLICTING, ERROR_OUR_FAULT };

#define ERROR_TEXT_BYTES 400
#define ERROR_NAME_BYTES 64

struct error {
	int code;			 /* negated enum error_code, or 0 */
	char en[ERROR_TEXT_BYTES];	 /* sentence fit to show a user, English */
	char zh[ERROR_TEXT_BYTES];	 /* the same in Chinese */
	char field[ERROR_NAME_BYTES];	 /* input field or column, or "" */
	char found[ERROR_NAME_BYTES * 2];/* the value found, cut to fit, or "" */
	int row;			 /* 1-based row of a table or line of a file, 0 when none */
	char detail[ERROR_TEXT_BYTES];	 /* for the log only: engine message, errno */
};

/* Empty `err`: no code, no texts. */
void error_clear(struct error *err);

/*
 * Record a failure with its sentence in both languages; further fields are emptied.
 * Returns -code, so that `return error_set(err, ERR_RULE, en, zh)` reads well.
 * `err` may be NULL. The texts are plain sentences, not formats.
 */
int error_set(struct error *err, enum error_code code, const char *en, const char *zh);

/* Append a formatted internal detail (for the log). Keeps everything else. `err` may be NULL. */
void error_detail(struct error *err, const char *format, ...) PRINTF(2, 3);

/* Replace the two sentences by formatted ones; keeps code, field and row. `err` may be NULL. */
void error_en(struct error *err, const char *format, ...) PRINTF(2, 3);
void error_zh(struct error *err, const char *format, ...) PRINTF(2, 3);

/*
 * Bad input: names the field, the value found and what is accepted. Returns -ERR_INVALID.
 * `found` is cut at a character boundary; `accepted_*` finish the sentence "accepted: …".
 */
int error_invalid(struct error *err, const char *field, const char *found,
		  const char *accepted_en, const char *accepted_zh);

/* What error_invalid() said is accepted: a part of the sentence; "" for other failures. */
const char *error_accepted(const struct error *err, bool chinese);

/* A program or engine failure with a formatted detail; the user sees a general sentence.
 * Returns -code. */
int error_broken(struct error *err, enum error_code code, const char *format, ...) PRINTF(3, 4);

/* Class of a negated code; anything unknown is our fault. */
enum error_class error_classify(int code);

/* 422 refused (403 denied, 401 not logged in), 400 invalid (404, 413), 409 conflict (503 busy),
 * 500 broken. */
int error_http_status(int code);

/* sysexits-like: 0 ok, 1 refused, 2 invalid input or usage, 3 conflict or busy, 4 broken,
 * 5 verification found damage (ERR_CORRUPT). */
int error_exit_code(int code);

/* "ERR_RULE" and so on; borrowed static text. */
const char *error_code_name(int code);

#endif
