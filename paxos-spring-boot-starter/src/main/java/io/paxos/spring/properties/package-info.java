/**
 * Owns the properties {@code paxos.*}: their names, defaults and bounds, and what is refused of them. Nothing here acts on them,
 * or looks where they come from.
 */
@NullMarked
package io.paxos.spring.properties;

import org.jspecify.annotations.NullMarked;
