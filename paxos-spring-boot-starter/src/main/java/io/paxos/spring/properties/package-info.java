/** Owns the properties {@code paxos.*}: their names, defaults and bounds. Nothing here acts on them. */
@NullMarked
package io.paxos.spring.properties;

import org.jspecify.annotations.NullMarked;
