package com.example.host.entities;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** An entity of the host's. */
@Entity
public class Customer {

    @Id
    @GeneratedValue
    private @Nullable Long id;

    @Column(nullable = false)
    private String name;

    /** For the persistence provider. */
    protected Customer() {
        this("");
    }

    /** A customer who is not stored yet. */
    public Customer(String name) {
        this.name = name;
    }

    /** Given by the database; null before. */
    public @Nullable Long getId() {
        return id;
    }

    /** What they are called. */
    public String getName() {
        return name;
    }
}
