/*
 * scanner.c - see scanner.h. "zINSTREAM\0", then pieces behind their length (big end first), then a length of
 * 0; the answer is a line that ends in NUL: "stream: OK", "stream: NAME FOUND", "… ERROR".
 */
#include "evidence/scanner.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define PIECE_BYTES   (64 * 1024)
#define REPLY_BYTES   512
#define SECONDS_OF_SILENCE 60

static int unreachable(const char *where, const char *what, struct error *err)
{
	int rc = error_set(err, ERR_BUSY,
			   "The virus scanner does not answer, so the file was not taken. Try again later, "
			   "or tell the system administrator.",
			   "病毒扫描服务没有响应，文件未被接收。请稍后再试，或告知系统管理员。");

	error_detail(err, "%s: %s", where, what);
	return rc;
}

/* Connecting ----------------------------------------------------------------------------------- */

static void limit_silence(int fd)
{
	const struct timeval limit = { .tv_sec = SECONDS_OF_SILENCE };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

static int connect_path(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(address.sun_path))
		return -1;
	memcpy(address.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	limit_silence(fd);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	close(fd);
	return -1;
}

static int connect_any(const struct addrinfo *list)
{
	for (; list; list = list->ai_next) {
		int fd = socket(list->ai_family, list->ai_socktype | SOCK_CLOEXEC, 0);

		if (fd < 0)
			continue;
		limit_silence(fd);
		if (connect(fd, list->ai_addr, list->ai_addrlen) == 0)
			return fd;
		close(fd);
	}
	return -1;
}

static int connect_host(const char *where)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	const char *colon = strrchr(where, ':');
	struct addrinfo *list;
	char host[256];
	int fd;

	if (!colon || snprintf(host, sizeof(host), "%.*s", (int)(colon - where), where) >=
			      (int)sizeof(host))
		return -1;
	if (getaddrinfo(host, colon + 1, &hints, &list) != 0)
		return -1;
	fd = connect_any(list);
	freeaddrinfo(list);
	return fd;
}

/* Talking -------------------------------------------------------------------------------------- */

static bool send_all(int fd, const void *bytes, size_t length)
{
	const char *next = bytes;

	while (length) {
		ssize_t done = send(fd, next, length, MSG_NOSIGNAL);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		next += done;
		length -= (size_t)done;
	}
	return true;
}

static bool send_piece(int socket, const char *bytes, size_t length)
{
	uint32_t head = htonl((uint32_t)length);

	return send_all(socket, &head, sizeof(head)) && send_all(socket, bytes, length);
}

/* The scanner may answer before it has everything: then sending fails and the answer says why. */
static bool send_file(int socket, int fd, int64_t bytes, char *piece)
{
	bool sent = send_all(socket, "zINSTREAM", sizeof("zINSTREAM"));

	for (int64_t at = 0; sent && at < bytes;) {
		ssize_t got = pread(fd, piece, PIECE_BYTES, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		sent = send_piece(socket, piece, (size_t)got);
		at += got;
	}
	return sent && send_piece(socket, "", 0);
}

static struct str read_reply(int socket, char reply[REPLY_BYTES])
{
	size_t length = 0;

	while (length < REPLY_BYTES) {
		ssize_t got = recv(socket, reply + length, REPLY_BYTES - length, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		length += (size_t)got;
		if (memchr(reply, 0, length) || memchr(reply, '\n', length))
			break;
	}
	for (size_t i = 0; i < length; i++)
		if (!reply[i] || reply[i] == '\n')
			return (struct str){ reply, i };
	return (struct str){ reply, length };
}

static int judge(const char *where, struct str reply, struct error *err)
{
	struct str name = reply;
	int rc;

	if (str_ends_with(reply, STR(": OK")))
		return 0;
	if (!str_ends_with(reply, STR(" FOUND")))
		return unreachable(where, reply.length ? "another answer" : "no answer", err);
	str_split(&name, ':');
	name = str_trim(str_slice(name, 0, name.length - 6));
	rc = error_set(err, ERR_RULE, "", "");
	error_en(err, "The file was not taken: the virus scanner found “%.*s” in it.",
		 (int)(name.length < 100 ? name.length : 100), name.bytes);
	error_zh(err, "文件未被接收：病毒扫描发现“%.*s”。", (int)(name.length < 100 ? name.length : 100),
		 name.bytes);
	return rc;
}

int scanner_scan(const char *where, int fd, int64_t bytes, struct error *err)
{
	char *piece = memory_alloc(PIECE_BYTES), reply[REPLY_BYTES];
	int socket, rc;

	if (!piece)
		return error_broken(err, ERR_MEMORY, "scanning a file");
	socket = where[0] == '/' ? connect_path(where) : connect_host(where);
	if (socket < 0) {
		memory_free(piece);
		return unreachable(where, strerror(errno), err);
	}
	(void)send_file(socket, fd, bytes, piece);
	rc = judge(where, read_reply(socket, reply), err);
	close(socket);
	memory_free(piece);
	return rc;
}
