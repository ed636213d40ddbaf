/*
 * zip_read.h - the parts of a ZIP file that lies in memory, within stated bounds.
 *
 * Layer:   export. Over minizip; knows nothing of workbooks.
 * Owner:   names live in the arena given to zip_open(); the bytes must outlive the archive.
 * Threads: one at a time.
 *
 * Nothing is ever written to a disk, so a part called "../x" could do no harm; an archive that has
 * such a name is refused all the same, because no honest program writes one. What a part claims
 * about its size is not believed: the bytes are counted as they are unpacked.
 */
#ifndef LIANZE_EXPORT_ZIP_READ_H
#define LIANZE_EXPORT_ZIP_READ_H

#include "base/arena.h"
#include "base/error.h"

#define ZIP_PARTS_MAXIMUM	4096
#define ZIP_UNPACKED_MAXIMUM	((size_t)256 << 20) /* of all parts read together */
#define ZIP_RATIO_MAXIMUM	400		    /* unpacked to packed, beyond … */
#define ZIP_RATIO_FREE_BYTES	((size_t)8 << 20)   /* … these first bytes of a part */

struct zip_archive;

/* True when the bytes begin as a ZIP file does. */
bool zip_is(struct str bytes);

/*
 * Read the directory. -ERR_INVALID: damaged, a part's name occurs twice or leaves its folder;
 * -ERR_TOO_LARGE: too many parts; -ERR_MEMORY.
 */
MUST_USE int zip_open(struct arena *arena, struct str bytes, struct zip_archive **out,
		      struct error *err);
void zip_close(struct zip_archive *archive);

/* Whether there is a part of that name; ASCII letters of either case, '\' is '/'. */
bool zip_has(const struct zip_archive *archive, struct str name);

/* Called with one piece after another; a negative code ends the reading and is returned. */
struct zip_taker {
	int (*take)(void *context, struct str piece, struct error *err);
	void *context;
};

/*
 * Unpack one part. -ERR_NOT_FOUND: no such part; -ERR_INVALID: damaged (also a wrong checksum),
 * encrypted or packed in a way that is not supported; -ERR_TOO_LARGE: over a bound above.
 */
MUST_USE int zip_read(struct zip_archive *archive, struct str name, const struct zip_taker *taker,
		      struct error *err);

#endif
