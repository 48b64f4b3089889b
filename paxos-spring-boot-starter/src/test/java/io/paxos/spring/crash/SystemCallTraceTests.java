package io.paxos.spring.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Traces are read as they are written. */
class SystemCallTraceTests {

    @Test
    void a_call_on_one_line_has_begun_and_ended_there() {
        assertThat(SystemCallTrace.parse(List.of(
                "19137 1795245788.420509 pwrite64(124</data/node1/paxos.mv.db>, \"chunk:7 \\\") = 3\\0\\n\", 4096, 8192) = 4096",
                "19137 1795245788.421336 fsync(124</data/node1/paxos.mv.db>)     = 0",
                "7     1795245788.421337 fdatasync(9</data/b, c>(deleted)) = -1 EIO (Input/output error)",
                "7     1795245788.421338 write(126<TCPv6:[[::1]:36263->[::1]:39798]>, \"ok a 0\\n\", 7) = 7")))
                .containsExactly(
                        new SystemCall("pwrite64", "/data/node1/paxos.mv.db",
                                "124</data/node1/paxos.mv.db>, \"chunk:7 \\\") = 3\\0\\n\", 4096, 8192", 2, 3, 4096),
                        new SystemCall("fsync", "/data/node1/paxos.mv.db", "124</data/node1/paxos.mv.db>", 4, 5, 0),
                        new SystemCall("fdatasync", "/data/b, c", "9</data/b, c>(deleted)", 6, 7, -1),
                        new SystemCall("write", "TCPv6:[[::1]:36263->[::1]:39798]",
                                "126<TCPv6:[[::1]:36263->[::1]:39798]>, \"ok a 0\\n\", 7", 8, 9, 7));
    }

    @Test
    void a_call_on_two_lines_has_begun_on_the_first_and_ended_on_the_second() {
        assertThat(SystemCallTrace.parse(List.of(
                "1 10.000001 fsync(5</data/x> <unfinished ...>",
                "2 10.000002 write(6<TCP:[127.0.0.1:1->127.0.0.1:2]>, \"ok\", 2 <unfinished ...>",
                "3 10.000003 +++ exited with 0 +++",
                "1 10.000004 <... fsync resumed>)         = 0",
                "2 10.000005 <... write resumed>) = 2")))
                .containsExactly(
                        new SystemCall("fsync", "/data/x", "5</data/x>", 2, 8, 0),
                        new SystemCall("write", "TCP:[127.0.0.1:1->127.0.0.1:2]",
                                "6<TCP:[127.0.0.1:1->127.0.0.1:2]>, \"ok\", 2", 4, 10, 2));
    }

    @Test
    void a_call_that_did_not_return_has_no_end_and_no_result() {
        assertThat(SystemCallTrace.parse(List.of(
                "1 10.000001 fsync(5</data/x> <unfinished ...>",
                "2 10.000002 fsync(6</data/y>) = ?",
                "1 10.000003 --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=0x8} ---",
                "1 10.000004 +++ killed by SIGKILL +++")))
                .containsExactly(
                        new SystemCall("fsync", "/data/y", "6</data/y>", 4, 5, -1),
                        new SystemCall("fsync", "/data/x", "5</data/x>", 2, SystemCall.NEVER, -1));
    }

    @Test
    void what_is_no_trace_is_refused() {
        assertThatThrownBy(() -> SystemCallTrace.parse(List.of("strace: attach: Operation not permitted")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SystemCallTrace.parse(List.of("1 10.000001 fsync(5</data/x>")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SystemCallTrace.parse(List.of("1 10.000001 <... fsync resumed>) = 0")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
