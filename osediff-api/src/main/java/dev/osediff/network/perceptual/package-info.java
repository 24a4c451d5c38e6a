/** Distances between pictures in the features of a classification network: LPIPS, for VGG-16 and AlexNet. */
package dev.osediff.network.perceptual;
