package io.paxos.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to measure.
 *
 * @param callers numbers of concurrent callers, one row each
 * @param seconds length of a measured window
 * @param warmUp seconds of load before the first window on a node, with the most callers: on two cores, three JVMs take a minute
 *     or two to compile what they run
 * @param nodes size of the cluster; 1 is a cluster of one
 * @param valueBytes size of the values
 * @param dir existing directory for the nodes' stores; its disk is what the numbers depend on
 * @param sample jar of the sample application; without it the HTTP part is left out
 * @param httpSeconds length of a window of the HTTP part
 * @param jvm options of the nodes' JVMs
 */
record BenchmarkOptions(List<Integer> callers, int seconds, int warmUp, int nodes, int valueBytes, Path dir, Path sample,
        int httpSeconds, List<String> jvm) {

    /**
     * Reads {@code --name=value} arguments; what is not given has its default.
     *
     * @throws IllegalArgumentException with a sentence for the user, if an argument is not one of ours
     */
    static BenchmarkOptions parse(String... args) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("callers", "1,16,64");
        values.put("seconds", "10");
        values.put("warm-up", "60");
        values.put("nodes", "3");
        values.put("value-bytes", "128");
        values.put("dir", System.getProperty("java.io.tmpdir"));
        values.put("sample", "sample-app/target/sample-app.jar");
        values.put("http-seconds", "20");
        values.put("jvm", "");
        for (String arg : args) {
            String[] nameAndValue = arg.split("=", 2);
            String name = nameAndValue[0].startsWith("--") ? nameAndValue[0].substring(2) : "";
            if (nameAndValue.length == 1 || values.replace(name, nameAndValue[1]) == null) {
                throw new IllegalArgumentException(arg + " is not an option; one is given as --name=value. They are, "
                        + "with their defaults: " + values);
            }
        }
        List<Integer> callers = Arrays.stream(values.get("callers").split(",")).map(n -> number("callers", n, 1)).toList();
        List<String> jvm = Arrays.stream(values.get("jvm").split(" ")).filter(option -> !option.isEmpty()).toList();
        return new BenchmarkOptions(callers, number("seconds", values.get("seconds"), 1),
                number("warm-up", values.get("warm-up"), 1), number("nodes", values.get("nodes"), 1),
                number("value-bytes", values.get("value-bytes"), 1), Path.of(values.get("dir")), Path.of(values.get("sample")),
                number("http-seconds", values.get("http-seconds"), 1), jvm);
    }

    /** Seconds of load before a window on a node that is warm. */
    int settling() {
        return Math.min(5, warmUp);
    }

    private static int number(String name, String value, int least) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("--" + name + " takes numbers from " + least + " on, not '" + value + "'.");
    }
}
