/** A host with a datasource that it makes itself, used by plain JDBC. */
@NullMarked
package com.example.host.datasource;

import org.jspecify.annotations.NullMarked;
