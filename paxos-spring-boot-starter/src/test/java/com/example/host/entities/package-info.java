/** A host with an entity and a repository of its own, found and wired by Boot. */
@NullMarked
package com.example.host.entities;

import org.jspecify.annotations.NullMarked;
