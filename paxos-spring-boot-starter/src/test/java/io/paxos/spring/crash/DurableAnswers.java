package io.paxos.spring.crash;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks in a trace for the order in which an acceptor must act: write, bring to the disk, answer (PITFALLS 1, 2, 14). What
 * happens to the log between the answer before and an answer belongs to the batch of that answer; so it fits only appends
 * that were sent one after the other.
 */
final class DurableAnswers {

    /**
     * What one batch took.
     *
     * @param writes calls that wrote to the log
     * @param syncs calls that brought it to the disk
     */
    record Batch(String token, int writes, int syncs) {
    }

    private final List<SystemCall> calls;
    private final String log;
    private final List<String> faults = new ArrayList<>();
    private final List<Batch> batches = new ArrayList<>();

    private DurableAnswers(List<SystemCall> calls, String log) {
        this.calls = calls;
        this.log = log;
    }

    /**
     * @param log path of the file that holds what must not be lost, as the trace names it
     * @param tokens what was appended, in this order, one after the other was answered; none of them part of another
     */
    static DurableAnswers of(List<SystemCall> calls, String log, List<String> tokens) {
        DurableAnswers answers = new DurableAnswers(calls, log);
        int since = 0;
        for (String token : tokens) {
            since = answers.check(token, since);
        }
        return answers;
    }

    /** What is wrong, in words. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** The batches with which nothing is wrong. */
    List<Batch> batches() {
        return List.copyOf(batches);
    }

    /** Where the token's answer begins: the end of its batch. */
    private int check(String token, int since) {
        List<SystemCall> answers = calls.stream()
                .filter(call -> call.isOnSocket() && call.isWrite() && call.arguments().contains("\"ok " + token + " ")).toList();
        if (answers.size() != 1) {
            faults.add(token + " has " + answers.size() + " answers");
            return since;
        }
        int until = answers.get(0).begun();
        if (until < since) {
            faults.add(token + " was answered before the one before it");
            return since;
        }
        List<SystemCall> writes = calls.stream().filter(call -> call.isOn(log) && call.isWrite())
                .filter(call -> call.begun() < until && call.ended() > since).toList();
        List<SystemCall> syncs = calls.stream().filter(call -> call.isOn(log) && call.isSync())
                .filter(call -> call.begun() < until && call.ended() > since).toList();
        int before = faults.size();
        check(token, writes, syncs, until);
        if (faults.size() == before) {
            batches.add(new Batch(token, writes.size(), syncs.size()));
        }
        return until;
    }

    private void check(String token, List<SystemCall> writes, List<SystemCall> syncs, int until) {
        // what has failed once is not made good by another try (PITFALLS 12)
        syncs.stream().filter(sync -> sync.ended() < until && sync.result() != 0)
                .forEach(sync -> faults.add(token + " was answered after a sync that failed: " + sync));
        writes.stream().filter(write -> write.ended() < until && write.result() <= 0)
                .forEach(write -> faults.add(token + " was answered after a write that failed: " + write));
        int synced = syncs.stream().filter(sync -> sync.ended() < until && sync.result() == 0).mapToInt(SystemCall::begun).max()
                .orElse(0);
        if (synced == 0) {
            faults.add(token + " was answered and no sync of the log had returned");
        }
        writes.stream().filter(write -> write.ended() > synced)
                .forEach(write -> faults.add(token + " was answered and what was written was not synced: " + write));
        if (writes.stream().noneMatch(write -> write.arguments().contains(token))) {
            faults.add(token + " was answered and was not written");
        }
    }
}
