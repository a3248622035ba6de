package io.dromedary.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of hosts. */
@FunctionalInterface
public interface HostNames {

    /** As this machine finds them. */
    HostNames SYSTEM = InetAddress::getAllByName;

    /**
     * All addresses of a host.
     *
     * @throws UnknownHostException when it has none
     */
    InetAddress[] find(String host) throws UnknownHostException;
}
