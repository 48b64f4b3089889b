package io.paxos.spring.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code strace -f -yy -ttt -o file} has written.
 *
 * <p>The order of calls is that of the lines. A traced thread stands still before each call until the line of its beginning
 * was written, and after it until that of its end was: so if the end of one call stands above the beginning of another, it
 * was over before the other began, whatever threads they were on. A call that others come in between has two lines, the first
 * one "unfinished" and the second one "resumed". Times of day decide nothing here.
 */
final class SystemCallTrace {

    private static final Pattern LINE = Pattern.compile("(\\d+) +\\d+\\.\\d+ (.*)");
    private static final Pattern WHOLE = Pattern.compile("(\\w+)\\((.*)\\)\\s+= (-?\\d+|\\?)(?: .*)?");
    private static final Pattern UNFINISHED = Pattern.compile("(\\w+)\\((.*?),? *<unfinished \\.\\.\\.>");
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. (\\w+) resumed>(.*)\\)\\s+= (-?\\d+|\\?)(?: .*)?");
    private static final Pattern TARGET = Pattern.compile("\\d+<(.*?)>(?:\\(deleted\\))?(?:,.*|$)");

    private record Begun(String name, String arguments, int at) {
    }

    private final Map<String, Begun> underWay = new HashMap<>();
    private final List<SystemCall> calls = new ArrayList<>();
    private int place;

    private SystemCallTrace() {
    }

    /**
     * The calls of a trace, in the order in which they ended; last those that did not.
     *
     * @throws IllegalArgumentException if a line is none of strace's
     */
    static List<SystemCall> parse(List<String> lines) {
        SystemCallTrace trace = new SystemCallTrace();
        lines.forEach(trace::add);
        trace.underWay.values().forEach(call -> trace.end(call, "", SystemCall.NEVER, "?"));
        return trace.calls;
    }

    private void add(String text) {
        Matcher line = LINE.matcher(text);
        if (!line.matches()) {
            throw new IllegalArgumentException("not a line of a trace: " + text);
        }
        String thread = line.group(1);
        String rest = line.group(2);
        place += 2;
        Matcher resumed = RESUMED.matcher(rest);
        Matcher unfinished = UNFINISHED.matcher(rest);
        Matcher whole = WHOLE.matcher(rest);
        if (resumed.matches()) {
            Begun begun = underWay.remove(thread);
            if (begun == null || !begun.name().equals(resumed.group(1))) {
                throw new IllegalArgumentException("it resumes what was not begun: " + text);
            }
            end(begun, resumed.group(2), place, resumed.group(3));
        } else if (unfinished.matches()) {
            underWay.put(thread, new Begun(unfinished.group(1), unfinished.group(2), place));
        } else if (whole.matches()) {
            // nothing came between its beginning and its end
            end(new Begun(whole.group(1), whole.group(2), place), "", place + 1, whole.group(3));
        } else if (!rest.startsWith("+++ ") && !rest.startsWith("--- ")) {
            throw new IllegalArgumentException("neither a call nor the end of a thread nor a signal: " + text);
        }
    }

    private void end(Begun begun, String furtherArguments, int ended, String result) {
        Matcher target = TARGET.matcher(begun.arguments());
        calls.add(new SystemCall(begun.name(), target.matches() ? target.group(1) : "", begun.arguments() + furtherArguments,
                begun.at(), ended, result.equals("?") ? -1 : Long.parseLong(result)));
    }
}
