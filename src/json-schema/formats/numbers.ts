const greatestFloat = 3.4028234663852886e38;

/** A whole number of 32 bits. Source: OpenAPI Format Registry. */
export function isInt32(value: number): boolean {
  return value === (value | 0);
}

/**
 * A whole number of 64 bits; it can be as great as 2^63, which is what a double makes of its last values. Source:
 * OpenAPI Format Registry.
 */
export function isInt64(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 63) && value <= 2 ** 63;
}

/** Within the range of single precision. Source: OpenAPI Format Registry. */
export function isFloat(value: number): boolean {
  return Math.abs(value) <= greatestFloat;
}

/** Within the range of double precision. Source: OpenAPI Format Registry. */
export function isDouble(value: number): boolean {
  return Number.isFinite(value);
}
