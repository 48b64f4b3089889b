/**
 * Owns the order in which effects act. The {@link io.paxos.core.driver.EffectsExecutor} holds a message back until what
 * it depends on is durable; production and simulation use this one class.
 */
@NullMarked
package io.paxos.core.driver;

import org.jspecify.annotations.NullMarked;
