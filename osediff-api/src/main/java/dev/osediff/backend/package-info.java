/** The service interface that engines implement, their discovery, and the plain-Java engine below it. */
package dev.osediff.backend;
