/** A host without a database, with Boot's health for whoever asks. */
@NullMarked
package com.example.host.plain;

import org.jspecify.annotations.NullMarked;
