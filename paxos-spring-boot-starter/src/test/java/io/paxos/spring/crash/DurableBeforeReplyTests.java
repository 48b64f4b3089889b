package io.paxos.spring.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.paxos.spring.jpa.ahead.WriteAheadPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a node acknowledges is on the disk before the acknowledgement leaves the process, as the operating system sees it. To
 * survive a kill proves less: what the operating system was handed outlives the process, and not the power.
 *
 * <p>Measured with H2 2.4.240: a batch takes one write and one {@code fdatasync} of the log that is before the database file;
 * then the same bytes go to the database file, in one write or two (a chunk, and for every other batch the file's header), which
 * nothing waits for; and eight bytes go to the count of writes. One batch in fifty or so takes two writes and two syncs of the
 * log, when H2 moves something within its file. All of it is on the thread of the store.
 */
class DurableBeforeReplyTests {

    private static final int APPENDS = 60;

    @TempDir
    Path dir;

    @Test
    @Tag("P01")
    @Tag("P02")
    @Tag("P14")
    void each_answer_leaves_after_the_sync_of_its_batch_has_returned() throws Exception {
        assumeThat(canTrace()).as("strace is installed and may trace: without it nobody knows of syncs").isTrue();
        Path trace = dir.resolve("trace");
        List<String> strace = List.of("strace", "-f", "-yy", "-ttt", "-s", "1000000", "-o", trace.toString(), "-e",
                "trace=write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,fsync,fdatasync");
        List<String> tokens = new ArrayList<>();
        try (ChildNode child = ChildNode.launch(strace, dir)) {
            NodeConnection connection = child.connect();
            for (int i = 0; i < APPENDS; i++) {
                String token = "token-" + i + "-end";
                assertThat(connection.append(token).join()).isEqualTo(new NodeConnection.Answer.Ok(i));
                tokens.add(token);
            }
            assertThat(child.end()).as(child::toString).isZero();
        }
        List<SystemCall> calls = SystemCallTrace.parse(Files.readAllLines(trace, StandardCharsets.UTF_8));
        String database = dir.toRealPath().resolve(SingleNode.SELF.value()).resolve("paxos.mv.db").toString();
        String log = database + WriteAheadPath.LOG_SUFFIX;

        requireEntriesSynced(calls);
        DurableAnswers answers = DurableAnswers.of(calls, log, tokens);
        assertThat(answers.faults()).isEmpty();
        assertThat(WriteAheadOrder.faults(calls, log, database)).isEmpty();
        assertThat(calls).as("writes of the database").anyMatch(call -> call.isWrite() && call.isOn(database));
        // what the start has written counts as the first batch
        assertThat(answers.batches()).hasSize(APPENDS);
        assertThat(answers.batches().stream().skip(1).mapToInt(batch -> batch.writes() + batch.syncs()).sum())
                .as("writes and syncs of the log: hardly ever more than one each for a batch").isLessThan(APPENDS * 5 / 2);
    }

    /** A file is not durable before its directory is, nor that before the one above: all before the first answer. */
    private void requireEntriesSynced(List<SystemCall> calls) throws IOException {
        int firstAnswer = calls.stream().filter(call -> call.isOnSocket() && call.isWrite() && call.arguments().contains("\"ok "))
                .mapToInt(SystemCall::begun).min().orElseThrow();
        Path node = dir.toRealPath().resolve(SingleNode.SELF.value());
        List<Path> wanted = new ArrayList<>(List.of(node.resolve("storage-id.new"), node.resolve("writes")));
        for (Path directory = node; directory != null; directory = directory.getParent()) {
            wanted.add(directory);
        }
        for (Path path : wanted) {
            assertThat(calls).as("syncs of %s before the first answer", path).anyMatch(call -> call.isSync()
                    && call.isOn(path.toString()) && call.result() == 0 && call.ended() < firstAnswer);
        }
    }

    private boolean canTrace() throws InterruptedException {
        try {
            return new ProcessBuilder("strace", "-f", "-o", dir.resolve("try").toString(), "true").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
