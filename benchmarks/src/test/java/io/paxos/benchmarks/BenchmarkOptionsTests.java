package io.paxos.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchmarkOptionsTests {

    @Test
    void what_is_not_given_has_its_default() {
        BenchmarkOptions options = BenchmarkOptions.parse();
        assertThat(options).isEqualTo(new BenchmarkOptions(List.of(1, 16, 64), 10, 60, 3, 128,
                Path.of(System.getProperty("java.io.tmpdir")), Path.of("sample-app/target/sample-app.jar"), 20, List.of()));
    }

    @Test
    void every_option_can_be_given() {
        BenchmarkOptions options = BenchmarkOptions.parse("--callers=2,3", "--seconds=4", "--warm-up=5", "--nodes=1",
                "--value-bytes=6", "--dir=d", "--sample=s.jar", "--http-seconds=7", "--jvm=-Xmx1g -Dx=y");
        assertThat(options).isEqualTo(new BenchmarkOptions(List.of(2, 3), 4, 5, 1, 6, Path.of("d"), Path.of("s.jar"), 7,
                List.of("-Xmx1g", "-Dx=y")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--secs=1", "--seconds", "seconds=1", "--seconds=0", "--callers=", "--callers=1,,2", "--nodes=x", "-"})
    void what_is_not_an_option_is_refused(String arg) {
        assertThatIllegalArgumentException().isThrownBy(() -> BenchmarkOptions.parse(arg));
    }
}
