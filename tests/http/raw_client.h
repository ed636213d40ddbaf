/*
 * raw_client.h - a client that sends bytes exactly as written, for the tests of this room.
 */
#ifndef LIANZE_TESTS_HTTP_RAW_CLIENT_H
#define LIANZE_TESTS_HTTP_RAW_CLIENT_H

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define RAW_BYTES (1 << 20)
#define RAW_WAIT_MS 10000

/* What a server sent back; `closed` when it ended the connection. */
struct raw_answer {
	char bytes[RAW_BYTES];
	size_t length;
	bool closed;
};

static inline int raw_connect(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
		return fd;
	close(fd);
	return -1;
}

static inline void raw_send(int fd, const char *bytes, size_t length)
{
	while (length) {
		ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);

		if (sent <= 0)
			return;
		bytes += sent;
		length -= (size_t)sent;
	}
}

static inline void raw_send_text(int fd, const char *text)
{
	raw_send(fd, text, strlen(text));
}

/* Read once, waiting at most `wait_ms`. False when nothing came or the connection ended. */
static inline bool raw_read_some(int fd, struct raw_answer *answer, int wait_ms)
{
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	ssize_t got;

	if (answer->length == RAW_BYTES - 1 || poll(&ready, 1, wait_ms) <= 0)
		return false;
	got = recv(fd, answer->bytes + answer->length, RAW_BYTES - 1 - answer->length, 0);
	if (got <= 0) {
		answer->closed = true;
		return false;
	}
	answer->length += (size_t)got;
	answer->bytes[answer->length] = '\0';
	return true;
}

/* Read until the server closes. */
static inline void raw_read_all(int fd, struct raw_answer *answer)
{
	while (raw_read_some(fd, answer, RAW_WAIT_MS))
		;
}

/* Occurrences of `text`. */
static inline int raw_count(const struct raw_answer *answer, const char *text)
{
	int count = 0;

	for (const char *at = answer->bytes; (at = strstr(at, text)); at += strlen(text))
		count++;
	return count;
}

/* Read until `text` has occurred `count` times. */
static inline bool raw_read_until(int fd, struct raw_answer *answer, const char *text, int count)
{
	while (raw_count(answer, text) < count)
		if (!raw_read_some(fd, answer, RAW_WAIT_MS))
			return raw_count(answer, text) >= count;
	return true;
}

/* One request on a connection of its own, up to the end of the connection. Free the answer. */
static inline struct raw_answer *raw_ask_bytes(int port, const char *bytes, size_t length)
{
	struct raw_answer *answer = calloc(1, sizeof *answer);
	int fd = raw_connect(port);

	raw_send(fd, bytes, length);
	raw_read_all(fd, answer);
	close(fd);
	return answer;
}

static inline struct raw_answer *raw_ask(int port, const char *text)
{
	return raw_ask_bytes(port, text, strlen(text));
}

static inline int raw_status(const struct raw_answer *answer)
{
	if (strncmp(answer->bytes, "HTTP/1.1 ", 9) != 0)
		return 0;
	return (int)strtol(answer->bytes + 9, NULL, 10);
}

static inline bool raw_has(const struct raw_answer *answer, const char *text)
{
	return strstr(answer->bytes, text) != NULL;
}

/* Behind the empty line of the first answer. */
static inline const char *raw_body(const struct raw_answer *answer)
{
	const char *end = strstr(answer->bytes, "\r\n\r\n");

	return end ? end + 4 : "";
}

#endif
