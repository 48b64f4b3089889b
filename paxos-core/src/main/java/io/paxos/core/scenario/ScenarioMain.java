package io.paxos.core.scenario;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Plays the script in a file and prints its story and a sequence diagram. Exit code 0; 1 if the file cannot be read or is no
 * script; 2 if it was not called with one file.
 */
public final class ScenarioMain {

    private ScenarioMain() {
    }

    /** @param args one: the file, in UTF-8 */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** Does all but the exit, and returns the exit code. */
    static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length != 1) {
            err.println("Usage: java -jar paxos-core.jar FILE, where FILE is a scenario, as those in "
                    + "paxos-core/src/test/resources/scenarios (but for log-*.txt)");
            return 2;
        }
        try {
            String text = Files.readString(Path.of(args[0]));
            ScenarioScript script = ScenarioScript.parse(text);
            ScenarioRun run = script.run();
            out.print(run.story());
            out.println();
            out.print(run.diagram());
            if (script.expectsLines() && !text.lines().toList().equals(run.story().lines().toList())) {
                err.println("Note: " + args[0] + " expects other lines than those printed here.");
            }
            return 0;
        } catch (ScenarioSyntaxException problem) {
            err.println(args[0] + ", " + problem.getMessage());
            if (Path.of(args[0]).getFileName().toString().startsWith("log-")) {
                err.println("The stories log-*.txt are of many slots and have other commands: LogStoryTests plays them.");
            }
        } catch (NoSuchFileException problem) {
            err.println("There is no file " + args[0] + ".");
        } catch (CharacterCodingException problem) {
            err.println(args[0] + " cannot be read: it is not text in UTF-8.");
        } catch (IOException | InvalidPathException problem) {
            err.println(args[0] + " cannot be read: " + problem.getMessage());
        }
        return 1;
    }
}
