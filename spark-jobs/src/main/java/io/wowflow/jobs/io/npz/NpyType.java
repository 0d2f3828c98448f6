package io.wowflow.jobs.io.npz;

import java.nio.ByteBuffer;

/** The element types of NPY arrays that are read, all little endian. */
enum NpyType {
  FLOAT32("<f4", Float.BYTES) {
    @Override
    double real(ByteBuffer from, int at) {
      return from.getFloat(at);
    }
  },
  FLOAT64("<f8", Double.BYTES) {
    @Override
    double real(ByteBuffer from, int at) {
      return from.getDouble(at);
    }
  },
  UINT8("|u1", Byte.BYTES) {
    @Override
    long integer(ByteBuffer from, int at) {
      return Byte.toUnsignedLong(from.get(at));
    }
  },
  INT8("|i1", Byte.BYTES) {
    @Override
    long integer(ByteBuffer from, int at) {
      return from.get(at);
    }
  },
  INT16("<i2", Short.BYTES) {
    @Override
    long integer(ByteBuffer from, int at) {
      return from.getShort(at);
    }
  },
  INT32("<i4", Integer.BYTES) {
    @Override
    long integer(ByteBuffer from, int at) {
      return from.getInt(at);
    }
  },
  INT64("<i8", Long.BYTES) {
    @Override
    long integer(ByteBuffer from, int at) {
      return from.getLong(at);
    }
  },
  UINT16("<u2", Short.BYTES) {
    @Override
    long integer(ByteBuffer from, int at) {
      return Short.toUnsignedLong(from.getShort(at));
    }
  },
  UINT32("<u4", Integer.BYTES) {
    @Override
    long integer(ByteBuffer from, int at) {
      return Integer.toUnsignedLong(from.getInt(at));
    }
  },
  /** Text of fixed width, 4 bytes a code point, padded with zeros. */
  TEXT("<U", Integer.BYTES);

  private final String code;
  private final int bytes;

  NpyType(String code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** How a header writes the type; text is followed by its width. */
  String code() {
    return code;
  }

  /** Bytes of a number, or of one code point of a text. */
  int bytes() {
    return bytes;
  }

  boolean isInteger() {
    return !isFloat() && this != TEXT;
  }

  boolean isFloat() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /** The number at a byte offset; not for text. */
  double real(ByteBuffer from, int at) {
    return integer(from, at);
  }

  /** The integer at a byte offset; for integer types only. */
  long integer(ByteBuffer from, int at) {
    throw new IllegalStateException(this + " is not an integer type");
  }
}
