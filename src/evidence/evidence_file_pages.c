/*
 * evidence_file_pages.c - the file of a piece of evidence, shown or handed over.
 *
 * It is served so that it can do nothing here: a policy of its own (sandbox), no sniffing, and only the types
 * that the upload rules call inline are opened by the browser. Ranges serve long files (RFC 9110).
 */
#include <stdio.h>
#include <unistd.h>

#include "evidence/evidence_access_view.h"
#include "evidence/upload_rules.h"
#include "messages_evidence.h"
#include "web/app.h"
#include "web/routes.h"

static bool is_simple(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       c == '.' || c == '-' || c == '_';
}

/* RFC 6266: a plain name for the old, the real one (RFC 8187) for everybody else. */
static struct str disposition_of(struct page *page, const struct evidence *evidence, bool is_inline)
{
	static const char digits[] = "0123456789ABCDEF";
	struct str name = evidence->file_name;
	char *plain = arena_alloc(page->arena, name.length + 1);
	char *encoded = arena_alloc(page->arena, name.length * 3 + 1);
	size_t plain_length = 0, encoded_length = 0;

	if (!plain || !encoded)
		return STR_EMPTY;
	for (size_t i = 0; i < name.length; i++) {
		unsigned char c = (unsigned char)name.bytes[i];
		bool simple = is_simple(c);

		if (c < 0x80 || c >= 0xc0) /* one sign for each character */
			plain[plain_length++] = simple ? (char)c : '_';
		if (simple) {
			encoded[encoded_length++] = (char)c;
			continue;
		}
		encoded[encoded_length++] = '%';
		encoded[encoded_length++] = digits[c >> 4];
		encoded[encoded_length++] = digits[c & 15];
	}
	return arena_format(page->arena, "%s; filename=\"%.*s\"; filename*=UTF-8''%.*s",
			    is_inline ? "inline" : "attachment", (int)plain_length, plain,
			    (int)encoded_length, encoded);
}

/* A browser's PDF viewer does not start in a sandbox; a PDF alone can do nothing here either way. */
static const char *policy_of(struct str media_type)
{
	if (str_equal(media_type, STR("application/pdf")))
		return "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; "
		       "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
	return "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; media-src 'self'; "
	       "sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
}

#define HEAD_BYTES 8192

/* Old texts of Chinese offices are GB18030; both were told apart when they came. */
static const char *charset_of(const struct evidence *evidence, const struct blob_file *file)
{
	char head[HEAD_BYTES];
	ssize_t got;
	struct str text;

	if (!str_starts_with(evidence->media_type, STR("text/")))
		return "";
	got = pread(file->fd, head, sizeof(head), (off_t)file->at);
	text = (struct str){ head, got > 0 ? (size_t)got : 0 };
	if (text.length == sizeof(head)) /* a character may be cut at its end */
		text = utf8_cut(text, sizeof(head) - 4);
	return utf8_is_valid(text) ? "; charset=utf-8" : "; charset=gb18030";
}

static void add_file_headers(struct page *page, const struct evidence *evidence, const char *etag,
			     const struct blob_file *file)
{
	const struct upload_type *type =
		upload_rules_find(page->app->upload_rules, evidence->media_type);
	bool is_inline = type && type->is_inline && !form_has(page->query, "download");
	struct str disposition = disposition_of(page, evidence, is_inline);
	struct str type_text = arena_format(page->arena, "%.*s%s", STR_ARG(evidence->media_type),
					    charset_of(evidence, file));

	page->is_download = true;
	page->http->response_type = type_text.bytes ? type_text.bytes : "application/octet-stream";
	http_add_header(page->http, "Content-Disposition", disposition.bytes ? disposition.bytes : "");
	http_add_header(page->http, "Content-Security-Policy", policy_of(evidence->media_type));
	http_add_header(page->http, "Accept-Ranges", "bytes");
	http_add_header(page->http, "ETag", etag);
	http_add_header(page->http, "Cache-Control", "private, no-cache");
}

static struct blob_range range_of(struct page *page, const struct evidence *evidence,
				  const char *etag)
{
	struct blob_range range = { 0, evidence->bytes };
	struct str only_if = http_header(page->http, "If-Range");
	char text[96];

	if (only_if.length && !str_equal(only_if, str_from(etag)))
		return range;
	switch (http_range_parse(http_header(page->http, "Range"), evidence->bytes, &range.from,
				 &range.length)) {
	case HTTP_RANGE_PART:
		page->http->status = 206;
		(void)snprintf(text, sizeof(text), "bytes %lld-%lld/%lld", (long long)range.from,
			       (long long)(range.from + range.length - 1),
			       (long long)evidence->bytes);
		http_add_header(page->http, "Content-Range", text);
		break;
	case HTTP_RANGE_NONE:
		page->http->status = 416;
		(void)snprintf(text, sizeof(text), "bytes */%lld", (long long)evidence->bytes);
		http_add_header(page->http, "Content-Range", text);
		break;
	case HTTP_RANGE_WHOLE:
		break;
	}
	return range;
}

static int send_file(struct page *page, const struct evidence *evidence, const char *etag,
		     struct error *err)
{
	struct blob_range range = range_of(page, evidence, etag);
	struct blob_file file;
	struct hash sha256;
	struct blob blob;
	int rc;

	if (page->http->status == 416)
		return 0;
	memcpy(sha256.bytes, evidence->sha256.bytes, HASH_BYTES);
	rc = blob_find(page->db, page->jurisdiction_id, &sha256, &blob, err);
	if (rc == 0)
		rc = blob_open(&page->app->blobs, page->db, &blob, range, &file, err);
	if (rc < 0)
		return rc;
	add_file_headers(page, evidence, etag, &file);
	http_file_part(page->http, file.fd, file.at, range.length);
	return 0;
}

static int show_file(struct page *page, struct error *err)
{
	struct evidence evidence;
	char hex[HASH_HEX_BYTES], etag[HASH_HEX_BYTES + 2];
	int64_t id;
	int rc = page_parameter_id(page, 0, &id, err);

	if (rc == 0)
		rc = evidence_read(page, page->db, id, &evidence, err);
	if (rc == 0 && evidence.sha256.length != HASH_BYTES)
		rc = error_set(err, ERR_NOT_FOUND, "This evidence has no file.", "该材料没有文件。");
	if (rc < 0)
		return rc;
	hex_encode(evidence.sha256, hex);
	(void)snprintf(etag, sizeof(etag), "\"%s\"", hex);
	if (str_equal(http_header(page->http, "If-None-Match"), str_from(etag))) {
		page->http->status = 304;
		http_add_header(page->http, "ETag", etag);
		return 0;
	}
	return send_file(page, &evidence, etag, err);
}

const struct route evidence_file_routes[] = {
	{ .method = HTTP_GET, .path = "/evidence/{id}/file", .access = PERMISSION_EVIDENCE_READ,
	  .flags = ROUTE_SLOW, .title = MESSAGE_MENU_EVIDENCE, .show = show_file },
	{ .path = NULL },
};
