package com.example.host.hooks;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PreInsertEventListener;
import org.hibernate.integrator.spi.Integrator;

/** A host under maintenance: all inserts are vetoed, without an error. */
public class NothingIsAdded implements Integrator {

    @Override
    public void integrate(Metadata metadata, BootstrapContext bootstrap, SessionFactoryImplementor factory) {
        PreInsertEventListener veto = event -> true;
        factory.getServiceRegistry().requireService(EventListenerRegistry.class).appendListeners(EventType.PRE_INSERT, veto);
        System.out.println("host: hooked in");
    }
}
