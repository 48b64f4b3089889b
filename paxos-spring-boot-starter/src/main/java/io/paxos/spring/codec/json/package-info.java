/**
 * Owns the JSON form of messages between peers: for people with {@code curl}, and for tests (DESIGN 5). It says what the binary
 * form says, in the words of the records: a record is an object with one field for each of its components, by the component's
 * name. All fields are always there, null only where the record allows it; no field is unknown, and none has a default
 * (PITFALLS 74).
 *
 * <ul>
 * <li>A {@code long} or {@code int} is an integer, a {@code boolean} is true or false.
 * <li>A node id is its text, and {@code ""} is nobody; a storage or client id is 32 hexadecimal digits, as in logs.
 * <li>{@link io.paxos.core.log.Bytes} are base64 with padding.
 * <li>What is one of several kinds is an object whose one field is named by the kind: {@code {"noOp":{}}} or
 * {@code {"command":{...}}} is an entry, {@code {"clientSequence":{...}}} or {@code {"idempotencyKey":{...}}} a request id.
 * </ul>
 *
 * <p>Nothing is bound to a type by reflection: a text becomes a tree of nodes, and {@link io.paxos.spring.codec.json.Fields}
 * takes it apart by name (PITFALLS 82). The entry is {@link io.paxos.spring.codec.json.JsonBatch}.
 */
@NullMarked
package io.paxos.spring.codec.json;

import org.jspecify.annotations.NullMarked;
