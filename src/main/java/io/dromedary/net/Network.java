package io.dromedary.net;

import java.math.BigInteger;

/**
 * Addresses that begin alike.
 *
 * @param first one of them, in network byte order
 * @param bits  how many bits of it all of them share
 */
public record Network(byte[] first, int bits) {

    /** Is this address, in network byte order, one of them? One of IPv4 is in no network of IPv6. */
    public boolean holds(byte[] address) {
        int rest = Byte.SIZE * first.length - bits;
        return address.length == first.length
                && new BigInteger(1, address).shiftRight(rest).equals(new BigInteger(1, first).shiftRight(rest));
    }
}
