/*
 * openapi.h - /openapi.json: what a program can ask and send, as OpenAPI 3.1.
 *
 * Layer: web. Made from the route tables, the record registry and the lists' columns; nothing is written
 * down twice. Described are every route with ROUTE_JSON, and every POST that declares what it takes
 * (route.input or route.record). Texts are in both languages.
 */
#ifndef LIANZE_WEB_OPENAPI_H
#define LIANZE_WEB_OPENAPI_H

#include "web/route.h"

/* The document. Failure: sticky in json->out. */
void openapi_write(struct json *json);

/* openapi_schema.c: parts of it. */
void openapi_text(struct json *json, const char *name, const char *text);
/* "description": the label in both languages; nothing for MESSAGE_NONE. */
void openapi_label(struct json *json, enum message label);
/* The schema of one value that a POST takes. */
void openapi_input_schema(struct json *json, const struct route_input *input);
/* The schema of what a GET answers. */
void openapi_answer_schema(struct json *json, const struct route *route);
/* components.schemas: every record type, Problem, Done. */
void openapi_schemas(struct json *json);

#endif
