/** Ground floor: typed exceptions under one root, each with four parts. Depends on nothing. */
package dev.osediff.error;
