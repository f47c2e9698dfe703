/** Today in UTC, YYYY-MM-DD: the one place where the library asks for the day. */
export function todayInUtc(): string {
  return new Date().toISOString().slice(0, 10);
}
