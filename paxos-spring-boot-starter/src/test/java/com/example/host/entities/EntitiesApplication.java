package com.example.host.entities;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The host as most people write theirs. */
@SpringBootApplication(proxyBeanMethods = false)
public class EntitiesApplication {
}
