package io.paxos.sample.web;

import io.paxos.sample.SampleApplication;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/** The sample as a cluster of one, behind a real server; all classes with it share one, so each test has names of its own. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = SampleApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "paxos.data-dir=target/test-data/${random.uuid}")
@Import(HttpTest.Beans.class)
@ExtendWith(NoErrorLines.class)
@interface HttpTest {

    /** What the sample is tested with. */
    @TestConfiguration(proxyBeanMethods = false)
    class Beans {

        @Bean
        static WatchedConsensus watchedConsensus() {
            return new WatchedConsensus();
        }

        @Bean
        @Lazy
        Http http(Environment environment) {
            return new Http(environment.getRequiredProperty("local.server.port", Integer.class));
        }
    }
}
