/*
 * json.h - streaming JSON output (RFC 8259) into a buffer. Input is jansson's work.
 *
 * Layer: base. The writer places commas; names and values must alternate inside objects (a program
 * error otherwise, seen by an assert). Identifiers are written as strings (decisions.md 1).
 */
#ifndef LIANZE_BASE_JSON_H
#define LIANZE_BASE_JSON_H

#include "base/buf.h"
#include "base/decimal.h"

#define JSON_DEPTH 32

struct json {
	struct buf *out;
	int depth;
	bool comma[JSON_DEPTH]; /* something precedes at this depth */
	bool object[JSON_DEPTH]; /* this depth is an object, not an array */
	bool named;		/* a name was just written */
};

void json_init(struct json *json, struct buf *out);
void json_object_begin(struct json *json);
void json_object_end(struct json *json);
void json_array_begin(struct json *json);
void json_array_end(struct json *json);
void json_name(struct json *json, const char *name);
void json_str(struct json *json, struct str text);
void json_text(struct json *json, const char *text); /* NULL writes null */
void json_int(struct json *json, int64_t number);
void json_bool(struct json *json, bool truth);
/* Another symbol for the linker: libjansson has a json_null() of its own, and would call ours. */
#define json_null json_write_null
void json_null(struct json *json);
void json_decimal(struct json *json, struct decimal value, int places); /* a string: "83.20" */
void json_id(struct json *json, int64_t id);		     /* base32 string; 0 writes null */
void json_day(struct json *json, int32_t day);		     /* "2008-07-14" or null */

#endif
