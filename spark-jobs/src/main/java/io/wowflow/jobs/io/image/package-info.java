/**
 * Encoded images: folders of PNG and JPEG files, one sub-folder per class, and the decoding of
 * images wherever they come from (Hugging Face's Parquet files use it too).
 *
 * <pre>
 * ImageFolderFormat  finds the folders of splits and classes: labels from names, files in order
 * ImageCollector     decodes kept images on all cores and places them in their classes; grey among
 *                    colour becomes colour
 * ImageDecoder       one file to features in [0, 1]; refuses damaged and ambiguous files
 * JpegSegments       what the JDK's decoder does not use: components, Exif; PngChunks likewise, and
 *                    the checksums
 * Cmyk, Orientation  CMYK as red, green and blue; pictures made upright
 * PictureKind        the names of kinds that are not read (WebP, GIF, ...)
 * ImageFolders       the writer
 * </pre>
 *
 * <p>All images of a dataset have one size, unless they are resized. A file is opened on the thread
 * that decodes it, and few decoded images wait to be placed, so memory is that of the result. Begin
 * with {@code ImageFolderFormat.read}.
 */
package io.wowflow.jobs.io.image;
