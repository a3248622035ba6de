package io.dromedary.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Resolves hosts. */
@FunctionalInterface
public interface HostNames {

    /** The resolver of this machine. */
    HostNames SYSTEM = InetAddress::getAllByName;

    /**
     * All addresses of a host.
     *
     * @throws UnknownHostException if it has none
     */
    InetAddress[] find(String host) throws UnknownHostException;
}
