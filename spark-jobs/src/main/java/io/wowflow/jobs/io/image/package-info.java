/** Readers of image folders and of encoded images. */
package io.wowflow.jobs.io.image;
