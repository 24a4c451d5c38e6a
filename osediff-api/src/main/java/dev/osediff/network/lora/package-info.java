/**
 * Low-rank adapters (LoRA, arXiv 2106.09685) of any network: which layers get them, the shapes of what is trained, and how a
 * network computes with them before they are merged.
 */
package dev.osediff.network.lora;
