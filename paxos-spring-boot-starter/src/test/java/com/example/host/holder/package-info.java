/** A host that takes a store and holds it until it is ended from outside. */
@NullMarked
package com.example.host.holder;

import org.jspecify.annotations.NullMarked;
