package io.paxos.spring.autoconfigure;

import java.nio.file.Path;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** An application with a node and nothing else, started as people start theirs. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration(PaxosAutoConfiguration.class)
class SmallApplication {

    /** Runs it on a data directory; throws what {@link SpringApplication#run} throws. */
    static ConfigurableApplicationContext run(Path dataDir, String... properties) {
        SpringApplication application = new SpringApplication(SmallApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setRegisterShutdownHook(false);
        String[] arguments = new String[properties.length + 1];
        arguments[0] = "--paxos.data-dir=" + dataDir;
        for (int i = 0; i < properties.length; i++) {
            arguments[i + 1] = "--" + properties[i];
        }
        return application.run(arguments);
    }
}
