/**
 * Owns the way between nodes: HTTP exchanges that carry batches of messages, and their replies in the response (DESIGN 5). A
 * <em>lane</em> is the queue and the connections of one kind of message towards one peer; an <em>exchange</em> is one POST and
 * its response; an exchange is <em>held</em> while the receiver has not released all replies to its messages.
 *
 * <p>To the protocol this is a network that may lose, delay, double and reorder: nothing is sent again here, and whatever fails
 * is a loss. What it must not do is to deliver what no member said, or to the wrong one.
 */
@NullMarked
package io.paxos.spring.web;

import org.jspecify.annotations.NullMarked;
