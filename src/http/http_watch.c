/*
 * http_watch.c - bounds a request's total time and the connections of one address.
 *
 * libmicrohttpd times only inactivity, so a header trickled one byte at a time would hold its
 * connection for ever. A thread looks through all connections and shuts down the sockets whose
 * deadline has passed; the io thread then sees the end of the stream and cleans up. A descriptor is
 * closed only after watch_remove(), so a number that is in the list is never somebody else's.
 */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <time.h>

#include "base/civil.h"
#include "http/http_private.h"

static int64_t scan(struct watch *watch, int64_t now)
{
	int64_t next = INT64_MAX;

	for (struct watched *one = watch->first; one; one = one->next) {
		int64_t deadline = atomic_load(&one->deadline_ms);

		if (deadline <= now)
			shutdown(one->fd, SHUT_RDWR);
		else if (deadline < next)
			next = deadline;
	}
	return next;
}

/* Wait for a change of the list or `ms`; new requests only shorten deadlines by whole seconds, so
 * looking again at least each quarter of the total time is close enough. */
static void wait_a_while(struct watch *watch, int64_t ms)
{
	struct timespec until;
	int64_t longest = watch->total_ms / 4 + 10, until_ms;

	if (!watch->first) {
		pthread_cond_wait(&watch->changed, &watch->lock);
		return;
	}
	if (ms > longest)
		ms = longest;
	if (ms < 10)
		ms = 10;
	until_ms = clock_monotonic_ms() + ms;
	until.tv_sec = until_ms / 1000;
	until.tv_nsec = until_ms % 1000 * 1000000;
	pthread_cond_timedwait(&watch->changed, &watch->lock, &until);
}

static void *watch_main(void *argument)
{
	struct watch *watch = argument;

	pthread_mutex_lock(&watch->lock);
	while (!watch->stopping) {
		int64_t now = clock_monotonic_ms();
		int64_t next = scan(watch, now);

		wait_a_while(watch, next - now);
	}
	pthread_mutex_unlock(&watch->lock);
	return NULL;
}

int watch_start(struct watch *watch, const struct http_options *options, struct error *err)
{
	pthread_condattr_t attributes;

	watch->idle_ms = (int64_t)options->idle_seconds * 1000;
	watch->total_ms = (int64_t)options->total_seconds * 1000;
	watch->per_address = options->connections_per_address;
	pthread_mutex_init(&watch->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&watch->changed, &attributes);
	pthread_condattr_destroy(&attributes);
	if (pthread_create(&watch->thread, NULL, watch_main, watch) == 0)
		return 0;
	pthread_cond_destroy(&watch->changed);
	pthread_mutex_destroy(&watch->lock);
	return error_broken(err, ERR_IO, "cannot start the watchdog thread");
}

void watch_stop(struct watch *watch)
{
	pthread_mutex_lock(&watch->lock);
	watch->stopping = true;
	pthread_cond_signal(&watch->changed);
	pthread_mutex_unlock(&watch->lock);
	pthread_join(watch->thread, NULL);
	pthread_cond_destroy(&watch->changed);
	pthread_mutex_destroy(&watch->lock);
}

static void describe_v4(struct watched *one, const struct in_addr *address)
{
	one->network.s6_addr[10] = 0xff;
	one->network.s6_addr[11] = 0xff;
	memcpy(&one->network.s6_addr[12], address, sizeof *address);
	one->loopback = one->network.s6_addr[12] == 127;
	inet_ntop(AF_INET, address, one->remote, sizeof one->remote);
}

static void describe(struct watched *one, const struct sockaddr *address)
{
	if (address && address->sa_family == AF_INET) {
		struct sockaddr_in v4;

		memcpy(&v4, address, sizeof v4);
		describe_v4(one, &v4.sin_addr);
	} else if (address && address->sa_family == AF_INET6) {
		struct sockaddr_in6 v6;

		memcpy(&v6, address, sizeof v6);
		if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
			struct in_addr v4;

			memcpy(&v4, &v6.sin6_addr.s6_addr[12], sizeof v4);
			describe_v4(one, &v4);
			return;
		}
		one->loopback = IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
		memcpy(one->network.s6_addr, v6.sin6_addr.s6_addr, 8);
		inet_ntop(AF_INET6, &v6.sin6_addr, one->remote, sizeof one->remote);
	}
}

static int count_same(const struct watch *watch, const struct watched *one)
{
	int count = 0;

	for (const struct watched *other = watch->first; other; other = other->next)
		count += memcmp(&other->network, &one->network, sizeof one->network) == 0;
	return count;
}

struct watched *watch_add(struct watch *watch, int fd, const struct sockaddr *address)
{
	struct watched *one = memory_alloc(sizeof *one);
	bool refused;

	if (!one)
		return NULL;
	one->fd = fd;
	describe(one, address);
	watch_rest(watch, one);
	pthread_mutex_lock(&watch->lock);
	refused = watch->per_address && !one->loopback &&
		  count_same(watch, one) >= watch->per_address;
	if (!refused) {
		one->next = watch->first;
		if (one->next)
			one->next->previous = one;
		watch->first = one;
		pthread_cond_signal(&watch->changed);
	}
	pthread_mutex_unlock(&watch->lock);
	if (!refused)
		return one;
	memory_free(one);
	return NULL;
}

void watch_remove(struct watch *watch, struct watched *one)
{
	pthread_mutex_lock(&watch->lock);
	if (one->previous)
		one->previous->next = one->next;
	else
		watch->first = one->next;
	if (one->next)
		one->next->previous = one->previous;
	pthread_mutex_unlock(&watch->lock);
	memory_free(one);
}

void watch_request(struct watch *watch, struct watched *one)
{
	long long deadline = clock_monotonic_ms() + watch->total_ms;

	if (deadline < atomic_load(&one->deadline_ms))
		atomic_store(&one->deadline_ms, deadline);
}

void watch_extend(struct watched *one, int64_t ms)
{
	atomic_fetch_add(&one->deadline_ms, ms);
}

void watch_rest(struct watch *watch, struct watched *one)
{
	atomic_store(&one->deadline_ms, clock_monotonic_ms() + watch->idle_ms + watch->total_ms);
}
