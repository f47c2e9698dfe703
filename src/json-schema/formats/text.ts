/** 1 for the codes of hexadecimal digits, else 0. */
const hexDigits = Uint8Array.from({ length: 128 }, (_, code) => (/[\da-f]/i.test(String.fromCharCode(code)) ? 1 : 0));

/** What nearly all of them are; written out, because engines count repetitions slowly. */
const commonUuid =
  /^[\da-f][\da-f][\da-f][\da-f][\da-f][\da-f][\da-f][\da-f]-[\da-f][\da-f][\da-f][\da-f]-[\da-f][\da-f][\da-f][\da-f]-[\da-f][\da-f][\da-f][\da-f]-[\da-f][\da-f][\da-f][\da-f][\da-f][\da-f][\da-f][\da-f][\da-f][\da-f][\da-f][\da-f]$/;

/** `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`, in either case, of any version. Source: RFC 4122, section 3. */
export function isUuid(text: string): boolean {
  return commonUuid.test(text) || isAnyUuid(text);
}

function isAnyUuid(text: string): boolean {
  if (text.length !== 36) return false;
  let digits = 0;
  for (let index = 0; index < 36; index++) digits += hexDigits[text.charCodeAt(index)] ?? 0;
  return digits === 32 && isHyphen(text, 8) && isHyphen(text, 13) && isHyphen(text, 18) && isHyphen(text, 23);
}

/** `/a/b~1c/0`. Source: RFC 6901, section 3. */
export function isJsonPointer(text: string): boolean {
  return (text === '' || text.startsWith('/')) && !/~(?![01])/.test(text);
}

/** `1/a` or `0#`. Source: draft-bhutton-relative-json-pointer-00, section 3, without index changes. */
export function isRelativeJsonPointer(text: string): boolean {
  const up = /^(?:0|[1-9]\d*)/.exec(text)?.[0];
  if (up === undefined) return false;
  const rest = text.slice(up.length);
  return rest === '#' || isJsonPointer(rest);
}

/** A regular expression with the flag `u`. Source: ECMA-262, "Pattern". */
export function isRegex(text: string): boolean {
  try {
    return new RegExp(text, 'u').unicode;
  } catch {
    return false;
  }
}

/** Base64 with its padding. Source: RFC 4648, section 4. */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z\d+/]*={0,2}$/.test(text);
}

function isHyphen(text: string, index: number): boolean {
  return text.charCodeAt(index) === 0x2d;
}
