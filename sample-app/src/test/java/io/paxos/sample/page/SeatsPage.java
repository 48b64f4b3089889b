package io.paxos.sample.page;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.FluentWait;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page as its reader sees and uses it. */
final class SeatsPage {

    /** The page asks every two seconds; wide, as three nodes and a browser share two cores. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(100);

    private final ChromeDriver driver;

    /** A row of the table of nodes, as text. */
    record NodeRow(String role, String chosenUpTo, String applied, String leader, String remark) {
    }

    SeatsPage(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Opens it at a node, and waits until seats and nodes are there. */
    void open(String url) {
        driver.get(url + "/");
        until("seats and nodes are shown", () -> seats().size() >= 60 && nodes().size() >= 3);
    }

    /** Waits until something is so. */
    void until(String what, BooleanSupplier condition) {
        waiting(what).until(page -> condition.getAsBoolean());
    }

    private FluentWait<WebDriver> waiting(String what) {
        return new WebDriverWait(driver, PATIENCE, POLL).withMessage(() -> what + "; shown is:\n" + text("main"));
    }

    /** Waits until a message begins so. */
    void untilOutcome(String beginning) {
        until("the outcome is: " + beginning, () -> text("#outcome").startsWith(beginning));
    }

    /** The visible text of the first element that a CSS selector finds. */
    String text(String selector) {
        return driver.findElement(By.cssSelector(selector)).getText();
    }

    /** What stands on the seats, in their order. */
    List<String> seats() {
        return list("return [...document.querySelectorAll('#seats button')].map(seat => seat.textContent)").stream()
                .map(String.class::cast).toList();
    }

    /** The button of a seat, free or sold. */
    WebElement seat(String seat) {
        return driver.findElement(By.cssSelector("#seats button[aria-label^='" + seat + " is ']"));
    }

    /** Presses a free seat for a customer. */
    void buy(String seat, String customer) {
        WebElement input = driver.findElement(By.id("customer"));
        input.clear();
        input.sendKeys(customer);
        seat(seat).click();
    }

    /** The nodes by their names. */
    Map<String, NodeRow> nodes() {
        Map<String, NodeRow> nodes = new TreeMap<>();
        for (Object row : list("return [...document.querySelectorAll('#nodes tbody tr')]"
                + ".map(row => [...row.cells].map(cell => cell.innerText))")) {
            List<?> cells = (List<?>) row;
            nodes.put(cell(cells, 0),
                    new NodeRow(cell(cells, 1), cell(cells, 2), cell(cells, 3), cell(cells, 4), cell(cells, 5)));
        }
        return nodes;
    }

    /** Waits until a node leads, and all that answer say so; which one it is. */
    String leader() {
        return waiting("one node leads, and all that answer follow it").until(page -> agreedLeader(nodes()));
    }

    private static @Nullable String agreedLeader(Map<String, NodeRow> nodes) {
        List<NodeRow> answering = nodes.values().stream().filter(node -> !node.role().isEmpty()).toList();
        List<String> leaders = answering.stream().map(NodeRow::leader).distinct().toList();
        NodeRow leader = leaders.size() == 1 ? nodes.get(leaders.get(0)) : null;
        return answering.size() >= 2 && leader != null && leader.role().equals("leader") ? leaders.get(0) : null;
    }

    private static String cell(List<?> cells, int index) {
        return (String) cells.get(index);
    }

    /** What a script gives back, which is a list. */
    List<?> list(String script) {
        return (List<?>) driver.executeScript(script);
    }
}
