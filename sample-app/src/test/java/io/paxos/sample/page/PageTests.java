package io.paxos.sample.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.sample.page.SeatsPage.NodeRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

/** All share one cluster, so each sells seats of its own, and a node that is stopped is started again. */
class PageTests {

    private static Browser browser;
    private static ThreeNodes cluster;

    private final ChromeDriver driver = browser.driver();
    private final SeatsPage page = new SeatsPage(driver);

    @BeforeAll
    static void start(@TempDir Path dataDir) {
        browser = Browser.open();
        cluster = new ThreeNodes(dataDir);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void no_error_is_left_in_the_console() {
        List<String> errors = browser.errors();
        cluster.startStopped();
        assertThat(errors).isEmpty();
    }

    /** Nobody listens, or a node is starting, stopping, or has lost its leader. Never a failed script. */
    private static boolean isOfStoppedNode(String error) {
        return error.matches("http://localhost:\\d+/api/\\S+ - Failed to load resource: "
                + "(net::ERR_\\w+|the server responded with a status of 50[34] .*)");
    }

    @Test
    void shows_sixty_seats_and_three_nodes_with_the_one_that_leads() {
        page.open(cluster.url("node2"));
        assertThat(page.list("return [...document.querySelectorAll('#seats button')].map(seat => seat.title.split(' ')[0])"))
                .isEqualTo(Stream.of("A", "B", "C", "D", "E", "F")
                        .flatMap(row -> IntStream.rangeClosed(1, 10).mapToObj(number -> row + number)).toList());
        String leader = page.leader();
        Map<String, NodeRow> nodes = page.nodes();
        assertThat(nodes).containsOnlyKeys("node1", "node2", "node3");
        nodes.forEach((name, node) -> {
            assertThat(node.role()).as(name).isEqualTo(name.equals(leader) ? "leader" : "follower");
            assertThat(node.leader()).as(name).isEqualTo(leader);
            assertThat(node.chosenUpTo()).as(name).matches("\\d+");
            assertThat(node.applied()).as(name).matches("\\d+");
            assertThat(node.remark()).as(name).isEqualTo(name.equals("node2") ? "serves this page" : "");
            assertThat(driver.findElement(By.linkText(name)).getDomProperty("href")).isEqualTo(cluster.url(name) + "/");
        });
        assertThat(page.text("#self")).isEqualTo("node2");
    }

    @Test
    void a_seat_sold_through_another_node_turns_up_without_a_reload_and_its_customer_is_text() {
        page.open(cluster.url("node1"));
        assertThat(page.seat("A1").getText()).isEqualTo("A1");
        driver.executeScript("window.opened = 'once'");
        cluster.sell("node3", "A1", "<b>x</b>");
        page.until("A1 is sold", () -> page.seat("A1").getText().equals("<b>x</b>"));
        assertThat(page.seat("A1").getAccessibleName()).isEqualTo("A1 is sold to <b>x</b>");
        assertThat(page.seat("A1").getDomAttribute("aria-disabled")).isEqualTo("true");
        page.seat("A1").click();
        page.untilOutcome("A1 is sold to <b>x</b>.");
        assertThat(driver.findElements(By.cssSelector("b"))).isEmpty();
        assertThat(driver.executeScript("return window.opened")).isEqualTo("once");
    }

    @Test
    void a_free_seat_is_bought_for_a_customer_who_must_be_named() {
        page.open(cluster.url("node1"));
        page.seat("B1").click();
        page.untilOutcome("Who buys B1?");
        assertThat(driver.switchTo().activeElement().getDomAttribute("id")).isEqualTo("customer");
        page.buy("B1", "Ann <i>& Bob</i>");
        page.untilOutcome("B1 is sold to Ann <i>& Bob</i>.");
        page.until("B1 is sold", () -> page.seat("B1").getText().equals("Ann <i>& Bob</i>"));
        assertThat(driver.findElements(By.cssSelector("i"))).isEmpty();
        assertThat(cluster.seats("node2")).contains("{\"seat\":\"B1\",\"customer\":\"Ann <i>& Bob</i>\"}");
    }

    @Test
    void who_comes_too_late_for_a_seat_is_told_whose_it_is() {
        page.open(cluster.url("node1"));
        cluster.sell("node2", "C1", "Early");
        page.until("C1 is sold", () -> page.seat("C1").getText().equals("Early"));
        // A page that has not heard of it yet; in one script, as it may hear at any time.
        driver.executeScript("""
                document.getElementById('customer').value = 'Late';
                arguments[0].setAttribute('aria-disabled', 'false');
                arguments[0].click();""", page.seat("C1"));
        page.untilOutcome("C1 was sold to Early before.");
        assertThat(browser.errors()).singleElement().asString().contains("/api/seats/C1 ", "status of 409");
    }

    @Test
    void a_leader_that_is_stopped_is_shown_as_not_answering_until_it_is_back() {
        page.open(cluster.url("node1"));
        String leader = page.leader();
        if (leader.equals("node1")) {
            page.open(cluster.url("node2"));
        }
        cluster.stop(leader);
        page.until(leader + " does not answer",
                () -> page.nodes().get(leader).equals(new NodeRow("", "", "", "", "does not answer")));
        assertThat(page.leader()).isNotEqualTo(leader);
        page.buy("D1", "Dora");
        page.until("D1 is sold", () -> page.seat("D1").getText().equals("Dora"));
        cluster.start(leader);
        page.until(leader + " follows", () -> page.nodes().get(leader).role().equals("follower")
                && page.nodes().get(leader).remark().isEmpty());
        assertThat(browser.errors()).allMatch(PageTests::isOfStoppedNode);
    }

    @Test
    void a_page_whose_own_node_is_stopped_says_so_until_it_is_back() {
        page.open(cluster.url("node3"));
        cluster.stop("node3");
        page.until("the seats may be old", () -> page.text("#stale").startsWith("The seats may have changed since")
                && driver.findElement(By.id("seats")).getDomAttribute("aria-busy") != null);
        page.until("the nodes may be old", () -> page.text("#state").startsWith("This node does not answer"));
        page.buy("E1", "Eve");
        page.untilOutcome("No answer. Choose E1 again");
        assertThat(page.text("#stale")).isNotEmpty();
        cluster.start("node3");
        page.until("nothing is old any more", () -> page.text("#stale").isEmpty() && page.text("#state").isEmpty()
                && driver.findElement(By.id("seats")).getDomAttribute("aria-busy") == null);
        assertThat(page.text("#outcome")).startsWith("No answer. Choose E1 again");
        page.buy("E1", "Eve");
        page.untilOutcome("E1 is sold to Eve.");
        assertThat(browser.errors()).isNotEmpty().allMatch(PageTests::isOfStoppedNode);
    }

    @Test
    void needs_no_more_width_than_that_of_a_telephone() {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", 400, "height", 800, "deviceScaleFactor", 1, "mobile", false));
        try {
            page.open(cluster.url("node1"));
            page.buy("F1", "x".repeat(128));
            page.untilOutcome("F1 is sold to xxx");
            page.until("F1 is sold", () -> page.seat("F1").getText().startsWith("xxx"));
            assertThat(driver.executeScript("return window.innerWidth")).isEqualTo(400L);
            assertThat(page.list("""
                    return [...document.querySelectorAll('html, main, section')]
                        .filter(part => part.scrollWidth > part.clientWidth)
                        .map(part => part.innerText + ' ' + part.scrollWidth)""")).as("what is wider than its place").isEmpty();
            assertThat(page.list("""
                    return [...document.querySelectorAll('input, button')].map(control => control.getBoundingClientRect())
                        .filter(box => box.left < 0 || box.right > 400 || box.width < 44 || box.height < 24)"""))
                    .as("what is out of sight or too small for a finger").isEmpty();
        } finally {
            driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }
}
