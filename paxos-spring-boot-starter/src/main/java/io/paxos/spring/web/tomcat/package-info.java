/** Owns what the peers need of Tomcat: connections that stay open, and a port of their own where one is configured. */
@NullMarked
package io.paxos.spring.web.tomcat;

import org.jspecify.annotations.NullMarked;
