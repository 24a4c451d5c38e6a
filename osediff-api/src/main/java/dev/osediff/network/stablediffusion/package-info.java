/** The networks of Stable Diffusion 2.1: UNet, autoencoder and text encoder, by the names of the public checkpoint. */
package dev.osediff.network.stablediffusion;
