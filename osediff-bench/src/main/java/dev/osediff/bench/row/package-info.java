/** Rows of tables: what is measured together, in processes of its own, round by round. */
package dev.osediff.bench.row;
