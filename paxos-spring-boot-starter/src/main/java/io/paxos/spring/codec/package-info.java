/**
 * Owns the compact binary forms of the core's values, for the rows of a journal and for messages between peers. Each
 * value has one encoding, and what is not exactly an encoding is refused with an
 * {@link io.paxos.spring.codec.UndecodableException}, never guessed at (PITFALLS 73, 74). A <em>form</em> writes and reads
 * one kind of value; a <em>whole form</em> begins with a version and ends where its bytes end. Depends on the core only.
 *
 * <p>The notation of the forms: {@code varint} is a number from 0 to 2^63 - 1, seven bits a byte, lowest first, the upper
 * bit set in all bytes but the last, in as few bytes as it needs; {@code ascii}, {@code utf8} and {@code bytes} are a
 * varint length in bytes followed by so many bytes; {@code list} is a varint count followed by so many elements. Numbers
 * of fixed width are big-endian.
 */
@NullMarked
package io.paxos.spring.codec;

import org.jspecify.annotations.NullMarked;
