/**
 * Owns threads, queues and the order in which effects act; the only room of the core that does. The
 * {@link io.paxos.core.driver.ReplicaDriver} runs one replica on one thread and its store on another. The
 * {@link io.paxos.core.driver.EffectsExecutor} holds a message back until what it depends on is durable; production and
 * simulation use this one class.
 */
@NullMarked
package io.paxos.core.driver;

import org.jspecify.annotations.NullMarked;
