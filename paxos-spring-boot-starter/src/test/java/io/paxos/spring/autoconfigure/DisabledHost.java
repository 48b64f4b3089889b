package io.paxos.spring.autoconfigure;

import io.paxos.core.driver.ReplicaDriver;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** A program with everything that Boot configures, and its node switched off. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class DisabledHost {

    /** Ends with 0 if there is no node. */
    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(DisabledHost.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run("--paxos.enabled=false")) {
            if (context.getBeanNamesForType(ReplicaDriver.class).length == 0) {
                System.out.println("started without a node");
            }
        }
    }
}
