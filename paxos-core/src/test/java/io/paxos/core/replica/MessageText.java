package io.paxos.core.replica;

import io.paxos.core.log.Command;
import io.paxos.core.log.SlotReport;
import io.paxos.core.log.Vote;
import io.paxos.core.membership.Binding;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Envelope;
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
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A message in the short form of the stories: its kind as one word, its ballot, its slots. Nonces and rounds are left out. */
final class MessageText implements MessageHandler {

    private String text = "";

    private MessageText() {
    }

    static String of(Envelope envelope) {
        MessageText writer = new MessageText();
        envelope.message().deliverTo(writer, envelope.header());
        return writer.text;
    }

    /** The word that a story calls a message by. */
    static String kind(Envelope envelope) {
        String text = of(envelope);
        return text.contains(" ") ? text.substring(0, text.indexOf(' ')) : text;
    }

    @Override
    public void onIdentify(Header header, Identify message) {
        text = "who-are-you";
    }

    @Override
    public void onIdentity(Header header, Identity message) {
        Binding binding = message.identity().binding();
        text = "i-am " + header.from() + ", " + (binding.founded() ? "founded" : binding.founders() != null ? "bound" : "new");
    }

    @Override
    public void onPoll(Header header, Poll message) {
        text = message.transfer() ? "poll as the leader wishes" : "poll";
    }

    @Override
    public void onPollAnswer(Header header, PollAnswer message) {
        text = message.granted() ? "yes to the poll" : "no to the poll";
    }

    @Override
    public void onPrepare(Header header, Prepare message) {
        text = "prepare " + StoryTexts.ballot(message.ballot()) + " from slot " + message.from()
                + (message.pageFrom() > message.from() ? ", page from " + message.pageFrom() : "");
    }

    @Override
    public void onPromise(Header header, Promise message) {
        TreeMap<Long, Vote> votes = new TreeMap<>();
        StringBuilder chosen = new StringBuilder();
        for (SlotReport report : message.reports()) {
            if (report.vote() != null) {
                votes.put(report.slot(), report.vote());
            } else {
                chosen.append(' ').append(report.slot()).append(':').append(StoryTexts.value(report.entry()));
            }
        }
        text = "promise " + StoryTexts.ballot(message.ballot()) + (chosen.isEmpty() ? "" : ", chosen" + chosen)
                + (votes.isEmpty() ? "" : ", voted " + StoryTexts.votes(votes))
                + (message.reports().isEmpty() ? ", no votes" : "")
                + (message.nextPage() == 0 ? "" : ", more from " + message.nextPage());
    }

    @Override
    public void onAccept(Header header, Accept message) {
        text = "accept " + StoryTexts.ballot(message.ballot()) + " " + StoryTexts.slots(message.firstSlot(), message.entries())
                + ", chosen up to " + message.chosenUpTo();
    }

    @Override
    public void onAccepted(Header header, Accepted message) {
        text = "accepted " + StoryTexts.ballot(message.ballot()) + " "
                + StoryTexts.range(message.firstSlot(), message.lastSlot());
    }

    @Override
    public void onNack(Header header, Nack message) {
        text = "nack " + StoryTexts.ballot(message.refused()) + ", promised " + StoryTexts.ballot(message.promised());
    }

    @Override
    public void onHeartbeat(Header header, Heartbeat message) {
        text = "heartbeat " + StoryTexts.ballot(message.ballot()) + ", chosen up to " + message.chosenUpTo();
    }

    @Override
    public void onHeartbeatAck(Header header, HeartbeatAck message) {
        text = "heard " + StoryTexts.ballot(message.ballot());
    }

    @Override
    public void onFetch(Header header, Fetch message) {
        text = "fetch from slot " + message.from();
    }

    @Override
    public void onFetched(Header header, Fetched message) {
        text = "fetched " + (message.entries().isEmpty() ? "nothing" : StoryTexts.slots(message.from(), message.entries()))
                + ", chosen up to " + message.chosenUpTo();
    }

    @Override
    public void onSubmit(Header header, Submit message) {
        text = "submit " + values(message);
    }

    private static String values(Submit message) {
        return message.commands().stream().map((Command command) -> StoryTexts.value(command)).collect(Collectors.joining(" "));
    }

    @Override
    public void onRefused(Header header, Refused message) {
        text = message.overloaded() ? "refused, the queue is full" : "refused, not the leader";
    }

    @Override
    public void onReadIndex(Header header, ReadIndex message) {
        text = "read-index? of " + StoryTexts.ballot(message.ballot());
    }

    @Override
    public void onReadIndexAnswer(Header header, ReadIndexAnswer message) {
        text = message.index() < 0 ? "read-index none" : "read-index " + message.index();
    }

    @Override
    public void onTransfer(Header header, Transfer message) {
        text = "take-over from " + StoryTexts.ballot(message.ballot());
    }
}
