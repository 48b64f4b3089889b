package io.paxos.spring.autoconfigure;

import io.paxos.spring.template.ConsensusTemplate;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** A program with everything that Boot configures of what it finds, and a web server. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class WebHost {

    /** Lets its node decide something, and ends. */
    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(WebHost.class);
        application.setBannerMode(Banner.Mode.OFF);
        try (ConfigurableApplicationContext context = application.run("--server.port=0")) {
            System.out.println("decided: " + context.getBean(ConsensusTemplate.class).decide("seat", "alice").value());
        }
    }
}
