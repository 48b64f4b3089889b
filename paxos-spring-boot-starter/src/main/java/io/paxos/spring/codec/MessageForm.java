package io.paxos.spring.codec;

import io.paxos.core.message.Header;
import io.paxos.core.message.Message;

/**
 * The form of a {@link Message}. A slot is 1 to 2^63 - 2, a mark is a slot or 0; larger ones would overflow in the protocol,
 * and have no encoding. A ballot is a node's, never none, but where it says so.
 *
 * <pre>
 * message           := 01 identify | 02 identity | ... | 12 transfer      in the order below
 * identify          := nonce (8 bytes), lost (list of 16 bytes)
 * identity          := nonce (8 bytes), plan (digest), binding
 * poll              := attempt, transfer (boolean)
 * poll-answer       := attempt, granted (boolean), chosen-up-to
 * prepare           := ballot, from (slot), page-from - from (varint)
 * promise           := ballot, from (slot), page-from - from (varint), list of report, next-page, compacted-up-to (mark),
 *                      chosen-up-to
 * report            := distance (varint) (01 ballot entry (a vote) | 02 entry (chosen))
 * accept            := ballot, first slot, entries (not empty), chosen-up-to
 * accepted          := ballot, first slot, last slot - first slot (varint)
 * nack              := refused (ballot), promised (ballot, perhaps none)
 * heartbeat         := ballot, chosen-up-to, round
 * heartbeat-ack     := ballot, round, chosen-up-to
 * fetch             := from (slot)
 * fetched           := from (slot), entries, chosen-up-to
 * submit            := ballot, list of command (not empty)
 * refused           := list of request-id, overloaded (boolean)
 * read-index        := ask (8 bytes), ballot
 * read-index-answer := ask (8 bytes), (00 (cannot tell) | 01 index (mark))
 * transfer          := ballot
 * distance          := slots between this report and the one before it, or from page-from on for the first
 * next-page         := varint: 0 if this is the last page, else slots from the last report, or from page-from if there is
 *                      none, to the next page
 * attempt, round    := varint
 * chosen-up-to      := mark
 * </pre>
 */
final class MessageForm {

    static final int IDENTIFY = 1;
    static final int IDENTITY = 2;
    static final int POLL = 3;
    static final int POLL_ANSWER = 4;
    static final int PREPARE = 5;
    static final int PROMISE = 6;
    static final int ACCEPT = 7;
    static final int ACCEPTED = 8;
    static final int NACK = 9;
    static final int HEARTBEAT = 10;
    static final int HEARTBEAT_ACK = 11;
    static final int FETCH = 12;
    static final int FETCHED = 13;
    static final int SUBMIT = 14;
    static final int REFUSED = 15;
    static final int READ_INDEX = 16;
    static final int READ_INDEX_ANSWER = 17;
    static final int TRANSFER = 18;

    /** Kind of a report of a vote. */
    static final int VOTE = 1;

    /** Kind of a report of a chosen value. */
    static final int CHOSEN = 2;

    /** The highest slot that there is, so that the slot after it is still a number. */
    static final long LAST_SLOT = Long.MAX_VALUE - 1;

    /** Bytes of a fetch from a small slot. */
    static final int LEAST_BYTES = 2;

    private MessageForm() {
    }

    /**
     * Writes the one encoding of a message.
     *
     * @throws IllegalArgumentException if it has none: no node that keeps to the protocol says such a thing
     */
    static void write(BinaryOutput out, Header header, Message message) {
        message.deliverTo(new MessageWriter(out), header);
    }

    /**
     * Reads a message.
     *
     * @throws UndecodableException if the next bytes are none
     */
    static Message read(BinaryInput in) {
        return MessageReader.read(in);
    }

    /** At most how many bytes {@link #write} takes. */
    static long sizeOf(Header header, Message message) {
        MessageSize size = new MessageSize();
        message.deliverTo(size, header);
        return size.bytes();
    }
}
