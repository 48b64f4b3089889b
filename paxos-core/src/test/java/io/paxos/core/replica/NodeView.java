package io.paxos.core.replica;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.ChosenRow;
import io.paxos.core.log.DurableState;
import io.paxos.core.log.Entry;
import io.paxos.core.log.Vote;
import io.paxos.core.log.VoteRow;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One node as a story tells of it, at one moment.
 *
 * @param status null while it is down
 * @param promised in memory; on the disk while it is down
 * @param votes on its disk, above what is known chosen
 * @param chosen what it knows chosen, from slot 1 on; while it is down, what its disk knows
 * @param writing what it has asked to make durable and is not durable yet
 * @param happened events since its start
 * @param starts how often it has started
 */
record NodeView(@Nullable ReplicaStatus status, Ballot promised, Ballot promisedOnDisk, SortedMap<Long, Vote> votes,
        List<Entry> chosen, List<String> writing, List<Event> happened, int starts) {

    static NodeView of(ScriptedNode node) {
        DurableState disk = node.durable();
        ReplicaStatus status = node.isUp() ? node.status() : null;
        List<Entry> chosen = node.isUp() ? node.replica().chosen().page(1, Integer.MAX_VALUE, Integer.MAX_VALUE)
                : disk.chosen();
        return new NodeView(status, status == null ? disk.meta().promised() : status.promised(), disk.meta().promised(),
                new TreeMap<>(disk.votes().tailMap(chosen.size() + 1L)), chosen,
                node.unwritten().stream().map(write -> text(write, disk.meta().promised())).toList(),
                node.isUp() ? node.events(Event.class) : List.of(), node.starts());
    }

    /** All there is to say. */
    String all() {
        StringJoiner text = new StringJoiner("; ");
        if (status == null) {
            text.add("down, with this on its disk");
        } else {
            text.add(role(status.role(), status.ballot()) + (status.serving() ? ", serving" : ""));
            if (status.founding().status() != FoundingStatus.FOUNDED) {
                text.add(status.founding().describe());
            }
            if (status.fenced() != null) {
                text.add("fenced: " + status.fenced());
            }
        }
        text.add("promised " + promiseText());
        text.add(chosen.isEmpty() ? "nothing chosen" : "chosen " + StoryTexts.slots(1, chosen));
        if (status != null && status.applied() < chosen.size()) {
            text.add("applied up to " + status.applied());
        }
        text.add(votes.isEmpty() ? "no votes above" : "voted " + StoryTexts.votes(votes));
        writing.forEach(write -> text.add("writing " + write));
        return text.toString();
    }

    /** What is different from before; empty if nothing is. */
    String changesSince(NodeView before) {
        if (starts != before.starts || (status == null) != (before.status == null)) {
            return all();
        }
        StringJoiner text = new StringJoiner("; ");
        happened.subList(before.happened.size(), happened.size()).forEach(event -> text.add(text(event)));
        if (status != null && before.status != null && status.serving() && !before.status.serving()) {
            text.add("serving");
        }
        if (!promiseText().equals(before.promiseText())) {
            text.add("promised " + promiseText());
        }
        TreeMap<Long, Vote> news = new TreeMap<>(votes);
        news.entrySet().removeIf(vote -> vote.getValue().equals(before.votes.get(vote.getKey())));
        if (!news.isEmpty()) {
            text.add("voted " + StoryTexts.votes(news));
        }
        if (chosen.size() > before.chosen.size()) {
            int known = before.chosen.size();
            text.add("chosen " + StoryTexts.slots(known + 1L, chosen.subList(known, chosen.size())));
        }
        if (status != null && before.status != null && status.applied() != before.status.applied()
                && status.applied() < chosen.size()) {
            text.add("applied up to " + status.applied());
        }
        if (!writing.equals(before.writing)) {
            writing.forEach(write -> text.add("writing " + write));
        }
        return text.toString();
    }

    private String promiseText() {
        return StoryTexts.ballot(promised)
                + (promised.equals(promisedOnDisk) ? "" : " (on disk: " + StoryTexts.ballot(promisedOnDisk) + ")");
    }

    private static String role(String role, @Nullable Ballot ballot) {
        if (ballot == null) {
            return role;
        }
        return (role.equals("follower") ? "follows" : role) + " " + StoryTexts.ballot(ballot);
    }

    private static String text(Event event) {
        if (event instanceof Event.RoleChanged changed) {
            String role = role(changed.role(), changed.ballot());
            return changed.reason().equals("leader heard") ? role : role + " (" + StoryTexts.reason(changed.reason()) + ")";
        }
        if (event instanceof Event.FoundingChanged changed) {
            return changed.report().describe();
        }
        if (event instanceof Event.SenderRefused refused) {
            return "does not count " + refused.node() + ", whose store is not the one it was founded with";
        }
        return event instanceof Event.Fenced fenced ? "fenced: " + fenced.reason() : event.toString();
    }

    private static String text(AcceptorWrite write, Ballot promisedOnDisk) {
        List<String> parts = new ArrayList<>();
        if (!write.meta().promised().equals(promisedOnDisk)) {
            parts.add("promise " + StoryTexts.ballot(write.meta().promised()));
        }
        for (VoteRow row : write.votes()) {
            parts.add("vote " + StoryTexts.slots(row.firstSlot(), row.entries()) + " in " + StoryTexts.ballot(row.ballot()));
        }
        for (ChosenRow row : write.chosen()) {
            parts.add("chosen " + StoryTexts.slots(row.firstSlot(), row.entries()));
        }
        return parts.isEmpty() ? "its marks" : String.join(" and ", parts);
    }
}
