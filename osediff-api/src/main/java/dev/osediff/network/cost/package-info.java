/** What a network costs, found by running it on shapes alone. */
package dev.osediff.network.cost;
