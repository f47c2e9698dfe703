/**
 * SHA-1 and SHA-2 (FIPS 180-4), at once and anywhere: a browser's own cryptography answers later, and only in secure contexts,
 * while the search for what was signed computes thousands of signatures one after the other.
 */
export type HashName = 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** Bytes of a block of each hash. */
export const blockSize: Readonly<Record<HashName, number>> = { sha1: 64, sha256: 64, sha384: 128, sha512: 128 };

/** The digest of all bytes. */
export function sha(name: HashName, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (name === 'sha1')
    return words32(bytes, Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0), block1, 20);
  if (name === 'sha256') return words32(bytes, Int32Array.from(high.roots2.slice(0, 8)), block256, 32);
  const from = name === 'sha512' ? 0 : 8;
  return words64(bytes, from, name === 'sha512' ? 64 : 48);
}

/** Fractions of roots of the first 80 primes: 64 bits each, in two halves. */
function fractions(power: 2n | 3n, count: number): { high: number[]; low: number[] } {
  const found = { high: [] as number[], low: [] as number[] };
  for (let prime = 2n; found.high.length < count; prime += 1n) {
    if (!isPrime(prime)) continue;
    const root = integerRoot(prime << (64n * power), power);
    found.high.push(Number((root >> 32n) & 0xffffffffn) | 0);
    found.low.push(Number(root & 0xffffffffn) | 0);
  }
  return found;
}

function isPrime(number: bigint): boolean {
  for (let divisor = 2n; divisor * divisor <= number; divisor += 1n) if (number % divisor === 0n) return false;
  return true;
}

function integerRoot(value: bigint, power: 2n | 3n): bigint {
  let low = 0n;
  let top = 1n << 80n;
  while (top - low > 1n) {
    const middle = (low + top) >> 1n;
    if (middle ** power <= value) low = middle;
    else top = middle;
  }
  return low;
}

const roots2 = fractions(2n, 16);
const roots3 = fractions(3n, 80);
const high = { roots2: roots2.high, roots3: Int32Array.from(roots3.high) };
const low = { roots2: roots2.low, roots3: Int32Array.from(roots3.low) };

