package io.paxos.sample.web;

import io.paxos.spring.template.Consistency;

/** Values of query parameters, taken strictly: Spring's own conversion would read {@code 0x10} as 16. */
final class QueryValues {

    private QueryValues() {
    }

    /** A whole number in decimal digits, from {@code least} to {@code most}. */
    static long number(String name, String value, long least, long most) {
        if (value.matches("[0-9]{1,19}")) {
            try {
                long number = Long.parseLong(value);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // above all that a long holds
            }
        }
        throw ApiRequests.badRequest("The parameter " + name + " is a number from " + least + " to " + most + ".");
    }

    /** How fresh a read must be. */
    static Consistency consistency(String value) {
        return switch (value) {
            case "linearizable" -> Consistency.LINEARIZABLE;
            case "local" -> Consistency.LOCAL;
            default -> throw ApiRequests.badRequest("The parameter consistency is linearizable or local.");
        };
    }
}
