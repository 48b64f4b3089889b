/**
 * Owns what an error looks like: always {@code application/problem+json} with type, title, status, detail, node and requestId,
 * whether a controller, Spring or Tomcat refused the request.
 */
@NullMarked
package io.paxos.sample.problem;

import org.jspecify.annotations.NullMarked;
