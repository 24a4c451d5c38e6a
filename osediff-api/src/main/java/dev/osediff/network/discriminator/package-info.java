/** Networks that tell real pictures from generated ones, for adversarial losses. */
package dev.osediff.network.discriminator;
