/** Writes networks as TorchScript text and packs them into archives that PyTorch loads. */
package dev.osediff.djl.torchscript;
