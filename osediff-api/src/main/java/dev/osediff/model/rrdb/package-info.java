/** Reads the published files of RRDB networks, which name one network's parameters in three ways. */
package dev.osediff.model.rrdb;
