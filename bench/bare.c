/*
 * bare.c - the peer of the page benchmarks: libmicrohttpd and nothing else.
 *
 *   bare ANSWER THREADS
 *
 * ANSWER holds header lines, an empty line and the body, as another server sent them. Every request
 * gets exactly these bytes from one response made beforehand: no routing, no session, no database.
 * Prints its port and serves until standard input ends.
 */
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection,
				  const char *url, /* lint: libmicrohttpd's signature */
				  const char *method, const char *version, const char *upload,
				  size_t *upload_bytes, void **request_context)
{
	static char seen;

	(void)url;
	(void)method;
	(void)version;
	(void)upload;
	(void)upload_bytes;
	if (!*request_context) { /* an answer at the first call would end the connection */
		*request_context = &seen;
		return MHD_YES;
	}
	return MHD_queue_response(connection, 200, context);
}

static char *read_file(const char *path, size_t *out_length)
{
	FILE *file = fopen(path, "rb");
	char *bytes = NULL;
	long length;

	if (!file || fseek(file, 0, SEEK_END) || (length = ftell(file)) < 0)
		return NULL;
	rewind(file);
	bytes = malloc((size_t)length + 1); /* lint: nothing of the product here */
	*out_length = fread(bytes, 1, (size_t)length, file);
	bytes[*out_length] = '\0';
	fclose(file);
	return bytes;
}

/* Header lines up to the empty one; what libmicrohttpd writes by itself is left out. */
static char *add_headers(struct MHD_Response *response, char *text)
{
	char *end, *value;

	while ((end = strstr(text, "\r\n")) && end != text) {
		*end = '\0';
		value = strstr(text, ": ");
		if (value) {
			*value = '\0';
			if (strcasecmp(text, "Content-Length") && strcasecmp(text, "Date") &&
			    strcasecmp(text, "Connection"))
				MHD_add_response_header(response, text, value + 2);
		}
		text = end + 2;
	}
	return end ? end + 2 : text;
}

static size_t header_length(const char *bytes, size_t length)
{
	const char *end = memmem(bytes, length, "\r\n\r\n", 4);

	return end ? (size_t)(end - bytes) + 4 : length;
}

int main(int argc, char **argv)
{
	struct MHD_Response *response;
	struct MHD_Daemon *daemon;
	size_t length = 0, head;
	char *bytes = argc == 3 ? read_file(argv[1], &length) : NULL;
	char byte;

	if (!bytes) {
		fprintf(stderr, "usage: bare ANSWER THREADS\n");
		return 2;
	}
	head = header_length(bytes, length);
	response = MHD_create_response_from_buffer(length - head, bytes + head,
						   MHD_RESPMEM_PERSISTENT);
	add_headers(response, bytes);
	daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, on_request,
				  response, MHD_OPTION_THREAD_POOL_SIZE,
				  (unsigned)strtoul(argv[2], NULL, 10),
				  MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)32768,
				  MHD_OPTION_END);
	if (!daemon)
		return 1;
	printf("%d\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
	fflush(stdout);
	while (read(0, &byte, 1) > 0)
		;
	MHD_stop_daemon(daemon);
	MHD_destroy_response(response);
	return 0;
}
