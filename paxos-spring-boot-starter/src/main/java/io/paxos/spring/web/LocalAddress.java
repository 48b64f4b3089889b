package io.paxos.spring.web;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses of this machine. */
final class LocalAddress {

    private LocalAddress() {
    }

    /**
     * Whether what was connected to is a loopback address.
     *
     * @param address of a socket, so never a name to be looked up
     */
    static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
