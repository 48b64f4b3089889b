package io.paxos.spring.crash;

/**
 * A call of the operating system, from a trace.
 *
 * @param name for instance {@code fsync}
 * @param target what its first argument stands for: the path of a file, or the two ends of a connection; empty if the trace
 *     does not say
 * @param arguments all of them, as text
 * @param begun its place in the order of all beginnings and ends, from 1
 * @param ended likewise, when it had returned; {@link #NEVER} if it did not
 * @param result what it returned; -1 if it failed or did not return
 */
record SystemCall(String name, String target, String arguments, int begun, int ended, long result) {

    /** The end of a call that did not return. */
    static final int NEVER = Integer.MAX_VALUE;

    /** Whether it writes. */
    boolean isWrite() {
        return name.startsWith("write") || name.startsWith("pwrite") || name.startsWith("send");
    }

    /** Whether it brings a file to the disk. */
    boolean isSync() {
        return name.equals("fsync") || name.equals("fdatasync");
    }

    /** Whether it is about this file. */
    boolean isOn(String path) {
        return target.equals(path);
    }

    /** Whether it goes to another process by TCP. */
    boolean isOnSocket() {
        return target.startsWith("TCP");
    }

    /** Without what it wrote. */
    @Override
    public String toString() {
        return name + " on " + target + " from " + begun + " to " + (ended == NEVER ? "no end" : ended) + " = " + result;
    }
}
