/** The page that shows figures. */
package dev.osediff.bench.report;
