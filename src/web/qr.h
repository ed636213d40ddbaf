/*
 * qr.h - a QR code as the path of an SVG drawing, for templates.
 *
 * Layer: web. A template prints <svg viewBox="{{qr.box}}"><path d="{{qr.path}}"/></svg>; the quiet zone
 * of four modules is part of the box.
 */
#ifndef LIANZE_WEB_QR_H
#define LIANZE_WEB_QR_H

#include "base/arena.h"
#include "base/error.h"

struct qr_view {
	struct str path; /* one row of dark modules after another: "M4 4h7v1h-7z…" */
	struct str box;  /* "0 0 33 33" */
};

/* The smallest code that holds `text` with error correction M (15 %). -ERR_TOO_LARGE, -ERR_MEMORY. */
MUST_USE int qr_make(struct str text, struct arena *arena, struct qr_view *out, struct error *err);

#endif
