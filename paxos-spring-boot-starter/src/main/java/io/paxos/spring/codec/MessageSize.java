package io.paxos.spring.codec;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.Command;
import io.paxos.core.log.RequestId;
import io.paxos.core.log.SlotReport;
import io.paxos.core.log.Vote;
import io.paxos.core.membership.Member;
import io.paxos.core.membership.Membership;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Fetch;
import io.paxos.core.message.Fetched;
import io.paxos.core.message.Header;
import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.HeartbeatAck;
import io.paxos.core.message.Identify;
import io.paxos.core.message.Identity;
import io.paxos.core.message.MessageHandler;
import io.paxos.core.message.Nack;
import io.paxos.core.message.Poll;
import io.paxos.core.message.PollAnswer;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.message.ReadIndex;
import io.paxos.core.message.ReadIndexAnswer;
import io.paxos.core.message.Refused;
import io.paxos.core.message.Submit;
import io.paxos.core.message.Transfer;

/** At most how many bytes {@link MessageWriter} writes for the one message delivered to it; its numbers count in full. */
final class MessageSize implements MessageHandler {

    private static final int KIND = 1;
    private static final int FLAG = 1;
    private static final int NUMBER = BinaryOutput.sizeOfVarint(Long.MAX_VALUE);
    private static final int COUNT = BinaryOutput.sizeOfVarint(Integer.MAX_VALUE);
    private static final int STORAGE = 2 * Long.BYTES;

    private long bytes = KIND;

    /** At most so many bytes. */
    long bytes() {
        return bytes;
    }

    @Override
    public void onIdentify(Header header, Identify message) {
        bytes += Long.BYTES + COUNT + (long) STORAGE * message.lost().size();
    }

    @Override
    public void onIdentity(Header header, Identity message) {
        bytes += Long.BYTES + DigestForm.SIZE + FLAG;
        Membership founders = message.identity().binding().founders();
        if (founders != null) {
            bytes += NUMBER + COUNT + 2 * NUMBER;
            for (Member member : founders.members()) {
                bytes += 1 + member.node().value().length() + STORAGE + NUMBER;
            }
        }
    }

    @Override
    public void onPoll(Header header, Poll message) {
        bytes += NUMBER + FLAG;
    }

    @Override
    public void onPollAnswer(Header header, PollAnswer message) {
        bytes += NUMBER + FLAG + NUMBER;
    }

    @Override
    public void onPrepare(Header header, Prepare message) {
        addBallot(message.ballot(), 2);
    }

    @Override
    public void onPromise(Header header, Promise message) {
        addBallot(message.ballot(), 5);
        bytes += COUNT;
        for (SlotReport report : message.reports()) {
            Vote vote = report.vote();
            bytes += NUMBER + FLAG + (vote == null ? 0 : BinaryOutput.sizeOfBallot(vote.ballot()))
                    + EntryForm.sizeOf(report.entry());
        }
    }

    @Override
    public void onAccept(Header header, Accept message) {
        addBallot(message.ballot(), 2);
        bytes += EntryForm.sizeOfList(message.entries());
    }

    @Override
    public void onAccepted(Header header, Accepted message) {
        addBallot(message.ballot(), 2);
    }

    @Override
    public void onNack(Header header, Nack message) {
        addBallot(message.refused(), 0);
        addBallot(message.promised(), 0);
    }

    @Override
    public void onHeartbeat(Header header, Heartbeat message) {
        addBallot(message.ballot(), 2);
    }

    @Override
    public void onHeartbeatAck(Header header, HeartbeatAck message) {
        addBallot(message.ballot(), 2);
    }

    @Override
    public void onFetch(Header header, Fetch message) {
        bytes += NUMBER;
    }

    @Override
    public void onFetched(Header header, Fetched message) {
        bytes += NUMBER + EntryForm.sizeOfList(message.entries()) + NUMBER;
    }

    @Override
    public void onSubmit(Header header, Submit message) {
        addBallot(message.ballot(), 0);
        bytes += COUNT;
        for (Command command : message.commands()) {
            bytes += EntryForm.sizeOfCommand(command);
        }
    }

    @Override
    public void onRefused(Header header, Refused message) {
        bytes += COUNT + FLAG;
        for (RequestId request : message.requests()) {
            bytes += RequestIdForm.sizeOf(request);
        }
    }

    @Override
    public void onReadIndex(Header header, ReadIndex message) {
        addBallot(message.ballot(), 0);
        bytes += Long.BYTES;
    }

    @Override
    public void onReadIndexAnswer(Header header, ReadIndexAnswer message) {
        bytes += Long.BYTES + FLAG + NUMBER;
    }

    @Override
    public void onTransfer(Header header, Transfer message) {
        addBallot(message.ballot(), 0);
    }

    private void addBallot(Ballot ballot, int numbers) {
        bytes += BinaryOutput.sizeOfBallot(ballot) + (long) numbers * NUMBER;
    }
}
