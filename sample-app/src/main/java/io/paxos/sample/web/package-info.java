/**
 * Owns what the sample answers over HTTP. A controller takes the request apart with {@link io.paxos.sample.web.ApiRequests}, asks
 * {@link io.paxos.spring.template.ConsensusOperations}, and answers; whatever it throws becomes a problem in
 * {@code io.paxos.sample.problem}.
 */
@NullMarked
package io.paxos.sample.web;

import org.jspecify.annotations.NullMarked;
