package com.example.host.plain;

import static org.awaitility.Awaitility.await;

import io.paxos.core.driver.ReplicaDriver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.context.ConfigurableApplicationContext;

/** The host. As a program it starts, says what it finds in itself, and ends. */
@SpringBootApplication(proxyBeanMethods = false)
public class PlainApplication {

    /** What a host may be given against its will. */
    private static final Map<String, String> UNWANTED = Map.of(
            "DataSource", "javax.sql.DataSource",
            "EntityManagerFactory", "jakarta.persistence.EntityManagerFactory",
            "PlatformTransactionManager", "org.springframework.transaction.PlatformTransactionManager");

    /** Ends with 0, or with 1 if it cannot start. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        SpringApplication application = new SpringApplication(PlainApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            for (Map.Entry<String, String> each : UNWANTED.entrySet()) {
                System.out.println(each.getKey() + " beans: "
                        + List.of(context.getBeanNamesForType(Class.forName(each.getValue()))));
            }
            System.out.println("health: " + context.getBean(HealthContributorRegistry.class).stream()
                    .map(HealthContributors.Entry::name).sorted().toList());
            System.out.println("node: " + roleOf(context.getBean(ReplicaDriver.class)));
        }
    }

    private static String roleOf(ReplicaDriver driver) {
        return await().atMost(Duration.ofSeconds(20)).until(driver::status, status -> status != null && status.serving()).role();
    }
}
