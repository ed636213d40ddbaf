/*
 * load.c - a small HTTP/1.1 load generator: keep-alive connections over loopback, one request in
 * flight on each, for a bounded time and count.
 *
 *   load PORT PATH CONNECTIONS SECONDS MAXIMUM [HEADER …]
 *
 * Prints one line: requests, seconds, errors (answers that are not 200, or lost connections), bytes
 * of one body, median and 99th percentile of the time to answer in microseconds.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ANSWER_BYTES (4u << 20)
#define CONNECTIONS_MAXIMUM 256
#define SAMPLES_MAXIMUM 2000000
#define EVENTS 64

struct client {
	int fd;
	int64_t sent_us;
	char *answer;
	size_t length, expected; /* expected: 0 until the header is complete */
};

struct load {
	int port, epoll;
	char request[8192];
	size_t request_length;
	struct client *clients;
	int connections;
	long requests, maximum, errors;
	size_t body_bytes;
	uint32_t *samples;
};

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void fail(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void client_send(struct load *load, struct client *client)
{
	client->length = client->expected = 0;
	client->sent_us = now_us();
	if (send(client->fd, load->request, load->request_length, MSG_NOSIGNAL) !=
	    (ssize_t)load->request_length)
		fail("send");
}

static void client_open(struct load *load, struct client *client)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons((uint16_t)load->port) };
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = client };
	int yes = 1;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	client->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(client->fd, (struct sockaddr *)&address, sizeof address) < 0)
		fail("connect");
	setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
	epoll_ctl(load->epoll, EPOLL_CTL_ADD, client->fd, &event);
	client_send(load, client);
}

/* Length of header and body once the header is complete, else 0. */
static size_t expected_length(const struct client *client)
{
	const char *end = memmem(client->answer, client->length, "\r\n\r\n", 4);
	const char *length;

	if (!end)
		return 0;
	client->answer[client->length] = '\0';
	length = strcasestr(client->answer, "\r\ncontent-length:");
	if (!length || length > end)
		return (size_t)(end - client->answer) + 4;
	return (size_t)(end - client->answer) + 4 + strtoul(length + 17, NULL, 10);
}

static void answer_complete(struct load *load, struct client *client)
{
	const char *body = memmem(client->answer, client->length, "\r\n\r\n", 4);

	if (strncmp(client->answer, "HTTP/1.1 200", 12) != 0)
		load->errors++;
	load->body_bytes = client->expected - (size_t)(body + 4 - client->answer);
	if (load->requests < SAMPLES_MAXIMUM)
		load->samples[load->requests] = (uint32_t)(now_us() - client->sent_us);
	load->requests++;
	client_send(load, client);
}

static void client_read(struct load *load, struct client *client)
{
	ssize_t got = recv(client->fd, client->answer + client->length,
			   ANSWER_BYTES - 1 - client->length, 0);

	if (got <= 0) {
		load->errors++;
		close(client->fd);
		client_open(load, client);
		return;
	}
	client->length += (size_t)got;
	if (!client->expected)
		client->expected = expected_length(client);
	if (client->expected && client->length >= client->expected)
		answer_complete(load, client);
}

static void run(struct load *load, int64_t until_us)
{
	struct epoll_event events[EVENTS];

	for (int i = 0; i < load->connections; i++)
		client_open(load, &load->clients[i]);
	while (load->requests < load->maximum && now_us() < until_us) {
		int count = epoll_wait(load->epoll, events, EVENTS, 100);

		for (int i = 0; i < count; i++)
			client_read(load, events[i].data.ptr);
	}
}

static int compare_samples(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

static void report(struct load *load, double seconds)
{
	size_t count = load->requests < SAMPLES_MAXIMUM ? (size_t)load->requests : SAMPLES_MAXIMUM;

	qsort(load->samples, count, sizeof *load->samples, compare_samples);
	printf("%ld %.4f %ld %zu %u %u\n", load->requests, seconds, load->errors, load->body_bytes,
	       count ? load->samples[count / 2] : 0, count ? load->samples[count * 99 / 100] : 0);
}

static void write_request(struct load *load, int argc, char **argv)
{
	size_t room = sizeof load->request;
	int length = snprintf(load->request, room, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n",
			      argv[2], load->port);

	for (int i = 6; i < argc && length > 0 && (size_t)length < room; i++)
		length += snprintf(load->request + length, room - (size_t)length, "%s\r\n", argv[i]);
	if (length > 0 && (size_t)length < room)
		length += snprintf(load->request + length, room - (size_t)length, "\r\n");
	if (length <= 0 || (size_t)length >= room)
		fail("headers too long");
	load->request_length = (size_t)length;
}

static void *allocate(size_t count, size_t size)
{
	void *block = calloc(count, size); /* lint: nothing of the product here */

	if (!block)
		fail("memory");
	return block;
}

static void prepare(struct load *load)
{
	load->epoll = epoll_create1(0);
	load->clients = allocate((size_t)load->connections, sizeof *load->clients);
	load->samples = allocate(SAMPLES_MAXIMUM, sizeof *load->samples);
	for (int i = 0; i < load->connections; i++)
		load->clients[i].answer = allocate(1, ANSWER_BYTES);
}

static long number(const char *text, long maximum)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (*end || value < 1 || value > maximum) {
		fprintf(stderr, "load: %s: expected a number from 1 to %ld\n", text, maximum);
		exit(2);
	}
	return value;
}

int main(int argc, char **argv)
{
	struct load load = { 0 };
	int64_t begin;
	long seconds;

	if (argc < 6) {
		fprintf(stderr, "usage: load PORT PATH CONNECTIONS SECONDS MAXIMUM [HEADER ...]\n");
		return 2;
	}
	load.port = (int)number(argv[1], 65535);
	load.connections = (int)number(argv[3], CONNECTIONS_MAXIMUM);
	seconds = number(argv[4], 600);
	load.maximum = number(argv[5], 100000000);
	write_request(&load, argc, argv);
	prepare(&load);
	begin = now_us();
	run(&load, begin + (int64_t)seconds * 1000000);
	report(&load, (double)(now_us() - begin) / 1e6);
	return 0;
}
