/*
 * xml_read.h - one XML part of a ZIP archive as a stream of elements and texts.
 *
 * Layer:   export. Over expat.
 * Threads: one at a time.
 *
 * Names come without their prefix ("x:row" is "row"), because programs choose prefixes freely and
 * the strict and the transitional namespaces of workbooks differ in nothing that is read here. A
 * document type declaration is refused: no entities, inner or outer, exist for this reader.
 */
#ifndef LIANZE_EXPORT_XML_READ_H
#define LIANZE_EXPORT_XML_READ_H

#include "export/zip_read.h"

#define XML_DEPTH_MAXIMUM 64

struct xml_reader {
	/* Any may be NULL. A negative code ends the reading. */
	int (*start)(void *context, struct str name, const char **attributes, struct error *err);
	int (*end)(void *context, struct str name, struct error *err);
	int (*text)(void *context, struct str piece, struct error *err);
	void *context;
};

/* The value of an attribute by its name without prefix; STR_EMPTY (bytes NULL) when absent. */
struct str xml_attribute(const char **attributes, const char *name);

/* Read a part. Codes of zip_read(); -ERR_INVALID also when it is not well-formed XML. */
MUST_USE int xml_read(struct zip_archive *archive, struct str part,
		      const struct xml_reader *reader, struct error *err);

#endif
