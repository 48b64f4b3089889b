package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.host.datasource.DataSourceApplication;
import com.example.host.entities.Customer;
import com.example.host.entities.CustomerRepository;
import com.example.host.entities.EntitiesApplication;
import com.example.host.explicit.ExplicitApplication;
import com.example.host.plain.PlainApplication;
import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.machine.Decided;
import io.paxos.core.replica.Outcome;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.metamodel.EntityType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl;
import org.hibernate.internal.SessionFactoryRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A host's own persistence works beside the node's, and neither sees the other. */
class HostWithEntitiesTests {

    @TempDir
    Path dataDir;

    @ParameterizedTest
    @ValueSource(classes = {EntitiesApplication.class, ExplicitApplication.class})
    void a_host_with_entities_keeps_exactly_its_own_persistence(Class<?> host) throws SQLException {
        try (ConfigurableApplicationContext context = run(host)) {
            CustomerRepository customers = context.getBean(CustomerRepository.class);
            customers.save(new Customer("alice"));
            assertThat(customers.findByName("alice")).hasSize(1);
            Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice");

            assertThat(context.getBeansOfType(DataSource.class)).hasSize(1);
            assertThat(context.getBeansOfType(EntityManagerFactory.class)).hasSize(1);
            assertThat(context.getBeansOfType(PlatformTransactionManager.class)).hasSize(1);
            assertThat(healthOf(context)).contains("db");
            assertThat(entitiesOf(context.getBean(EntityManagerFactory.class))).containsExactly("Customer");
            assertThat(tablesOf(context.getBean(DataSource.class).getConnection())).containsExactly("CUSTOMER");

            SessionFactory own = SessionFactoryRegistry.INSTANCE.getNamedSessionFactory("paxos-host1");
            assertThat(own).as("the unit of the node").isNotNull();
            assertThat(entitiesOf(own)).containsExactly("JournalRow", "MetaRow");
        }
        assertThat(tablesOf(DriverManager.getConnection("jdbc:h2:file:" + dataDir.resolve("host1").resolve("paxos"), "sa", "")))
                .containsExactly("PAXOS_JOURNAL", "PAXOS_META");
    }

    @Test
    @Tag("P20")
    void what_was_proposed_in_a_transaction_stays_when_the_host_rolls_it_back() {
        try (ConfigurableApplicationContext context = run(EntitiesApplication.class)) {
            ReplicaDriver driver = context.getBean(ReplicaDriver.class);
            CustomerRepository customers = context.getBean(CustomerRepository.class);
            Calls.awaitServing(driver);

            Outcome outcome = new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).execute(status -> {
                customers.saveAndFlush(new Customer("alice"));
                Outcome ended = Calls.decide(driver, "seat", "alice");
                status.setRollbackOnly();
                return ended;
            });

            assertThat(outcome).isInstanceOfSatisfying(Outcome.Done.class,
                    done -> assertThat(((Decided) done.result()).won()).isTrue());
            assertThat(customers.findAll()).isEmpty();
            assertThat(Calls.decisionOf(driver, "seat")).isEqualTo("alice");
        }
        try (ConfigurableApplicationContext context = run(EntitiesApplication.class)) {
            assertThat(Calls.decisionOf(context.getBean(ReplicaDriver.class), "seat")).isEqualTo("alice");
        }
    }

    /** DESIGN 6: a host's transaction that waits for consensus holds a connection of its own pool, and none of ours. */
    @Test
    @Tag("P20")
    void a_host_whose_only_connection_is_taken_gets_an_answer() {
        try (ConfigurableApplicationContext context = run(EntitiesApplication.class,
                "spring.datasource.hikari.maximum-pool-size=1", "spring.datasource.hikari.connection-timeout=1000")) {
            ReplicaDriver driver = context.getBean(ReplicaDriver.class);
            CustomerRepository customers = context.getBean(CustomerRepository.class);
            new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
                customers.saveAndFlush(new Customer("alice"));
                Calls.requireWon(driver, "seat", "alice");
            });
            assertThat(customers.findByName("alice")).hasSize(1);
        }
    }

    @Test
    void the_hosts_settings_of_persistence_are_not_the_nodes() {
        try (ConfigurableApplicationContext context = run(EntitiesApplication.class,
                "spring.jpa.hibernate.ddl-auto=create-drop", "spring.jpa.properties.hibernate.globally_quoted_identifiers=true",
                "spring.jpa.properties.hibernate.default_schema=PUBLIC",
                "spring.jpa.hibernate.naming.physical-strategy=" + PhysicalNamingStrategyStandardImpl.class.getName(),
                "spring.transaction.default-timeout=1s", "spring.sql.init.mode=always")) {
            Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice");
        }
        try (ConfigurableApplicationContext context = run(EntitiesApplication.class)) {
            assertThat(Calls.decisionOf(context.getBean(ReplicaDriver.class), "seat")).isEqualTo("alice");
        }
    }

    @Test
    void a_host_with_a_datasource_of_its_own_keeps_it_as_the_only_one() throws SQLException {
        try (ConfigurableApplicationContext context = run(DataSourceApplication.class)) {
            JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
            jdbc.execute("create table orders (id bigint)");
            jdbc.update("insert into orders values (7)");
            Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice");

            assertThat(jdbc.queryForObject("select id from orders", Long.class)).isEqualTo(7);
            assertThat(context.getBeansOfType(DataSource.class)).containsOnlyKeys("hostsOwn");
            assertThat(tablesOf(context.getBean(DataSource.class).getConnection())).containsExactly("ORDERS");
        }
    }

    @Test
    void a_host_that_excludes_boots_persistence_gets_none_from_us() {
        String excluded = DataSourceAutoConfiguration.class.getName() + "," + HibernateJpaAutoConfiguration.class.getName();
        try (ConfigurableApplicationContext context = run(PlainApplication.class,
                "spring.autoconfigure.exclude=" + excluded)) {
            Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice");

            assertThat(context.getBeansOfType(DataSource.class)).isEmpty();
            assertThat(context.getBeansOfType(EntityManagerFactory.class)).isEmpty();
            assertThat(context.getBeansOfType(PlatformTransactionManager.class)).isEmpty();
            assertThat(healthOf(context)).isNotEmpty().doesNotContain("db");
        }
    }

    private ConfigurableApplicationContext run(Class<?> host, String... properties) {
        List<String> arguments = new ArrayList<>(List.of("--paxos.data-dir=" + dataDir, "--paxos.node-id=host1"));
        for (String property : properties) {
            arguments.add("--" + property);
        }
        return new SpringApplicationBuilder(host).web(WebApplicationType.NONE).registerShutdownHook(false)
                .run(arguments.toArray(String[]::new));
    }

    private static List<String> healthOf(ConfigurableApplicationContext context) {
        return context.getBean(HealthContributorRegistry.class).stream().map(HealthContributors.Entry::name).toList();
    }

    private static List<String> entitiesOf(EntityManagerFactory unit) {
        return unit.getMetamodel().getEntities().stream().map(EntityType::getName).sorted().toList();
    }

    private static List<String> tablesOf(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (connection;
                ResultSet tables = connection.getMetaData().getTables(null, "PUBLIC", "%", new String[] {"TABLE",
                    "BASE TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
        }
        names.sort(null);
        return names;
    }
}
