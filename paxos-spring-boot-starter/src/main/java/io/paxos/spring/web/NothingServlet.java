package io.paxos.spring.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Stands behind the {@link PeerEndpoint}, which answers everything itself: a container asks no filter where it has no servlet.
 */
public final class NothingServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** The paths of the endpoint. */
    public static final String PATHS = PeerHttp.ROOT + "/*";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    }
}
