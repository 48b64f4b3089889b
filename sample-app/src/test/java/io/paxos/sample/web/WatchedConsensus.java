package io.paxos.sample.web;

import io.paxos.spring.template.CallOptions;
import io.paxos.spring.template.ConsensusOperations;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Stands before the real operations: knows how they were called last, and can let calls fail or wait. */
final class WatchedConsensus implements BeanPostProcessor {

    private static final Runnable NOTHING = () -> {};

    private volatile Runnable before = NOTHING;
    private volatile @Nullable CallOptions lastOptions;

    /** What every call does first, on the thread of its caller. */
    void before(Runnable action) {
        before = action;
    }

    /** Calls are as they are again. */
    void heal() {
        before = NOTHING;
    }

    /** The options of the last call; null if it had none. */
    @Nullable CallOptions lastOptions() {
        return lastOptions;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof ConsensusOperations)) {
            return bean;
        }
        InvocationHandler handler = (proxy, method, arguments) -> call(bean, method, arguments);
        return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ConsensusOperations.class}, handler);
    }

    private @Nullable Object call(Object bean, Method method, Object @Nullable [] arguments) throws Throwable {
        before.run();
        if (arguments != null) {
            lastOptions = arguments[arguments.length - 1] instanceof CallOptions options ? options : null;
        }
        try {
            return method.invoke(bean, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
