/*
 * document_text.h - the text in a file, as far as it can be read: txt, csv, docx, xlsx, pptx, odt, ods, odp.
 *
 * Layer: evidence. PDF, OFD, pictures and the binary office formats are not read: they have no text here.
 */
#ifndef LIANZE_EVIDENCE_DOCUMENT_TEXT_H
#define LIANZE_EVIDENCE_DOCUMENT_TEXT_H

#include "base/arena.h"
#include "base/error.h"

#define DOCUMENT_TEXT_MAXIMUM ((size_t)512 * 1024) /* bytes; the rest of a longer one is left out */

/*
 * *out: the text in the arena, valid UTF-8; empty when the type is not read or the file is no such document
 * (that is not a failure). -ERR_MEMORY, -ERR_IO.
 */
MUST_USE int document_text(int fd, int64_t bytes, struct str media_type, struct arena *arena,
			   struct str *out, struct error *err);

#endif
