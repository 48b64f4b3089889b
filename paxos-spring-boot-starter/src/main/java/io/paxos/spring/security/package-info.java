/**
 * Owns the proof that an exchange is between members: who sent a request, that it is new, and that a response answers that
 * very request (DESIGN 5 "Authentication"). All members share one secret, so whoever holds it can speak for any of them
 * (PITFALLS 80). Nothing here knows how a claim travels, and no clock takes part. Depends on the core's values only.
 *
 * <p>A request is new by its counter, which counts per session and lane; a session belongs to one sending process. Its id has
 * two halves: one that the receiver drew, so that no request from before the receiver's start can be played back, and one
 * that the sender drew, so that the half of the receiver, when it goes to a sender that restarts before it was ever used,
 * does not make one session of two processes.
 */
@NullMarked
package io.paxos.spring.security;

import org.jspecify.annotations.NullMarked;
