/**
 * Owns what the protocol asks of the world around it: a {@link io.paxos.core.port.AcceptorStore}, a
 * {@link io.paxos.core.port.Transport}, and whoever listens. Each port says what may block, what may throw, what may be lost
 * or doubled, and on which thread it is called. The driver calls these ports; adapters implement them.
 */
@NullMarked
package io.paxos.core.port;

import org.jspecify.annotations.NullMarked;
