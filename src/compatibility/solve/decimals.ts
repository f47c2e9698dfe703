/** Decimal numbers as whole multiples of one small power of ten, so that arithmetic on them is exact. */
export class Decimals {
  readonly #digits: number;

  /** @param values the numbers that must be whole multiples */
  constructor(values: readonly number[]) {
    this.#digits = Math.max(0, ...values.map((value) => -parts(value).exponent));
  }

  /** The number as a multiple of the power of ten: exact for the numbers given to the constructor. */
  scaled(value: number): bigint {
    const { digits, exponent } = parts(value);
    return digits * 10n ** BigInt(exponent + this.#digits);
  }

  /** The multiple as a number, or undefined when no double is written like that. */
  number(scaled: bigint): number | undefined {
    const value = Number(`${scaled}e-${this.#digits}`);
    if (!Number.isFinite(value)) return undefined;
    const { digits, exponent } = parts(value);
    const shift = exponent + this.#digits;
    const same = shift >= 0 ? digits * 10n ** BigInt(shift) === scaled : digits === scaled * 10n ** BigInt(-shift);
    return same ? value : undefined;
  }
}

/** The greatest whole number that divides both. */
export function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  return right === 0n ? left : greatestCommonDivisor(right, left % right);
}

/** The shortest decimal that stands for a double: `digits` times ten to the power of `exponent`. */
function parts(value: number): { digits: bigint; exponent: number } {
  const [mantissa = '0', power = '0'] = value.toExponential().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}
