/*
 * asset.h - the files of web/static, compiled into the program.
 *
 * Layer: web. Addresses carry the file's hash (?v=…), so that browsers may keep them for ever.
 */
#ifndef LIANZE_WEB_ASSET_H
#define LIANZE_WEB_ASSET_H

#include "embedded.h"
#include "web/html.h"

/* The file at a path "/static/look.css", or NULL. Borrowed, lives as long as the program. */
const struct embedded_file *asset_find(struct str path);
/* Its address with its hash; the bare path when there is no such file or memory is out. */
struct safe_url asset_url(struct arena *arena, const char *path);

#endif
