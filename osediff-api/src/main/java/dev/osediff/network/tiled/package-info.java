/**
 * Networks on maps that are cut into tiles, all of which go through each operation before the next: {@link
 * dev.osediff.network.tiled.TiledOps} wraps the operations of any engine.
 */
package dev.osediff.network.tiled;
