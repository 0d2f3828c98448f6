package io.wowflow.jobs.io.npz;

import java.nio.ByteBuffer;

/** The element types of NPY arrays that are read; the order of their bytes is the header's. */
enum NpyType {
  FLOAT16("f2", "float16", Short.BYTES) {
    @Override
    double real(ByteBuffer from, int at) {
      return half(from.getShort(at));
    }
  },
  FLOAT32("f4", "float32", Float.BYTES) {
    @Override
    double real(ByteBuffer from, int at) {
      return from.getFloat(at);
    }
  },
  FLOAT64("f8", "float64", Double.BYTES) {
    @Override
    double real(ByteBuffer from, int at) {
      return from.getDouble(at);
    }
  },
  /** 1 for true, 0 for false. */
  BOOL("b1", "bool", Byte.BYTES) {
    @Override
    long integer(ByteBuffer from, int at) {
      return from.get(at) == 0 ? 0 : 1;
    }
  },
  UINT8("u1", "uint8", Byte.BYTES) {
    @Override
    long integer(ByteBuffer from, int at) {
      return Byte.toUnsignedLong(from.get(at));
    }
  },
  INT8("i1", "int8", Byte.BYTES) {
    @Override
    long integer(ByteBuffer from, int at) {
      return from.get(at);
    }
  },
  INT16("i2", "int16", Short.BYTES) {
    @Override
    long integer(ByteBuffer from, int at) {
      return from.getShort(at);
    }
  },
  INT32("i4", "int32", Integer.BYTES) {
    @Override
    long integer(ByteBuffer from, int at) {
      return from.getInt(at);
    }
  },
  INT64("i8", "int64", Long.BYTES) {
    @Override
    long integer(ByteBuffer from, int at) {
      return from.getLong(at);
    }
  },
  UINT16("u2", "uint16", Short.BYTES) {
    @Override
    long integer(ByteBuffer from, int at) {
      return Short.toUnsignedLong(from.getShort(at));
    }
  },
  UINT32("u4", "uint32", Integer.BYTES) {
    @Override
    long integer(ByteBuffer from, int at) {
      return Integer.toUnsignedLong(from.getInt(at));
    }
  },
  /** Integers of 2^63 and more come out negative, as {@link Long} keeps unsigned ones. */
  UINT64("u8", "uint64", Long.BYTES) {
    @Override
    long integer(ByteBuffer from, int at) {
      return from.getLong(at);
    }

    @Override
    double real(ByteBuffer from, int at) {
      long bits = from.getLong(at);
      // Half of it, its last bit kept for the rounding, twice.
      return bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
    }
  },
  /** Text of fixed width, 4 bytes a code point, padded with zeros. */
  TEXT("U", "text", Integer.BYTES),
  /** Bytes of fixed width, padded with zeros. */
  BYTES("S", "bytes", Byte.BYTES);

  private static final int HALF_FRACTION_BITS = 10;
  private static final int HALF_EXPONENT = 0x1F;
  private static final int HALF_BIAS = 15;

  private final String letters;
  private final String title;
  private final int bytes;

  NpyType(String letters, String title, int bytes) {
    this.letters = letters;
    this.title = title;
    this.bytes = bytes;
  }

  /** How a header writes the type without the order of its bytes; text is followed by its width. */
  String letters() {
    return letters;
  }

  /** How a header writes the type in little endian; text is followed by its width. */
  String code() {
    return (bytes == 1 ? "|" : "<") + letters;
  }

  /** The name that NumPy prints. */
  String title() {
    return title;
  }

  /** Bytes of a number, or of one character of a text. */
  int bytes() {
    return bytes;
  }

  /** Characters, not numbers. */
  boolean isText() {
    return this == TEXT || this == BYTES;
  }

  boolean isFloat() {
    return this == FLOAT16 || this == FLOAT32 || this == FLOAT64;
  }

  /** Whether every number of the type is a 32-bit float. */
  boolean fitsFloat() {
    return switch (this) {
      case FLOAT16, FLOAT32, BOOL, UINT8, INT8, INT16, UINT16 -> true;
      default -> false;
    };
  }

  /** The number at a byte offset; not for text. */
  double real(ByteBuffer from, int at) {
    return integer(from, at);
  }

  /** The integer at a byte offset; for integer types and {@link #BOOL} only. */
  long integer(ByteBuffer from, int at) {
    throw new IllegalStateException(this + " is not an integer type");
  }

  /** A number of IEEE 754 binary16, exactly. */
  private static double half(short bits) {
    int exponent = (bits >> HALF_FRACTION_BITS) & HALF_EXPONENT;
    int fraction = bits & ((1 << HALF_FRACTION_BITS) - 1);
    double size;
    if (exponent == HALF_EXPONENT) {
      size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else {
      int whole = exponent == 0 ? fraction : fraction | (1 << HALF_FRACTION_BITS);
      size = Math.scalb((double) whole, Math.max(1, exponent) - HALF_BIAS - HALF_FRACTION_BITS);
    }
    return bits < 0 ? -size : size;
  }
}
