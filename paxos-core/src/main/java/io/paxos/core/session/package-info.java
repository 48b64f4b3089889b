/**
 * Owns the <em>answer table</em>: which commands were executed, and what they answered, so that a retry is executed at
 * most once and gets the first answer (rules C1 to C3). The table is part of the replicated state: it changes only when
 * a command is applied, and alike on every node. The <em>horizon</em> is the slot below which it has forgotten
 * something.
 */
@NullMarked
package io.paxos.core.session;

import org.jspecify.annotations.NullMarked;
