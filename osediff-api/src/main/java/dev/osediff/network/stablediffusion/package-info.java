/** The networks of Stable Diffusion 2.1: UNet and autoencoder, by the names of the public checkpoint. */
package dev.osediff.network.stablediffusion;
