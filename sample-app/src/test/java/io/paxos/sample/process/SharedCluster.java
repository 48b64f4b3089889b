package io.paxos.sample.process;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * One cluster of processes for all test classes that are extended with this, as a start takes ten seconds. Before each test all
 * its nodes run, and one leads. When a test has failed, the ends of their logs are printed. After each class no node may have
 * logged an error.
 */
final class SharedCluster implements BeforeEachCallback, ParameterResolver, TestWatcher, AfterAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(SharedCluster.class);

    private static ProcessCluster cluster(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(ProcessCluster.class,
                type -> new ProcessCluster("shared"), ProcessCluster.class);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        ProcessCluster cluster = cluster(context);
        try {
            cluster.start();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("The cluster does not stand:\n" + cluster.tails(), e);
        }
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        System.out.println(context.getDisplayName() + " failed\n" + cluster(context).tails());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        cluster(context).mustHaveLoggedNoError();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ProcessCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster(context);
    }
}
