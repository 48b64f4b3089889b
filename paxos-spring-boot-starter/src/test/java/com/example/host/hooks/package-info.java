/** A host that hangs something into Hibernate for everybody. */
@NullMarked
package com.example.host.hooks;

import org.jspecify.annotations.NullMarked;
