package io.paxos.core.replica;

import java.util.ArrayList;
import java.util.List;

/**
 * A story of the whole protocol as a text: comments, and commands, each with what follows from it on all nodes in lines that
 * begin with {@code "  > "}. {@link LogStoryStage} knows the commands.
 */
final class LogStory {

    private static final String EXPECTED = "  > ";

    private LogStory() {
    }

    /**
     * Plays a story up to the first command that has other consequences than the text says.
     *
     * @param file its name, for messages
     * @throws AssertionError if there is one, or if a command cannot be carried out, or if two nodes learn different values
     */
    static void check(String file, String text) {
        play(file, text, true);
    }

    /**
     * Plays a story.
     *
     * @return its text with what follows from each command now, to be read before it is committed
     * @throws AssertionError if a command cannot be carried out, or if two nodes learn different values
     */
    static String retold(String file, String text) {
        return play(file, text, false);
    }

    private static String play(String file, String text, boolean check) {
        List<String> lines = text.lines().toList();
        List<String> told = new ArrayList<>();
        LogStoryStage stage = new LogStoryStage();
        int next = 0;
        while (next < lines.size()) {
            int number = next;
            String line = lines.get(next++);
            if (line.startsWith(EXPECTED)) {
                throw new AssertionError(file + ":" + (number + 1) + ": what is expected here follows no command");
            }
            told.add(line);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<String> expected = new ArrayList<>();
            while (next < lines.size() && lines.get(next).startsWith(EXPECTED)) {
                expected.add(lines.get(next++));
            }
            List<String> got = carryOut(stage, line, file + ":" + (number + 1) + ": " + line);
            if (check && !got.equals(expected)) {
                throw new AssertionError(file + ":" + (number + 1) + ": " + line + "\nexpected\n" + String.join("\n", expected)
                        + "\ngot\n" + String.join("\n", got) + "\n-Dpaxos.scenario.update=true writes the stories anew\n");
            }
            told.addAll(got);
        }
        if (told.stream().allMatch(line -> line.isBlank() || line.startsWith("#"))) {
            throw new AssertionError(file + ": tells of nothing");
        }
        return String.join("\n", told) + "\n";
    }

    private static List<String> carryOut(LogStoryStage stage, String command, String where) {
        try {
            List<String> got = stage.carryOut(command).stream().map(line -> EXPECTED + line).toList();
            return got.isEmpty() ? List.of(EXPECTED + "nothing") : got;
        } catch (IndexOutOfBoundsException tooShort) {
            throw new AssertionError(where + "\nwords are missing: the javadoc of LogStoryStage has the commands", tooShort);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError(where + "\n" + failure.getMessage(), failure);
        }
    }
}
