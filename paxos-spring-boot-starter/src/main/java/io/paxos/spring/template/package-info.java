/**
 * Owns what applications call: {@link io.paxos.spring.template.ConsensusOperations} and its one implementation, the values that
 * go in and out, and the retries of a call under its one deadline. An outcome is never softened on the way: what is unknown stays
 * unknown.
 */
@NullMarked
package io.paxos.spring.template;

import org.jspecify.annotations.NullMarked;