function padded(bytes: Uint8Array, block: number): DataView {
  const lengthBytes = block / 8;
  const size = Math.ceil((bytes.length + 1 + lengthBytes) / block) * block;
  const whole = new Uint8Array(size);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setUint32(size - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(size - 4, (bytes.length << 3) >>> 0);
  return view;
}

type Block = (state: Int32Array, view: DataView, offset: number, schedule: Int32Array) => void;

function words32(bytes: Uint8Array, state: Int32Array, block: Block, size: number): Uint8Array<ArrayBuffer> {
  const view = padded(bytes, 64);
  const schedule = new Int32Array(80);
  for (let offset = 0; offset < view.byteLength; offset += 64) block(state, view, offset, schedule);
  const digest = new DataView(new ArrayBuffer(size));
  for (let index = 0; index < size / 4; index += 1) digest.setInt32(index * 4, state[index] ?? 0);
  return new Uint8Array(digest.buffer);
}

const turn = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

function block1(state: Int32Array, view: DataView, offset: number, w: Int32Array): void {
  for (let t = 0; t < 16; t += 1) w[t] = view.getInt32(offset + t * 4);
  for (let t = 16; t < 80; t += 1) w[t] = turn(w[t - 3]! ^ w[t - 8]! ^ w[t - 14]! ^ w[t - 16]!, 1);
  let [a, b, c, d, e] = state as unknown as [number, number, number, number, number];
  for (let t = 0; t < 80; t += 1) {
    const f = t < 20 ? (b & c) | (~b & d) : t < 40 || t >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
    const k = t < 20 ? 0x5a827999 : t < 40 ? 0x6ed9eba1 : t < 60 ? 0x8f1bbcdc : 0xca62c1d6;
    const next = (turn(a, 5) + f + e + k + w[t]!) | 0;
    [e, d, c, b, a] = [d, c, turn(b, 30), a, next];
  }
  for (const [index, value] of [a, b, c, d, e].entries()) state[index]! += value;
}

function block256(state: Int32Array, view: DataView, offset: number, w: Int32Array): void {
  for (let t = 0; t < 16; t += 1) w[t] = view.getInt32(offset + t * 4);
  for (let t = 16; t < 64; t += 1) {
    const [x, y] = [w[t - 15]!, w[t - 2]!];
    w[t] =
      (w[t - 16]! + w[t - 7]! + (turn(x, 25) ^ turn(x, 14) ^ (x >>> 3)) + (turn(y, 15) ^ turn(y, 13) ^ (y >>> 10))) | 0;
  }
  let a = state[0]!,
    b = state[1]!,
    c = state[2]!,
    d = state[3]!,
    e = state[4]!,
    f = state[5]!,
    g = state[6]!,
    h = state[7]!;
  for (let t = 0; t < 64; t += 1) {
    const one = (h + (turn(e, 26) ^ turn(e, 21) ^ turn(e, 7)) + ((e & f) ^ (~e & g)) + high.roots3[t]! + w[t]!) | 0;
    const two = ((turn(a, 30) ^ turn(a, 19) ^ turn(a, 10)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

/** @param from where the initial values begin among the roots */
function words64(bytes: Uint8Array, from: number, size: number): Uint8Array<ArrayBuffer> {
  const view = padded(bytes, 128);
  const H = Int32Array.from(high.roots2.slice(from, from + 8));
  const L = Int32Array.from(low.roots2.slice(from, from + 8));
  const [wh, wl] = [new Int32Array(80), new Int32Array(80)];
  for (let offset = 0; offset < view.byteLength; offset += 128) block512(H, L, view, offset, wh, wl);
  const digest = new DataView(new ArrayBuffer(64));
  for (let index = 0; index < 8; index += 1) {
    digest.setInt32(index * 8, H[index]!);
    digest.setInt32(index * 8 + 4, L[index]!);
  }
  return new Uint8Array(digest.buffer, 0, size).slice();
}

/** Carries of a sum of low halves. */
const carry = (sum: number): number => Math.floor(sum / 0x100000000);

function block512(H: Int32Array, L: Int32Array, view: DataView, offset: number, wh: Int32Array, wl: Int32Array): void {
  for (let t = 0; t < 16; t += 1) {
    wh[t] = view.getInt32(offset + t * 8);
    wl[t] = view.getInt32(offset + t * 8 + 4);
  }
  for (let t = 16; t < 80; t += 1) {
    const [xh, xl, yh, yl] = [wh[t - 15]!, wl[t - 15]!, wh[t - 2]!, wl[t - 2]!];
    const s0h = right(xh, xl, 1) ^ right(xh, xl, 8) ^ (xh >>> 7);
    const s0l = right(xl, xh, 1) ^ right(xl, xh, 8) ^ ((xl >>> 7) | (xh << 25));
    const s1h = right(yh, yl, 19) ^ right(yl, yh, 29) ^ (yh >>> 6);
    const s1l = right(yl, yh, 19) ^ right(yh, yl, 29) ^ ((yl >>> 6) | (yh << 26));
    const sum = (s0l >>> 0) + (s1l >>> 0) + (wl[t - 7]! >>> 0) + (wl[t - 16]! >>> 0);
    wl[t] = sum | 0;
    wh[t] = (s0h + s1h + wh[t - 7]! + wh[t - 16]! + carry(sum)) | 0;
  }
  const [h, l] = [H.slice(), L.slice()];
  for (let t = 0; t < 80; t += 1) {
    const [ah, al, eh, el] = [h[0]!, l[0]!, h[4]!, l[4]!];
    const e1h = right(eh, el, 14) ^ right(eh, el, 18) ^ right(el, eh, 9);
    const e1l = right(el, eh, 14) ^ right(el, eh, 18) ^ right(eh, el, 9);
    const chh = (eh & h[5]!) ^ (~eh & h[6]!);
    const chl = (el & l[5]!) ^ (~el & l[6]!);
    const one = (l[7]! >>> 0) + (e1l >>> 0) + (chl >>> 0) + (low.roots3[t]! >>> 0) + (wl[t]! >>> 0);
    const oneH = (h[7]! + e1h + chh + high.roots3[t]! + wh[t]! + carry(one)) | 0;
    const a0h = right(ah, al, 28) ^ right(al, ah, 2) ^ right(al, ah, 7);
    const a0l = right(al, ah, 28) ^ right(ah, al, 2) ^ right(ah, al, 7);
    const mah = (ah & h[1]!) ^ (ah & h[2]!) ^ (h[1]! & h[2]!);
    const mal = (al & l[1]!) ^ (al & l[2]!) ^ (l[1]! & l[2]!);
    const two = (a0l >>> 0) + (mal >>> 0);
    const twoH = (a0h + mah + carry(two)) | 0;
    const dl = (l[3]! >>> 0) + ((one | 0) >>> 0);
    const dh = (h[3]! + oneH + carry(dl)) | 0;
    h.copyWithin(1, 0, 7);
    l.copyWithin(1, 0, 7);
    h[4] = dh;
    l[4] = dl | 0;
    const top = ((one | 0) >>> 0) + ((two | 0) >>> 0);
    l[0] = top | 0;
    h[0] = (oneH + twoH + carry(top)) | 0;
  }
  for (let index = 0; index < 8; index += 1) {
    const sum = (L[index]! >>> 0) + (l[index]! >>> 0);
    L[index] = sum | 0;
    H[index] = (H[index]! + h[index]! + carry(sum)) | 0;
  }
}

/** The upper half of a 64-bit value that is turned right; with the halves exchanged the lower one, or by 32 more. */
function right(upper: number, lower: number, by: number): number {
  return (upper >>> by) | (lower << (32 - by));
}
