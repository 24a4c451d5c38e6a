/** The networks' operations on DJL's PyTorch arrays, eager and with autograd. */
package dev.osediff.djl.ops;
