/*
 * blob_folder.h - the driver that keeps files in a folder. Layer: store, private to blob.c.
 */
#ifndef LIANZE_STORE_BLOB_FOLDER_H
#define LIANZE_STORE_BLOB_FOLDER_H

#include "store/blob.h"

MUST_USE int blob_folder_prepare(const struct blobs *blobs, struct error *err);
MUST_USE int blob_folder_write(const struct blobs *blobs, const struct blob_piece *piece,
			       struct error *err);
MUST_USE int blob_folder_size(const struct blobs *blobs, const struct blob *staged, int64_t *out,
			      struct error *err);
MUST_USE int blob_folder_remove(const struct blobs *blobs, const struct blob *staged,
				struct error *err);
MUST_USE int blob_folder_place(const struct blobs *blobs, const struct blob *blob,
			       struct error *err);
/* The file of a hash, or else (`staged`) the one on its way. -ERR_CORRUPT when there is none. */
MUST_USE int blob_folder_open(const struct blobs *blobs, const struct blob *blob, bool staged,
			      int *out_fd, struct error *err);
void blob_folder_remove_all(const struct blobs *blobs);
/* Say that writing failed: a full disk in words of its own. */
int blob_write_failed(struct error *err, const char *path);

/* Hand out each file: its hash, or NULL and the id under which it is on its way. `found` says whether it
 * is spoken of; a negative answer ends the walk. */
struct blob_walk {
	int (*found)(void *context, const struct hash *sha256, int64_t id, struct error *err);
	void *context;
};
MUST_USE int blob_folder_sweep(const struct blobs *blobs, const struct blob_walk *walk,
			       struct blob_sweep *sweep, struct error *err);

#endif
