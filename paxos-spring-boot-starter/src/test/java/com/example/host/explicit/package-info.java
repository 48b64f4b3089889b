/** A host that says itself where its entities and repositories are. */
@NullMarked
package com.example.host.explicit;

import org.jspecify.annotations.NullMarked;
