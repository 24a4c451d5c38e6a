/** Model folders in the layout of public Stable Diffusion checkpoints, and OSEDiff's own checkpoint on top of one. */
package dev.osediff.model.diffusers;
