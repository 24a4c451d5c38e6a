/** What networks need to know to compute in 8 bits: the ranges of their layers' inputs. */
package dev.osediff.network.quantised;
