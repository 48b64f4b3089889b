package io.paxos.spring.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Addresses of this machine. */
final class LocalAddress {

    private LocalAddress() {
    }

    /**
     * Whether what was connected to is a loopback address.
     *
     * @param address of a socket, so never a name to be looked up; null or blank if the container does not know it, which is none
     */
    static boolean isLoopback(@Nullable String address) {
        try {
            return address != null && !address.isBlank() && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
