package io.dromedary.net;

import java.math.BigInteger;

/**
 * A network: addresses with a common prefix.
 *
 * @param first one of them, in network byte order
 * @param bits  length of the prefix
 */
public record Network(byte[] first, int bits) {

    /** Does the network contain this address, in network byte order? An IPv6 network contains no IPv4 address. */
    public boolean holds(byte[] address) {
        int rest = Byte.SIZE * first.length - bits;
        return address.length == first.length
                && new BigInteger(1, address).shiftRight(rest).equals(new BigInteger(1, first).shiftRight(rest));
    }
}
