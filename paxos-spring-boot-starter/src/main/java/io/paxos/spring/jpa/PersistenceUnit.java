package io.paxos.spring.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.naming.ImplicitNamingStrategyJpaCompliantImpl;
import org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactory;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The persistence unit of one store, over its one connection. None of it is a bean: a host's own units, repositories,
 * datasources and transactions neither see it nor are seen by it, and a write never joins a caller's transaction
 * (PITFALLS 20). A pool would not help a single thread, and a pool that replaced a broken connection would lose the lock that
 * keeps others out.
 */
final class PersistenceUnit implements AutoCloseable {

    private final LocalContainerEntityManagerFactoryBean factory;
    private final SessionFactory sessions;
    private final TransactionTemplate transactions;
    private final JournalRows journal;
    private final MetaRows meta;

    /**
     * @param name of the unit, for logs
     * @param connection stays the caller's to close
     */
    PersistenceUnit(String name, Connection connection) {
        factory = new LocalContainerEntityManagerFactoryBean();
        factory.setPersistenceUnitName(name);
        factory.setDataSource(new SingleConnectionDataSource(connection, true));
        factory.setManagedTypes(PersistenceManagedTypes.of(JournalRow.class.getName(), JournalKey.class.getName(),
                MetaRow.class.getName()));
        factory.setBeanClassLoader(PersistenceUnit.class.getClassLoader());
        factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        factory.setJpaPropertyMap(settings());
        factory.afterPropertiesSet();
        EntityManagerFactory units = Objects.requireNonNull(factory.getObject());
        sessions = units.unwrap(SessionFactory.class);
        transactions = new TransactionTemplate(new JpaTransactionManager(units));
        EntityManager entities = SharedEntityManagerCreator.createSharedEntityManager(units);
        JpaRepositoryFactory repositories = new JpaRepositoryFactory(entities);
        repositories.setBeanClassLoader(PersistenceUnit.class.getClassLoader());
        journal = repositories.getRepository(JournalRows.class);
        meta = repositories.getRepository(MetaRows.class);
    }

    private static Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        // the tables come from the script; a table that does not fit is a store that is not understood
        settings.put("hibernate.hbm2ddl.auto", "validate");
        settings.put("jakarta.persistence.validation.mode", "none");
        settings.put("jakarta.persistence.sharedCache.mode", "NONE");
        // what a host says to Hibernate for everybody, in META-INF/orm.xml or hibernate.properties, is not meant for this unit
        settings.put("hibernate.xml_mapping_enabled", "false");
        settings.put("hibernate.globally_quoted_identifiers", "false");
        settings.put("hibernate.default_schema", "");
        settings.put("hibernate.default_catalog", "");
        settings.put("hibernate.connection.provider_disables_autocommit", "false");
        settings.put("hibernate.jpa.compliance.transaction", "true");
        settings.put("hibernate.implicit_naming_strategy", ImplicitNamingStrategyJpaCompliantImpl.INSTANCE);
        settings.put("hibernate.physical_naming_strategy", PhysicalNamingStrategyStandardImpl.INSTANCE);
        return settings;
    }

    JournalRows journal() {
        return journal;
    }

    MetaRows meta() {
        return meta;
    }

    /** Runs the action in a transaction of its own, which is committed when this returns and rolled back if it throws. */
    <T> T inTransaction(Supplier<T> action) {
        return Objects.requireNonNull(transactions.execute(status -> action.get()));
    }

    /** Adds the meta row of a new store, in a transaction of its own. */
    void create(MetaRow row) {
        sessions.inStatelessTransaction(session -> session.doWork(connection -> {
            requireTransaction(connection);
            WriteStatements.create(connection, row);
        }));
    }

    /**
     * Makes one write, in a transaction of its own. The session has no persistence context, as there is nothing to look through
     * or to remember.
     *
     * @param next the meta row as it is after this write
     * @param rows to be added to the journal
     * @return false, with nothing changed, if the meta row is not as the write before left it (PITFALLS 21)
     */
    boolean write(MetaRow next, List<JournalRow> rows) {
        return sessions.fromStatelessTransaction(session -> session.doReturningWork(connection -> {
            requireTransaction(connection);
            return WriteStatements.execute(connection, next, rows);
        }));
    }

    /** A setting of Hibernate's for everybody could make each statement a transaction of its own. */
    private static void requireTransaction(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException("the transactions of the store are none: look for what the application says to "
                    + "Hibernate for everybody");
        }
    }

    @Override
    public void close() {
        factory.destroy();
    }
}
