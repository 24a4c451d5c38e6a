/** Colour fix: gives a result the colours of the picture it was made from. Depends on images only. */
package dev.osediff.color;
