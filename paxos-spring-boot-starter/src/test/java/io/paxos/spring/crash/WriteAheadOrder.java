package io.paxos.spring.crash;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks in a trace for the order in which a log and the file that it is for must be written: nothing is written to the file
 * before it stands in the log, on the disk; and the log begins anew, by a new header, only when the file is on the disk.
 */
final class WriteAheadOrder {

    /** Where the records of a log begin, behind its headers. */
    private static final long RECORDS_FROM = 1_024;

    /** How a byte is printed may depend on the one after it, so that the last ones may look otherwise within a record. */
    private static final int UNSURE_CHARACTERS = 8;

    private final List<SystemCall> calls;
    private final String log;
    private final String file;
    private final List<String> faults = new ArrayList<>();

    private WriteAheadOrder(List<SystemCall> calls, String log, String file) {
        this.calls = calls;
        this.log = log;
        this.file = file;
    }

    /**
     * What is wrong, in words.
     *
     * @param log its path, as the trace names it
     * @param file likewise
     */
    static List<String> faults(List<SystemCall> calls, String log, String file) {
        WriteAheadOrder order = new WriteAheadOrder(calls, log, file);
        for (SystemCall call : calls) {
            if (call.isWrite() && call.isOn(file)) {
                order.requireLogged(call);
            } else if (call.isWrite() && call.isOn(log) && positionOf(call) < RECORDS_FROM) {
                order.requireFileSynced(call);
            }
        }
        return order.faults;
    }

    private void requireLogged(SystemCall write) {
        String content = contentOf(write);
        List<SystemCall> records = calls.stream()
                .filter(call -> call.isWrite() && call.isOn(log) && call.ended() < write.begun()).toList();
        for (int i = records.size() - 1; i >= 0; i--) {
            if (contentOf(records.get(i)).contains(content.substring(0, Math.max(content.length() - UNSURE_CHARACTERS, 0)))
                    && isSynced(log, records.get(i).ended(), write.begun())) {
                return;
            }
        }
        faults.add("what was written was not in the log, on the disk: " + write);
    }

    private void requireFileSynced(SystemCall header) {
        int written = calls.stream().filter(call -> call.isWrite() && call.isOn(file) && call.begun() < header.begun())
                .mapToInt(SystemCall::ended).max().orElse(0);
        if (written > 0 && !isSynced(file, written, header.begun())) {
            faults.add("the log began anew before the file was synced: " + header);
        }
    }

    private boolean isSynced(String path, int from, int until) {
        return calls.stream().anyMatch(call -> call.isSync() && call.isOn(path) && call.result() == 0 && call.begun() > from
                && call.ended() < until);
    }

    /** Of a {@code pwrite64}: its last argument. */
    private static long positionOf(SystemCall call) {
        return Long.parseLong(call.arguments().substring(call.arguments().lastIndexOf(' ') + 1));
    }

    /** Of a {@code pwrite64}: its second argument, as it is printed, without the quotes. */
    private static String contentOf(SystemCall call) {
        return call.arguments().substring(call.arguments().indexOf('"') + 1, call.arguments().lastIndexOf('"'));
    }
}
