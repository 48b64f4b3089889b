package com.example.host.entities;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** A repository of the host's. */
public interface CustomerRepository extends JpaRepository<Customer, Long> {

    /** All of that name. */
    List<Customer> findByName(String name);
}
