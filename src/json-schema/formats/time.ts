const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * All but 29 February, leap seconds and small letters: one look at a text that has just been parsed takes a third of the
 * time that asking for its characters takes.
 */
const commonDateTime =
  /^\d\d\d\d-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** `2022-05-19T10:00:00.25+02:00`. Source: RFC 3339, section 5.6 `date-time`. */
export function isDateTime(text: string): boolean {
  return commonDateTime.test(text) || isAnyDateTime(text);
}

function isAnyDateTime(text: string): boolean {
  const separator = text.charCodeAt(10) | 0x20;
  return separator === 0x74 && isDateUpTo(text, 10) && isTimeFrom(text, 11);
}

/** `2022-05-19`, a day that the calendar has. Source: RFC 3339, section 5.6 `full-date`, and appendix C. */
export function isDate(text: string): boolean {
  return text.length === 10 && isDateUpTo(text, 10);
}

/** `10:00:00Z`, always with an offset. Source: RFC 3339, section 5.6 `full-time`. */
export function isTime(text: string): boolean {
  return isTimeFrom(text, 0);
}

const dateParts = String.raw`(?:\d+Y)?(?:\d+M)?(?:\d+D)?`;
const timeParts = String.raw`T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?`;
const duration = new RegExp(String.raw`^P(?:\d+W|(?=[\dT])${dateParts}(?:${timeParts})?)$`);

/**
 * `P1DT12H` or `P2W`. Source: RFC 3339, appendix A; parts in the middle that are zero can be left out (`PT1H5S`), as
 * ISO 8601 has it and common libraries write.
 */
export function isDuration(text: string): boolean {
  return duration.test(text);
}

function isDateUpTo(text: string, end: number): boolean {
  if (text.length < end || text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d) return false;
  const century = twoDigits(text, 0);
  const rest = twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (century < 0 || rest < 0 || month < 1 || month > 12 || day < 1) return false;
  if (month === 2 && day === 29) return isLeapYear(century * 100 + rest);
  return day <= (daysOfMonth[month - 1] as number);
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** `hh:mm:ss`, a fraction of a second or not, `Z` or an offset, and the end. */
function isTimeFrom(text: string, start: number): boolean {
  if (text.charCodeAt(start + 2) !== 0x3a || text.charCodeAt(start + 5) !== 0x3a) return false;
  const hour = twoDigits(text, start);
  const minute = twoDigits(text, start + 3);
  const second = twoDigits(text, start + 6);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false;
  const offset = offsetAt(text, afterFraction(text, start + 8));
  if (offset === undefined) return false;
  return second < 60 || isLastMinute(hour * 60 + minute - offset);
}

function afterFraction(text: string, start: number): number {
  if (text.charCodeAt(start) !== 0x2e) return start;
  let end = start + 1;
  while (isDigit(text.charCodeAt(end))) end++;
  return end === start + 1 ? text.length + 1 : end;
}

/** Minutes east of UTC when the rest of the text is an offset. */
function offsetAt(text: string, start: number): number | undefined {
  const sign = text.charCodeAt(start);
  if ((sign | 0x20) === 0x7a) return text.length === start + 1 ? 0 : undefined;
  if ((sign !== 0x2b && sign !== 0x2d) || text.length !== start + 6 || text.charCodeAt(start + 3) !== 0x3a)
    return undefined;
  const hours = twoDigits(text, start + 1);
  const minutes = twoDigits(text, start + 4);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined;
  return (sign === 0x2b ? 1 : -1) * (hours * 60 + minutes);
}

/** A leap second stands at the end of a day in UTC. */
function isLastMinute(minuteOfDay: number): boolean {
  return (minuteOfDay + 2880) % 1440 === 1439;
}

/** The number that two digits write, or a negative number when they are no digits. */
function twoDigits(text: string, start: number): number {
  const tens = text.charCodeAt(start) - 0x30;
  const ones = text.charCodeAt(start + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
