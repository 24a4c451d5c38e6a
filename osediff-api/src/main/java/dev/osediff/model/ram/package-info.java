/** The published files of the RAM tagger and DAPE's adapters, read as data (osediff.md §4.5). */
package dev.osediff.model.ram;
