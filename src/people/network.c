/* network.c - see network.h. */
#include "people/network.h"

#include <arpa/inet.h>
#include <stdio.h>

#define IPV6_NETWORK_BYTES 8

struct str network_of(struct str remote, char text[NETWORK_BYTES])
{
	unsigned char address[16];
	snprintf(text, NETWORK_BYTES, "%.*s", STR_ARG(utf8_cut(remote, NETWORK_BYTES - 1)));
	if (inet_pton(AF_INET6, text, address) == 1) {
		static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
		if (memcmp(address, mapped, sizeof(mapped)) == 0) {
			inet_ntop(AF_INET, address + sizeof(mapped), text, NETWORK_BYTES);
		} else {
			memset(address + IPV6_NETWORK_BYTES, 0, IPV6_NETWORK_BYTES);
			inet_ntop(AF_INET6, address, text, NETWORK_BYTES);
		}
	}
	return str_from(text);
}
