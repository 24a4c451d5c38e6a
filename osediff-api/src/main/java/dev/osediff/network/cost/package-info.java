/** What a network costs and which parameters it has, found by running it on shapes alone. */
package dev.osediff.network.cost;
