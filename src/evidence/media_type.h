/*
 * media_type.h - what a file is, by its content.
 *
 * Layer: evidence. libmagic tells most types; a ZIP container is looked into (office documents, OFD), and
 * a text is told from other bytes by our own reading, for libmagic guesses at text.
 */
#ifndef LIANZE_EVIDENCE_MEDIA_TYPE_H
#define LIANZE_EVIDENCE_MEDIA_TYPE_H

#include "base/arena.h"
#include "base/error.h"

/*
 * The type of the file behind `fd` ("application/pdf"), in the arena. `name` only tells txt from csv, and is
 * never believed otherwise. "application/octet-stream" when nothing is known of it.
 */
MUST_USE int media_type_of(int fd, struct str name, struct arena *arena, struct str *out,
			   struct error *err);

#endif
