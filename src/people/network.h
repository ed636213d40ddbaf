/*
 * network.h - the network that failures are counted against.
 *
 * Layer: people.
 */
#ifndef LIANZE_PEOPLE_NETWORK_H
#define LIANZE_PEOPLE_NETWORK_H

#include "base/str.h"

#define NETWORK_BYTES 64

/* An IPv4 address as it is, the first 64 bits of an IPv6 address, anything else as text; in `text`. */
struct str network_of(struct str remote, char text[NETWORK_BYTES]);

#endif
