/** Owns what operators see of a node: its health, the endpoint {@code paxos} and the meters {@code paxos.*}. */
@NullMarked
package io.paxos.spring.actuator;

import org.jspecify.annotations.NullMarked;
