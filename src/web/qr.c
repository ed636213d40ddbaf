/* qr.c - see qr.h. libqrencode makes the modules. */
#include "web/qr.h"

#include <errno.h>
#include <qrencode.h>

#include "base/buf.h"

#define QUIET_MODULES 4
#define PATH_BYTES ((size_t)64 * 1024)
#define DARK 1

/* The dark runs of one row. */
static void add_row(struct buf *path, const QRcode *code, int row)
{
	const unsigned char *modules = code->data + (ptrdiff_t)row * code->width;

	for (int from = 0; from < code->width;) {
		int to = from;
		while (to < code->width && modules[to] & DARK)
			to++;
		if (to > from)
			buf_add_format(path, "M%d %dh%dv1h-%dz", from + QUIET_MODULES,
				       row + QUIET_MODULES, to - from, to - from);
		from = to + (to == from);
	}
}

int qr_make(struct str text, struct arena *arena, struct qr_view *out, struct error *err)
{
	const char *bytes = arena_text(arena, text);
	QRcode *code = bytes ? QRcode_encodeString8bit(bytes, 0, QR_ECLEVEL_M) : NULL;
	struct buf path;

	if (!code)
		return error_broken(err, errno == ERANGE ? ERR_TOO_LARGE : ERR_MEMORY, "QR code");
	buf_init(&path, PATH_BYTES);
	for (int row = 0; row < code->width; row++)
		add_row(&path, code, row);
	int side = code->width + 2 * QUIET_MODULES;
	QRcode_free(code);
	out->path = arena_str(arena, buf_str(&path));
	out->box = arena_format(arena, "0 0 %d %d", side, side);
	bool failed = buf_failed(&path) || !out->path.bytes || !out->box.bytes;
	buf_release(&path);
	return failed ? error_broken(err, ERR_MEMORY, "QR code") : 0;
}
