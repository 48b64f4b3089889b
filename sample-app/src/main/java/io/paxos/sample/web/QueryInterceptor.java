package io.paxos.sample.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Parameter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses a query with a parameter that its method does not declare, that is repeated, or that has no value: one that was
 * ignored could have been {@code consistency}, misspelt.
 */
@Component
final class QueryInterceptor implements HandlerInterceptor, WebMvcConfigurer {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String query = request.getQueryString();
        if (query != null && !query.isEmpty() && handler instanceof HandlerMethod method) {
            check(query, declaredBy(method));
        }
        return true;
    }

    private static Set<String> declaredBy(HandlerMethod method) {
        return Arrays.stream(method.getMethod().getParameters()).filter(p -> p.isAnnotationPresent(RequestParam.class))
                .map(Parameter::getName).collect(Collectors.toSet());
    }

    /**
     * @param unused names that the query may still have
     */
    private static void check(String query, Set<String> unused) {
        for (String pair : query.split("&", -1)) {
            String[] nameAndValue = pair.split("=", 2);
            if (!unused.remove(decode(nameAndValue[0])) || nameAndValue.length == 1 || decode(nameAndValue[1]).isEmpty()) {
                throw ApiRequests.badRequest("The query has a parameter that is unknown, repeated or empty.");
            }
        }
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiRequests.badRequest("The query is not well-formed.");
        }
    }
}
